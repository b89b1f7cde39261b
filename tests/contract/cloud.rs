//! AWS, as ministack emulates it: one emulator for all tests of a run, tables and keys for each test.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::Credentials;
use aws_sdk_kms::types::{GrantOperation, KeySpec, KeyUsageType};
use aws_sdk_secretsmanager::primitives::Blob;
use longhand_aws::{Cloud, Regions, Settings, Tables, create_tables};
use longhand_core::ports::{DataKeyMaker as _, DataKeyOpener as _, PepperSource as _, Warrants as _};
use longhand_system::SystemEntropy;

use crate::disputes::dispute;
use crate::made::{account_id, at};
use crate::{Everything, Ports};

/// Reads texts.
const ROLE: &str = "arn:aws:iam::000000000000:role/disputes";

impl Everything for Cloud {}

pub async fn config() -> SdkConfig {
    config_of(longhand_tests::emulator::endpoint(Path::new(env!("CARGO_TARGET_TMPDIR")))).await
}

/// Of clients of this emulator.
pub async fn config_of(endpoint: &str) -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(endpoint)
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .load()
        .await
}

/// Tables, a key and a secret of their own.
pub async fn fresh() -> ((), Ports) {
    ((), Arc::new(cloud(&config().await).await.0))
}

/// The adapter, and the names of its things.
pub async fn cloud(config: &SdkConfig) -> (Cloud, Settings) {
    cloud_with_tables(config, config).await
}

/// The same with its tables on another emulator.
pub async fn cloud_with_tables(config: &SdkConfig, of_tables: &SdkConfig) -> (Cloud, Settings) {
    static TESTS: AtomicU32 = AtomicU32::new(0);
    let prefix = format!("test-{}-", TESTS.fetch_add(1, Ordering::Relaxed));
    let tables = Tables::named(&prefix);
    let dynamo = aws_sdk_dynamodb::Client::new(of_tables);
    create_tables(&dynamo, &tables).await.expect("tables are made");
    let key = aws_sdk_kms::Client::new(config).create_key().send().await.expect("a key is made");
    let key = key.key_metadata.expect("what it is").key_id;
    let kms = aws_sdk_kms::Client::new(config);
    let signing_key = kms.create_key().key_spec(KeySpec::EccNistP256).key_usage(KeyUsageType::SignVerify).send().await;
    let signing_key = signing_key.expect("a key is made").key_metadata.map(|made| made.key_id);
    let pepper_secret = format!("{prefix}pepper");
    let secrets = aws_sdk_secretsmanager::Client::new(config);
    let secret = secrets.create_secret().name(&pepper_secret).secret_binary(Blob::new([7; 32]));
    secret.send().await.expect("a secret is made");
    let disputes_role = Some(ROLE.to_owned());
    let regions = Regions::alone();
    let settings =
        Settings { tables, regions, audit_shards: 4, key, disputes_role, signing_key, pepper_secret, archive: None };
    (Cloud::with_tables(dynamo, config, settings.clone(), Arc::new(SystemEntropy)), settings)
}

#[test]
fn under_a_key_that_is_disabled_or_goes_none_is_made_and_none_opens() {
    crate::block(async {
        let config = config().await;
        let (cloud, settings) = cloud(&config).await;
        let key = cloud.make(&account_id(1), at(0)).await.unwrap();
        let kms = aws_sdk_kms::Client::new(&config);
        let shut = async |how: &str| {
            assert!(cloud.make(&account_id(1), at(1)).await.is_err(), "{how}");
            assert!(cloud.open_key(&account_id(1), &key.id, at(1)).await.is_err(), "{how}");
        };
        kms.disable_key().key_id(&settings.key).send().await.unwrap();
        shut("disabled").await;
        kms.enable_key().key_id(&settings.key).send().await.unwrap();
        assert!(cloud.open_key(&account_id(1), &key.id, at(1)).await.unwrap().is_some());
        kms.schedule_key_deletion().key_id(&settings.key).send().await.unwrap();
        shut("to be deleted").await;
    });
}

#[test]
fn a_warrant_lets_one_role_decrypt_one_accounts_keys_and_ends() {
    crate::block(async {
        let config = config().await;
        let (cloud, settings) = cloud(&config).await;
        let kms = aws_sdk_kms::Client::new(&config);
        let out = async || kms.list_grants().key_id(&settings.key).send().await.unwrap().grants.unwrap_or_default();
        for n in [1, 1, 2] {
            cloud.issue(&account_id(n), &dispute(n, n).id).await.unwrap();
        }
        let mut grants = out().await;
        grants.sort_by_key(|grant| grant.name.clone());
        assert_eq!(grants.len(), 2, "issued again it is the same");
        for (n, grant) in [1, 2].into_iter().zip(&grants) {
            assert_eq!(grant.name.as_deref(), Some(dispute(n, n).id.as_str()));
            assert_eq!(grant.grantee_principal.as_deref(), Some(ROLE));
            assert_eq!(grant.operations(), [GrantOperation::Decrypt]);
            let constraints = grant.constraints.as_ref().and_then(|c| c.encryption_context_equals.clone());
            assert_eq!(constraints, Some([("account_id".to_owned(), account_id(n).to_string())].into()));
        }
        cloud.withdraw(&dispute(1, 1)).await.unwrap();
        let left: Vec<_> = out().await.into_iter().map(|grant| grant.name).collect();
        assert_eq!(left, [Some(dispute(2, 2).id.to_string())]);
    });
}

#[test]
fn a_new_pepper_is_current_and_the_one_before_still_accepted() {
    crate::block(async {
        let config = config().await;
        let (cloud, settings) = cloud(&config).await;
        let before = cloud.peppers().await.unwrap();
        assert!(before.previous.is_none());
        let secrets = aws_sdk_secretsmanager::Client::new(&config);
        let fresh = secrets.put_secret_value().secret_id(&settings.pepper_secret).secret_binary(Blob::new([8; 32]));
        fresh.send().await.unwrap();
        let after = cloud.peppers().await.unwrap();
        assert_ne!(after.current.id(), before.current.id());
        let previous = after.previous.as_ref().expect("the one before");
        assert_eq!((previous.id(), previous.mac(&[b"text"])), (before.current.id(), before.current.mac(&[b"text"])));
    });
}
