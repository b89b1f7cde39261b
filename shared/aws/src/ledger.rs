//! The ledger, in the table of totals: a partition of pages by their numbers, and one of each hour's last page.

use async_trait::async_trait;
use aws_sdk_dynamodb::error::DisplayErrorContext;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::{MessageType, SigningAlgorithmSpec};
use jiff::Timestamp;
use longhand_core::error::StoreError;
use longhand_core::ledger::SignedPage;
use longhand_core::ports::{Answer, Ledger, Signer, VerifyingKey, Written};

use crate::Cloud;
use crate::audit::is_cancelled;
use crate::item::{DOC, documents, failed, from_doc, text, to_doc};

/// Partitions that are no account's.
const PAGES: &str = "#pages";
const HOURS: &str = "#hours";
/// Bytes of an uncompressed point of P-256, with which its public key ends (RFC 5480).
const POINT: usize = 65;

#[async_trait]
impl Ledger for Cloud {
    async fn enter(&self, page: &SignedPage) -> Answer<Written> {
        const DOING: &str = "entering a page into the ledger";
        let doc = to_doc(DOING, page)?;
        let put = |partition: &str, sk: String, is_new: bool| {
            let put = Put::builder().table_name(&self.settings.tables.usage);
            let put = put.item("account", text(self.own(partition))).item("sk", text(sk)).item(DOC, doc.clone());
            let put = put.set_condition_expression(is_new.then(|| "attribute_not_exists(sk)".to_owned())).build();
            put.map(|put| TransactWriteItem::builder().put(put).build()).map_err(|e| StoreError::new(DOING, e))
        };
        let items = [put(PAGES, numbered(page.page.number), true)?, put(HOURS, hour(page.page.hour), false)?];
        match self.dynamo.transact_write_items().set_transact_items(Some(items.into())).send().await {
            Err(error) if error.as_service_error().is_some_and(is_cancelled) => Ok(Written::Conflict),
            done => done.map_err(failed(DOING)).map(|_| Written::Done),
        }
    }

    async fn pages(&self, after: u64, limit: u32) -> Answer<Vec<SignedPage>> {
        let request = self.dynamo.query().table_name(&self.settings.tables.usage).consistent_read(true);
        let request = request
            .key_condition_expression("account = :pages AND sk > :after")
            .expression_attribute_values(":pages", text(self.own(PAGES)))
            .expression_attribute_values(":after", text(numbered(after)));
        documents("reading the ledger", request, limit as usize).await
    }

    async fn last_page(&self) -> Answer<Option<SignedPage>> {
        let request = self.dynamo.query().table_name(&self.settings.tables.usage).consistent_read(true);
        let request = request
            .key_condition_expression("account = :pages")
            .expression_attribute_values(":pages", text(self.own(PAGES)))
            .scan_index_forward(false)
            .limit(1);
        Ok(documents("reading the ledger's last page", request, 1).await?.pop())
    }

    async fn page_of(&self, at: Timestamp) -> Answer<Option<SignedPage>> {
        const DOING: &str = "reading an hour's page";
        let request = self.dynamo.get_item().table_name(&self.settings.tables.usage).consistent_read(true);
        let request = request.key("account", text(self.own(HOURS))).key("sk", text(hour(at)));
        let item = request.send().await.map_err(failed(DOING))?.item;
        item.map(|item| from_doc(DOING, &item, DOC)).transpose()
    }
}

#[async_trait]
impl Signer for Cloud {
    async fn sign(&self, message: &[u8]) -> Answer<Vec<u8>> {
        const DOING: &str = "signing a page";
        let request = self.kms.sign().key_id(self.signing_key(DOING)?).message(Blob::new(message));
        let request = request.message_type(MessageType::Raw).signing_algorithm(SigningAlgorithmSpec::EcdsaSha256);
        let signed = request.send().await;
        let signed = signed.map_err(|e| StoreError::new(DOING, format!("{}", DisplayErrorContext(&e))))?;
        signed.signature.map(Blob::into_inner).ok_or_else(|| StoreError::new(DOING, "KMS gave no signature"))
    }
}

#[async_trait]
impl VerifyingKey for Cloud {
    async fn verifying_key(&self) -> Answer<Vec<u8>> {
        const DOING: &str = "reading the key that signs the ledger";
        let known = self.kms.get_public_key().key_id(self.signing_key(DOING)?).send().await;
        let known = known.map_err(|e| StoreError::new(DOING, format!("{}", DisplayErrorContext(&e))))?;
        let der = known.public_key.map(Blob::into_inner).unwrap_or_default();
        let point = der.len().checked_sub(POINT).map(|start| der[start..].to_vec());
        point.ok_or_else(|| StoreError::new(DOING, "KMS gave no public key"))
    }
}

impl Cloud {
    fn signing_key(&self, doing: &'static str) -> Answer<&str> {
        let key = self.settings.signing_key.as_deref();
        key.ok_or_else(|| StoreError::new(doing, "LONGHAND_SIGNING_KEY is not set"))
    }
}

/// A number as it sorts.
fn numbered(number: u64) -> String {
    format!("{number:020}")
}

fn hour(at: Timestamp) -> String {
    at.as_second().to_string()
}
