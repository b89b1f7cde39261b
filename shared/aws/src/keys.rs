//! Data keys, made and opened by KMS. Their account is the whole encryption context, so that a key moved to
//! another account does not open, and a policy may say whose keys a role opens.

use async_trait::async_trait;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_kms::primitives::Blob as KmsBlob;
use aws_sdk_kms::types::DataKeySpec;
use jiff::Timestamp;
use longhand_core::audit::seal::DataKey;
use longhand_core::audit::{RETENTION, oldest_kept};
use longhand_core::error::StoreError;
use longhand_core::ids::{AccountId, KeyId};
use longhand_core::ports::{Answer, DataKeyMaker, DataKeyOpener};
use zeroize::Zeroizing;

use crate::Cloud;
use crate::item::{failed, is_refused, number, sortable, text};

/// The one name of the encryption context.
pub(crate) const CONTEXT: &str = "account_id";

#[async_trait]
impl DataKeyMaker for Cloud {
    async fn make(&self, account: &AccountId, now: Timestamp) -> Answer<DataKey> {
        const DOING: &str = "making a data key";
        let request = self.kms.generate_data_key().key_id(&self.settings.key).key_spec(DataKeySpec::Aes256);
        let made = request.encryption_context(CONTEXT, account.as_str()).send().await;
        let made =
            made.map_err(|e| StoreError::new(DOING, format!("{}", aws_sdk_kms::error::DisplayErrorContext(&e))))?;
        let (Some(plain), Some(wrapped)) = (made.plaintext, made.ciphertext_blob) else {
            return Err(StoreError::new(DOING, "KMS gave no key"));
        };
        let bytes = key_bytes(DOING, plain)?;
        let mut random = [0; 10];
        self.entropy.fill(&mut random)?;
        let id = KeyId::new(random);
        let expires = now.saturating_add(RETENTION).unwrap_or(Timestamp::MAX).as_second();
        let request = self
            .dynamo
            .put_item()
            .table_name(&self.settings.tables.text_keys)
            .item("id", text(id.as_str()))
            .item("account", text(account.as_str()))
            .item("made_at", text(sortable(now)))
            .item("expires_s", number(expires))
            .item("wrapped", AttributeValue::B(Blob::new(wrapped.into_inner())))
            .condition_expression("attribute_not_exists(id)");
        match request.send().await {
            // A random id that is there already is this one, stored by a try whose answer was lost.
            Err(error) if is_refused(&error) => {}
            done => done.map_err(failed(DOING)).map(drop)?,
        }
        Ok(DataKey::new(id, account.clone(), *bytes))
    }
}

#[async_trait]
impl DataKeyOpener for Cloud {
    async fn open_key(&self, account: &AccountId, key: &KeyId, now: Timestamp) -> Answer<Option<DataKey>> {
        const DOING: &str = "opening a data key";
        let request = self.dynamo.get_item().table_name(&self.settings.tables.text_keys).key("id", text(key.as_str()));
        let Some(item) = request.send().await.map_err(failed(DOING))?.item else { return Ok(None) };
        let of = |name: &str| item.get(name).and_then(|value| value.as_s().ok());
        let oldest = sortable(oldest_kept(now));
        if of("account").is_none_or(|a| a != account.as_str()) || of("made_at").is_none_or(|at| *at < oldest) {
            return Ok(None);
        }
        let wrapped = item.get("wrapped").and_then(|value| value.as_b().ok());
        let wrapped = wrapped.ok_or_else(|| StoreError::new(DOING, "an item has no wrapped key"))?;
        let request = self.kms.decrypt().key_id(&self.settings.key).ciphertext_blob(KmsBlob::new(wrapped.as_ref()));
        let opened = request.encryption_context(CONTEXT, account.as_str()).send().await;
        let opened =
            opened.map_err(|e| StoreError::new(DOING, format!("{}", aws_sdk_kms::error::DisplayErrorContext(&e))))?;
        let plain = opened.plaintext.ok_or_else(|| StoreError::new(DOING, "KMS gave no key"))?;
        Ok(Some(DataKey::new(key.clone(), account.clone(), *key_bytes(DOING, plain)?)))
    }
}

/// The 32 bytes of a key, wiped where they came from.
fn key_bytes(doing: &'static str, plain: KmsBlob) -> Answer<Zeroizing<[u8; 32]>> {
    let plain = Zeroizing::new(plain.into_inner());
    plain
        .as_slice()
        .try_into()
        .map(Zeroizing::new)
        .map_err(|_| StoreError::new(doing, "KMS gave a key of another length"))
}
