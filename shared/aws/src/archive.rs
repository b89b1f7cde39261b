//! Totals once more as objects of S3, one for each hour: where a bucket locks them, nobody can change or delete one
//! before its three years are over.

use std::env;
use std::error::Error;
use std::io::Cursor;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_sdk_dynamodb::config::{Credentials, ProvideCredentials as _, SharedCredentialsProvider};
use aws_sigv4::http_request::{
    self, PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode,
};
use aws_sigv4::sign::v4;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jiff::Timestamp;
use longhand_core::error::StoreError;
use longhand_core::ports::Answer;
use longhand_core::usage::Total;
use sha2::{Digest as _, Sha256};
use tokio::time::timeout;

use crate::Cloud;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of an hour's object that are read: a million tokens have no more.
const LONGEST: usize = 256 << 20;

type Failure = Box<dyn Error + Send + Sync>;
type Client = legacy::Client<HttpsConnector<HttpConnector>, Full<Cursor<Vec<u8>>>>;

/// A bucket.
#[derive(Clone)]
pub struct Archive {
    /// The bucket's, without a slash at its end.
    address: String,
    region: String,
    credentials: Option<SharedCredentialsProvider>,
    /// Made when it is first needed: it reads whom the system trusts.
    http: Arc<LazyLock<Result<Client, String>>>,
}

impl Archive {
    /// The bucket of this name, in the configuration's region or at its endpoint. Nothing without a region.
    pub(crate) fn new(config: &SdkConfig, name: &str) -> Option<Self> {
        let region = config.region()?.to_string();
        let of_partition = if region.starts_with("cn-") { ".cn" } else { "" };
        let elsewhere = env::var("AWS_ENDPOINT_URL_S3").ok().or(config.endpoint_url().map(str::to_owned));
        let address = match elsewhere {
            Some(endpoint) => format!("{}/{name}", endpoint.trim_end_matches('/')),
            None => format!("https://{name}.s3.{region}.amazonaws.com{of_partition}"),
        };
        let http = Arc::new(LazyLock::new(client as fn() -> _));
        Some(Self { address, region, credentials: config.credentials_provider(), http })
    }

    /// Puts an object; of two of one name both stay, and the later is what is read.
    async fn put(&self, name: &str, content: Vec<u8>) -> Result<(), Failure> {
        // A bucket that locks takes nothing without a sum.
        let sum = STANDARD.encode(Sha256::digest(&content));
        let request = Request::put(format!("{}/{name}", self.address)).header("x-amz-checksum-sha256", sum);
        match self.call(request.body(content)?).await? {
            (200, _) => Ok(()),
            (status, said) => Err(refused(status, &said)),
        }
    }

    /// An object, if there is one.
    async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let request = Request::get(format!("{}/{name}", self.address)).body(Vec::new())?;
        match self.call(request).await? {
            (200, content) => Ok(Some(content)),
            (404, _) => Ok(None),
            (status, said) => Err(refused(status, &said)),
        }
    }

    /// Signs a request and sends it.
    async fn call(&self, mut request: Request<Vec<u8>>) -> Result<(u16, Vec<u8>), Failure> {
        let provider = self.credentials.as_ref().ok_or("there are no credentials")?;
        sign(&mut request, &self.region, provider.provide_credentials().await?, SystemTime::now())?;
        let http = (**self.http).as_ref().map_err(Clone::clone)?;
        let answered = async {
            let answer = http.request(request.map(|content| Full::new(Cursor::new(content)))).await?;
            let status = answer.status().as_u16();
            Ok((status, Limited::new(answer.into_body(), LONGEST).collect().await?.to_bytes().to_vec()))
        };
        timeout(PATIENCE, answered).await?
    }
}

/// Signature version 4 as S3 wants it: the sum of the content as a header, the path as it is
/// (<https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>).
fn sign(request: &mut Request<Vec<u8>>, region: &str, who: Credentials, now: SystemTime) -> Result<(), Failure> {
    let identity = who.into();
    let mut settings = SigningSettings::default();
    settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    let params = v4::SigningParams::builder().identity(&identity).region(region).name("s3").time(now);
    let params = params.settings(settings).build()?.into();
    let headers = request.headers().iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let (method, address) = (request.method().as_str(), request.uri().to_string());
    let signable = SignableRequest::new(method, address, headers, SignableBody::Bytes(request.body()))?;
    let signed = http_request::sign(signable, &params)?;
    signed.into_parts().0.apply_to_request_http1x(request);
    Ok(())
}

/// What carries calls, to whomever the system trusts.
fn client() -> Result<Client, String> {
    let https = HttpsConnectorBuilder::new().with_provider_and_native_roots(rustls::crypto::ring::default_provider());
    let https = https.map_err(|error| error.to_string())?.https_or_http().enable_http1().build();
    Ok(legacy::Client::builder(TokioExecutor::new()).build(https))
}

/// What S3 says, which names neither key nor secret.
fn refused(status: u16, said: &[u8]) -> Failure {
    format!("S3 answers {status}: {}", String::from_utf8_lossy(&said[..said.len().min(400)])).into()
}

impl Cloud {
    /// Archives the totals of an hour, if there is an archive and the hour has any.
    pub(crate) async fn archive(&self, hour: Timestamp, totals: &[Total]) -> Answer<()> {
        const DOING: &str = "archiving totals";
        let Some(archive) = self.archive.as_ref().filter(|_| !totals.is_empty()) else { return Ok(()) };
        let mut lines = Vec::new();
        for total in totals {
            serde_json::to_writer(&mut lines, total).map_err(|error| StoreError::new(DOING, error))?;
            lines.push(b'\n');
        }
        archive.put(&self.archived_as(hour), lines).await.map_err(|error| StoreError::new(DOING, error))
    }

    /// The totals of an hour of this region's log as they are archived. Nothing, if they are not.
    ///
    /// # Errors
    /// If there is no archive, or it does not answer, or what it has are no totals.
    pub async fn archived(&self, hour: Timestamp) -> Answer<Option<Vec<Total>>> {
        const DOING: &str = "reading the archive";
        let failed = |error: Failure| StoreError::new(DOING, error);
        let archive = self.archive.as_ref().ok_or_else(|| failed("LONGHAND_ARCHIVE is not set".into()))?;
        let Some(lines) = archive.get(&self.archived_as(hour)).await.map_err(failed)? else { return Ok(None) };
        let totals = serde_json::Deserializer::from_slice(&lines).into_iter().collect::<Result<_, _>>();
        totals.map(Some).map_err(|error| failed(error.into()))
    }

    /// What an hour's object is called.
    fn archived_as(&self, hour: Timestamp) -> String {
        let log = self.settings.regions.log().unwrap_or("first");
        format!("totals/{log}/{}.jsonl", hour.strftime("%Y/%m/%d/%H"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of AWS's own description of signatures, "GET Object".
    #[test]
    fn a_signature_is_the_one_of_awss_example() {
        let request = Request::get("https://examplebucket.s3.amazonaws.com/test.txt").header("range", "bytes=0-9");
        let mut request = request.body(Vec::new()).unwrap();
        let who = Credentials::new("AKIAIOSFODNN7EXAMPLE", EXAMPLE, None, None, "test");
        let at = SystemTime::UNIX_EPOCH + Duration::from_hours(15_849 * 24);
        sign(&mut request, "us-east-1", who, at).unwrap();
        let said = request.headers()["authorization"].to_str().unwrap();
        assert!(said.ends_with("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"), "{said}");
    }

    const EXAMPLE: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
}
