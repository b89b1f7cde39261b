//! AWS, as moto emulates it: its KMS knows when a ciphertext was changed, its DynamoDB which words are reserved.

use std::path::Path;
use std::sync::Arc;

use aws_config::SdkConfig;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use longhand_aws::Settings;
use longhand_core::ids::KeyId;
use longhand_core::ports::{DataKeyMaker as _, DataKeyOpener as _};

use crate::Ports;
use crate::cloud::{cloud, config_of};
use crate::made::{account_id, at};

async fn config() -> SdkConfig {
    config_of(longhand_tests::emulator::moto(Path::new(env!("CARGO_TARGET_TMPDIR")))).await
}

/// Tables, a key and a secret of their own.
pub async fn fresh() -> ((), Ports) {
    ((), Arc::new(cloud(&config().await).await.0))
}

/// Changes an attribute of a stored data key.
async fn change_key(config: &SdkConfig, settings: &Settings, key: &KeyId, name: &str, value: AttributeValue) {
    let request = aws_sdk_dynamodb::Client::new(config).update_item().table_name(&settings.tables.text_keys);
    let request = request.key("id", AttributeValue::S(key.to_string())).update_expression("SET #name = :value");
    request
        .expression_attribute_names("#name", name)
        .expression_attribute_values(":value", value)
        .send()
        .await
        .expect("a change");
}

#[test]
fn a_data_key_moved_to_another_account_does_not_open() {
    crate::block(async {
        for config in [crate::cloud::config().await, config().await] {
            let (cloud, settings) = cloud(&config).await;
            let key = cloud.make(&account_id(1), at(0)).await.unwrap();
            assert!(cloud.open_key(&account_id(1), &key.id, at(1)).await.unwrap().is_some());
            let other = AttributeValue::S(account_id(2).to_string());
            change_key(&config, &settings, &key.id, "account", other).await;
            assert!(cloud.open_key(&account_id(2), &key.id, at(1)).await.is_err(), "KMS knows for whom it was made");
            assert!(cloud.open_key(&account_id(1), &key.id, at(1)).await.unwrap().is_none());
        }
    });
}

#[test]
fn a_wrapped_key_that_was_tampered_with_does_not_open() {
    crate::block(async {
        let config = config().await;
        let (cloud, settings) = cloud(&config).await;
        let key = cloud.make(&account_id(1), at(0)).await.unwrap();
        let dynamo = aws_sdk_dynamodb::Client::new(&config);
        let request = dynamo.get_item().table_name(&settings.tables.text_keys);
        let item = request.key("id", AttributeValue::S(key.id.to_string())).send().await.unwrap().item.unwrap();
        let wrapped = item["wrapped"].as_b().unwrap().as_ref().to_vec();
        for byte in [wrapped.len() - 1, wrapped.len() / 2] {
            let mut changed = wrapped.clone();
            changed[byte] ^= 1;
            let changed = AttributeValue::B(Blob::new(changed));
            change_key(&config, &settings, &key.id, "wrapped", changed).await;
            assert!(cloud.open_key(&account_id(1), &key.id, at(1)).await.is_err(), "byte {byte}");
        }
        let whole = AttributeValue::B(Blob::new(wrapped));
        change_key(&config, &settings, &key.id, "wrapped", whole).await;
        assert!(cloud.open_key(&account_id(1), &key.id, at(1)).await.unwrap().is_some());
    });
}
