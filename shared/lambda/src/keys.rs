//! The keys of others, where they have them: over HTTPS.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use lambda_http::Error;
use lambda_http::http::{Request, Uri};
use lambda_http::tower::BoxError;
use longhand_core::error::StoreError;
use longhand_edge::{JwkSet, KeySource, public_keys};
use tokio::sync::Mutex;

const DOING: &str = "reading the keys of who signs";
/// How long keys are remembered, and how long they do when who has them does not answer.
const FRESH: Duration = Duration::from_mins(5);
const STALE: Duration = Duration::from_hours(24);
/// How long that may take, and how much may come.
const PATIENCE: Duration = Duration::from_secs(3);
const LONGEST: usize = 256 * 1024;

/// A set of keys at an address.
pub struct KeyAddress {
    address: Uri,
    client: Client<HttpsConnector<HttpConnector>, Empty<&'static [u8]>>,
    held: Mutex<Option<(JwkSet, Instant)>>,
}

impl KeyAddress {
    /// The keys at `address`, which is asked when they are needed. Redirects are not followed.
    ///
    /// # Errors
    /// If it is no HTTPS address, or the system trusts no authority at all.
    pub fn new(address: &str) -> Result<Self, Error> {
        let address: Uri = address.parse()?;
        if address.scheme_str() != Some("https") {
            return Err("keys must be at an https address".into());
        }
        let provider = rustls::crypto::ring::default_provider();
        let https = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider)?;
        let client = Client::builder(TokioExecutor::new()).build(https.https_only().enable_http1().build());
        Ok(Self { address, client, held: Mutex::default() })
    }

    async fn fetch(&self) -> Result<JwkSet, BoxError> {
        // GitHub answers nobody who does not say what they are.
        let request = Request::get(self.address.clone()).header("user-agent", "longhand").body(Empty::new())?;
        let answer = self.client.request(request).await?;
        if answer.status() != 200 {
            return Err(format!("it answers {}", answer.status()).into());
        }
        let body = Limited::new(answer.into_body(), LONGEST).collect().await?.to_bytes();
        Ok(public_keys(&body)?)
    }
}

#[async_trait]
impl KeySource for KeyAddress {
    async fn keys(&self) -> Result<JwkSet, StoreError> {
        let mut held = self.held.lock().await;
        if let Some((keys, _)) = held.as_ref().filter(|(_, read)| read.elapsed() < FRESH) {
            return Ok(keys.clone());
        }
        let fetched = match tokio::time::timeout(PATIENCE, self.fetch()).await {
            Ok(fetched) => fetched,
            Err(late) => Err(late.into()),
        };
        match (fetched, held.as_ref().filter(|(_, read)| read.elapsed() < STALE)) {
            (Ok(keys), _) => {
                *held = Some((keys.clone(), Instant::now()));
                Ok(keys)
            }
            (Err(_), Some((keys, _))) => Ok(keys.clone()),
            (Err(error), None) => Err(StoreError::new(DOING, error)),
        }
    }
}
