//! Calls of Stripe's API.

use std::error::Error;
use std::io::Cursor;
use std::time::Duration;

use http::{HeaderValue, Request, Uri, request};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use tokio::time::{sleep, timeout};
use zeroize::Zeroizing;

/// The version of the API that this was written for.
const VERSION: &str = "2025-04-30.basil";
/// How long an answer may take, and how much it may be.
const PATIENCE: Duration = Duration::from_secs(20);
const LONGEST: usize = 1 << 20;
/// Tries of one call, and how long the first pause between them is.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(500);

type Failure = Box<dyn Error + Send + Sync>;

/// A secret or restricted key of a Stripe account. It does not print.
pub struct SecretKey(Zeroizing<String>);

impl SecretKey {
    /// The key that is written here, without what is around it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.trim().to_owned()))
    }
}

/// Why Stripe cannot be called.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// Its address is none, or not HTTPS.
    #[error("Stripe's address must begin with https:// and have no path")]
    Address,
    /// The system trusts no authority.
    #[error("the system's certificates cannot be read: {0}")]
    Certificates(#[from] std::io::Error),
    /// The key has characters that no header has.
    #[error("Stripe's key is none")]
    Key,
}

/// Calls Stripe.
pub struct Client {
    address: String,
    authorization: HeaderValue,
    inner: legacy::Client<HttpsConnector<HttpConnector>, Full<Cursor<Vec<u8>>>>,
}

impl Client {
    /// A client of the API at `address`.
    pub fn new(address: &str, SecretKey(key): SecretKey) -> Result<Self, Unusable> {
        let parsed: Uri = address.parse().map_err(|_| Unusable::Address)?;
        // Only on this machine may somebody stand in for Stripe.
        let near = matches!(parsed.host(), Some("127.0.0.1" | "[::1]" | "localhost"));
        let fits = parsed.scheme_str() == Some("https") || (near && parsed.scheme_str() == Some("http"));
        if !fits || parsed.path() != "/" || parsed.query().is_some() {
            return Err(Unusable::Address);
        }
        let mut authorization = HeaderValue::try_from(format!("Bearer {}", *key)).map_err(|_| Unusable::Key)?;
        authorization.set_sensitive(true);
        let provider = rustls::crypto::ring::default_provider();
        let https = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider)?;
        let inner = legacy::Client::builder(TokioExecutor::new()).build(https.https_or_http().enable_http1().build());
        Ok(Self { address: address.trim_end_matches('/').to_owned(), authorization, inner })
    }

    /// Posts a form, as often as `key` says that it is the same; the status and body of the answer.
    pub async fn post(&self, path: &str, form: &[(&str, &str)], key: &str) -> Result<(u16, Vec<u8>), Failure> {
        let escape = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs: Vec<_> = form.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
        let body = pairs.join("&").into_bytes();
        let request = Request::post(format!("{}{path}", self.address))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("idempotency-key", key);
        self.call(request, body).await
    }

    /// What is at a path.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        let (status, body) = self.call(Request::get(format!("{}{path}", self.address)), Vec::new()).await?;
        match status {
            200 => Ok(serde_json::from_slice(&body)?),
            _ => Err(format!("it answers {status}").into()),
        }
    }

    /// Calls until there is an answer that another try would not change.
    async fn call(&self, request: request::Builder, body: Vec<u8>) -> Result<(u16, Vec<u8>), Failure> {
        let request = request.header("authorization", &self.authorization).header("stripe-version", VERSION);
        let request = request.body(Full::new(Cursor::new(body)))?;
        for tried in 1.. {
            let answer = match timeout(PATIENCE, self.once(request.clone())).await {
                Ok(answer) => answer,
                Err(late) => Err(late.into()),
            };
            let again = answer.as_ref().map_or(true, |(status, _)| matches!(status, 409 | 429 | 500..));
            if !again || tried == TRIES {
                return answer;
            }
            sleep(PAUSE * 2_u32.pow(tried - 1)).await;
        }
        unreachable!("the last try ends it")
    }

    async fn once(&self, request: Request<Full<Cursor<Vec<u8>>>>) -> Result<(u16, Vec<u8>), Failure> {
        let answer = self.inner.request(request).await?;
        let status = answer.status().as_u16();
        let body = Limited::new(answer.into_body(), LONGEST).collect().await?.to_bytes();
        Ok((status, body.to_vec()))
    }
}
