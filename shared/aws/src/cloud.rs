//! The clients, made once for the life of a process.

use std::env;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::Client;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{HttpClient as _, SharedHttpClient, http_client_fn};
use longhand_core::ports::Entropy;

use crate::archive::Archive;
use crate::{Regions, Tables};

/// Tries of one call, and how long a try and all of them may take: a render waits for nothing longer.
const TRIES: u32 = 3;
const TRY: Duration = Duration::from_secs(1);
const ALL_TRIES: Duration = Duration::from_secs(3);

/// What a deployment calls its things.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its tables.
    pub tables: Tables,
    /// Where it is.
    pub regions: Regions,
    /// Partitions into which an hour's entries of a region are spread: 1,000 writes a second each.
    pub audit_shards: u32,
    /// Id or ARN of the key that wraps data keys.
    pub key: String,
    /// ARN of the role that reads texts under a dispute, where warrants are issued.
    pub disputes_role: Option<String>,
    /// Id or ARN of the key that signs the ledger, where hours are added up or checked.
    pub signing_key: Option<String>,
    /// Name or ARN of the secret with the peppers.
    pub pepper_secret: String,
    /// Name of the bucket with totals for three years, where hours are added up or restored.
    pub archive: Option<String>,
}

/// A client that is made when it is first needed: each takes a millisecond of a function's start.
type Later<C> = Arc<LazyLock<C, Box<dyn FnOnce() -> C + Send>>>;

/// Every port that keeps something, on AWS. Clones share their connections.
#[derive(Clone)]
pub struct Cloud {
    pub(crate) dynamo: Client,
    pub(crate) kms: Later<aws_sdk_kms::Client>,
    pub(crate) secrets: Later<aws_sdk_secretsmanager::Client>,
    pub(crate) archive: Option<Archive>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) entropy: Arc<dyn Entropy>,
}

impl Settings {
    /// What the environment names: `LONGHAND_TABLES` (how the tables' names begin), `LONGHAND_AUDIT_SHARDS`,
    /// `LONGHAND_KEY` (of KMS), `LONGHAND_PEPPER` (of Secrets Manager) and, if need be, `LONGHAND_REGIONS` (with
    /// `AWS_REGION`), `LONGHAND_DISPUTES_ROLE`, `LONGHAND_SIGNING_KEY` (of KMS) and `LONGHAND_ARCHIVE` (a bucket).
    /// None of them is a secret.
    ///
    /// # Errors
    /// The name that is missing, or not a number of shards, or of regions without this one.
    pub fn of_environment() -> Result<Self, String> {
        let named = |name: &str| env::var(name).map_err(|_| format!("{name} is not set"));
        let shards = named("LONGHAND_AUDIT_SHARDS")?;
        Ok(Self {
            tables: Tables::named(&named("LONGHAND_TABLES")?),
            regions: Regions::of_environment()?,
            audit_shards: shards.parse().map_err(|_| "LONGHAND_AUDIT_SHARDS is not a whole number".to_owned())?,
            key: named("LONGHAND_KEY")?,
            disputes_role: named("LONGHAND_DISPUTES_ROLE").ok(),
            signing_key: named("LONGHAND_SIGNING_KEY").ok(),
            pepper_secret: named("LONGHAND_PEPPER")?,
            archive: named("LONGHAND_ARCHIVE").ok(),
        })
    }
}

/// The authorities that certify AWS's endpoints outside China: <https://www.amazontrust.com/repository/>.
const AMAZON: &[u8] = include_bytes!("../trust/amazon.pem");

/// What carries calls. Unless the environment `names` whom to trust, that is Amazon's own authorities: nobody else
/// may speak for AWS, and reading the system's hundreds of them takes most of a start.
///
/// # Panics
/// If Amazon's certificates, which are compiled in, cannot be read.
fn http(names: bool) -> SharedHttpClient {
    let trusted = TrustStore::empty().with_native_roots(names);
    let trusted = if names { trusted } else { trusted.with_pem_certificate(AMAZON) };
    let tls = TlsContext::builder().with_trust_store(trusted).build().expect("a trust store is all it has");
    let builder = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring));
    let client = builder.tls_context(tls).build_https();
    // Not the client itself, which the SDK asks for a first connector only to have the system's authorities read early.
    http_client_fn(move |settings, components| client.http_connector(settings, components))
}

/// Region, credentials and endpoints (`AWS_ENDPOINT_URL…`) as the SDK finds them in the environment, and whom to
/// trust (`SSL_CERT_FILE`, `SSL_CERT_DIR`).
pub async fn environment() -> SdkConfig {
    let http = http(["SSL_CERT_FILE", "SSL_CERT_DIR"].iter().any(|name| env::var_os(name).is_some()));
    let timeouts = TimeoutConfig::builder().operation_attempt_timeout(TRY).operation_timeout(ALL_TRIES).build();
    let loader = aws_config::defaults(BehaviorVersion::latest());
    // The first that the SDK looks for, as Lambda gives them. Only without them is it asked to make all it knows, of
    // which some are clients of their own.
    let loader = match env::var_os("AWS_ACCESS_KEY_ID") {
        Some(_) => loader.credentials_provider(EnvironmentVariableCredentialsProvider::new()),
        None => loader,
    };
    let loader = match env::var("AWS_REGION") {
        Ok(region) => loader.region(Region::new(region)),
        Err(_) => loader,
    };
    loader
        .http_client(http)
        .retry_config(RetryConfig::standard().with_max_attempts(TRIES))
        .timeout_config(timeouts)
        // Bodies are small, and each try has its time.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .load()
        .await
}

impl Cloud {
    /// The clients of the environment: region, credentials and endpoints (`AWS_ENDPOINT_URL…`) as the SDK
    /// finds them.
    pub async fn of_environment(settings: Settings, entropy: Arc<dyn Entropy>) -> Self {
        Self::new(&environment().await, settings, entropy)
    }

    /// The clients of a configuration.
    #[must_use]
    pub fn new(config: &SdkConfig, settings: Settings, entropy: Arc<dyn Entropy>) -> Self {
        let dynamo = Client::new(config);
        Self::with_tables(dynamo, config, settings, entropy)
    }

    /// The same with the tables somewhere else.
    #[must_use]
    pub fn with_tables(dynamo: Client, config: &SdkConfig, settings: Settings, entropy: Arc<dyn Entropy>) -> Self {
        let (for_kms, for_secrets) = (config.clone(), config.clone());
        Self {
            dynamo,
            kms: Arc::new(LazyLock::new(Box::new(move || aws_sdk_kms::Client::new(&for_kms)))),
            secrets: Arc::new(LazyLock::new(Box::new(move || aws_sdk_secretsmanager::Client::new(&for_secrets)))),
            archive: settings.archive.as_ref().and_then(|name| Archive::new(config, name)),
            settings: Arc::new(settings),
            entropy,
        }
    }

    /// The same, as one who reads and writes one log alone: that of `region`, or its own region's without one. Nothing, if
    /// the deployment is not in it.
    #[must_use]
    pub fn log_of(&self, region: Option<&str>) -> Option<Self> {
        let regions = self.settings.regions.log_of(region)?;
        Some(Self { settings: Arc::new(Settings { regions, ..Settings::clone(&self.settings) }), ..self.clone() })
    }

    /// How the region whose log is written calls its thing of this name.
    pub(crate) fn own(&self, name: &str) -> String {
        self.settings.regions.own(name)
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::config::{Credentials, Region, SharedCredentialsProvider};
    use aws_sdk_dynamodb::error::SdkError;

    use super::*;

    #[tokio::test]
    async fn amazons_certificates_can_be_read() {
        let anyone = SharedCredentialsProvider::new(Credentials::new("id", "secret", None, None, "test"));
        let config = environment().await.to_builder().region(Region::new("eu-central-1")).http_client(http(false));
        // Nobody listens there; the certificates are read before that is found out, and one at fault is a panic.
        let config = config.credentials_provider(anyone).endpoint_url("https://127.0.0.1:1").build();
        let error = Client::new(&config).list_tables().send().await.expect_err("nobody listens");
        assert!(matches!(error, SdkError::DispatchFailure(_)), "{error:?}");
        assert_eq!(AMAZON.windows(27).filter(|bytes| bytes == b"-----BEGIN CERTIFICATE-----").count(), 5);
    }
}
