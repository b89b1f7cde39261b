//! What a deployment has made before its first call: tables, a key, peppers, an account and a token.
#![allow(dead_code, reason = "each function's test uses its own part")]

#[path = "world/managed.rs"]
mod managed;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::config::Credentials;
use aws_sdk_kms::types::{KeySpec, KeyUsageType};
use aws_sdk_secretsmanager::primitives::Blob;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use longhand_aws::{Cloud, Regions, Settings, Tables, create_tables};
use longhand_core::account::{Plan, Role};
use longhand_core::app::{Call, Form, Manager, Minted, Names, NewAccount, NewToken};
use longhand_core::audit::{Actor, Entry, Units};
use longhand_core::ids::{AccountId, EntryId};
use longhand_core::ports::{
    AuditReader as _, AuditSink as _, DataKeyOpener as _, PlanWriter as _, SealedReader as _, Span,
};
use longhand_edge::Trust;
use longhand_edge::tokens::{Management, TokenPorts};
use longhand_system::{SystemClock, SystemEntropy};
use longhand_tests::template;

use crate::watch::Watch;

pub const REGION: &str = "eu-central-1";
/// Limits that no test comes near, so that calls are counted.
const PLANS: &str = "address_calls_per_minute = 50000\nplan.paid.allows.calls_per_minute = 50000\n";
const DISPUTES_ROLE: &str = "arn:aws:iam::000000000000:role/longhand-disputes";

/// One deployment.
pub struct World {
    pub cloud: Arc<Cloud>,
    /// Of clients of the emulator.
    pub config: aws_config::SdkConfig,
    pub settings: Settings,
    pub prefix: String,
    pub endpoint: &'static str,
    token: Minted,
    /// Of the account.
    pub owner_key: String,
}

impl World {
    /// A deployment whose things are named after `name`.
    pub async fn new(name: &str) -> Self {
        Self::on(name, longhand_tests::emulator::endpoint(Path::new(env!("CARGO_TARGET_TMPDIR")))).await
    }

    /// The same, on this emulator.
    pub async fn on(name: &str, endpoint: &'static str) -> Self {
        static WORLDS: AtomicU32 = AtomicU32::new(0);
        let prefix = format!("{name}-{}-", WORLDS.fetch_add(1, Ordering::Relaxed));
        let config = aws_config::defaults(BehaviorVersion::latest())
            .region(Region::new(REGION))
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .endpoint_url(endpoint)
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .load()
            .await;
        let tables = Tables::named(&prefix);
        create_tables(&aws_sdk_dynamodb::Client::new(&config), &tables).await.expect("tables");
        let kms = aws_sdk_kms::Client::new(&config);
        let key = kms.create_key().send().await.expect("a key").key_metadata.expect("what it is").key_id;
        let made = kms.create_key().key_spec(KeySpec::EccNistP256).key_usage(KeyUsageType::SignVerify).send().await;
        let signing_key = made.expect("a key is made").key_metadata.map(|made| made.key_id);
        let pepper_secret = format!("{prefix}pepper");
        let secret = aws_sdk_secretsmanager::Client::new(&config).create_secret().name(&pepper_secret);
        secret.secret_binary(Blob::new([9; 32])).send().await.expect("a secret");
        let (regions, disputes_role) = (Regions::alone(), Some(DISPUTES_ROLE.to_owned()));
        let settings = Settings {
            tables,
            regions,
            audit_shards: 2,
            key,
            disputes_role,
            signing_key,
            pepper_secret,
            archive: None,
        };
        let cloud = Arc::new(Cloud::new(&config, settings.clone(), Arc::new(SystemEntropy)));
        cloud.put_plans(PLANS).await.expect("a store");
        let (token, owner_key) = token(&cloud).await;
        Self { cloud, config, settings, prefix, endpoint, token, owner_key }
    }

    /// What the function is told.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_REGION", REGION.to_owned()),
            ("AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH", "true".to_owned()),
            ("AWS_ACCESS_KEY_ID", "test".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
            ("AWS_ENDPOINT_URL", self.endpoint.to_owned()),
            ("LONGHAND_TABLES", self.prefix.clone()),
            ("LONGHAND_AUDIT_SHARDS", self.settings.audit_shards.to_string()),
            ("LONGHAND_KEY", self.settings.key.clone()),
            ("LONGHAND_DISPUTES_ROLE", DISPUTES_ROLE.to_owned()),
            ("LONGHAND_SIGNING_KEY", self.settings.signing_key.clone().expect("a key")),
            ("LONGHAND_PEPPER", self.settings.pepper_secret.clone()),
        ]
    }

    /// What the function is told, with someone who writes down what it asks for.
    pub async fn watched(&self, watch: &Watch) -> Vec<(&'static str, String)> {
        self.with(watch, self.environment()).await
    }

    /// This environment, with someone who writes down what the function asks for.
    pub async fn with(
        &self,
        watch: &Watch,
        mut environment: Vec<(&'static str, String)>,
    ) -> Vec<(&'static str, String)> {
        let endpoint = watch.before(self.endpoint, &self.prefix).await;
        environment.retain(|(name, _)| *name != "AWS_ENDPOINT_URL");
        environment.push(("AWS_ENDPOINT_URL", endpoint));
        environment
    }

    /// What the template lets a function do.
    pub fn rights(function: &str) -> BTreeSet<String> {
        let expanded = template::expanded(Path::new(env!("CARGO_TARGET_TMPDIR")));
        template::rights(&template::resources(&expanded), function)
    }

    /// The `Authorization` of the token.
    pub fn basic(&self) -> String {
        basic(&self.token)
    }

    /// The account.
    pub fn account(&self) -> &AccountId {
        &self.token.token.account
    }

    /// Stores an entry of one image at this time.
    pub async fn log(&self, at: Timestamp) {
        self.cloud.append(&self.entry(at)).await.expect("stored");
    }

    /// The same, after its hour was added up.
    pub async fn log_late(&self, at: Timestamp) {
        self.cloud.append_late(&self.entry(at)).await.expect("stored");
    }

    /// A call at this time that drew one image.
    pub fn entry(&self, at: Timestamp) -> Entry {
        let (token, call) = (&self.token.token, call());
        Entry {
            id: call.id,
            request_id: call.request_id,
            at,
            account: Some(token.account.clone()),
            token: Some(token.key.clone()),
            kind: Some(token.kind),
            subject: None,
            method: "GET".to_owned(),
            route: "/render/png".to_owned(),
            status: 200,
            duration_us: 1,
            bytes: 1,
            user_agent: String::new(),
            address: None,
            units: Units { images: 1, characters: 5 },
            commitment: None,
            text: None,
        }
    }

    /// The account's entries so far.
    pub async fn entries(&self) -> Vec<Entry> {
        let span = Span { from: Timestamp::UNIX_EPOCH, to: Timestamp::MAX };
        self.cloud.entries(self.account(), span, None, 100, Timestamp::now()).await.expect("entries")
    }

    /// The text of an entry, opened.
    pub async fn text(&self, entry: &Entry) -> Option<String> {
        let now = Timestamp::now();
        let sealed = self.cloud.sealed(self.account(), &entry.id, now).await.expect("a store")?;
        let key = self.cloud.open_key(self.account(), &sealed.key_id, now).await.expect("KMS").expect("a key");
        Some(key.open(&entry.id, &sealed).expect("the text").to_string())
    }
}

/// A live token of a new account, and the account's owner key.
async fn token(cloud: &Arc<Cloud>) -> (Minted, String) {
    let ports = TokenPorts::on(cloud, Arc::new(SystemClock), Arc::new(SystemEntropy));
    let management = Management::new(ports, Trust::default());
    let admin = admin();
    let new = NewAccount { title: "First".to_owned(), plan: Plan::Paid, members: Vec::new(), contact: None };
    let (account, owner_key) = management.accounts.create(&admin, new, &call()).await.expect("an account");
    let who = Manager { account: Arc::new(account), actor: admin };
    let form = Form { kind: Some("live".to_owned()), ..Form::default() };
    let new = NewToken::read(&form, Timestamp::now()).expect("a good form");
    // Old enough that it is known what it usually draws.
    let made = call_at(Timestamp::now() - SignedDuration::from_hours(8 * 24));
    let token = management.tokens.create(&who, new, &made).await.expect("a token");
    (token, owner_key.reveal().to_owned())
}

fn basic(of: &Minted) -> String {
    format!("Basic {}", STANDARD.encode(format!("{}:{}", of.token.key, of.secret.reveal())))
}

fn admin() -> Actor {
    Actor { subject: "those who run it".to_owned(), role: Role::Admin }
}

pub fn call() -> Call {
    call_at(Timestamp::now())
}

/// A call from nowhere.
pub fn call_at(at: Timestamp) -> Call {
    let id = EntryId::new(Names::new(Arc::new(SystemEntropy)).bytes().expect("randomness"));
    Call::unrouted(id, at)
}
