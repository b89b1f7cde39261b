//! Corrections of what is billed, in the table of totals: a partition of each account's, and one with a copy of those
//! that are not signed. They are kept for good.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem};
use longhand_core::audit::Change;
use longhand_core::correction::{Correction, SignedCorrection};
use longhand_core::error::StoreError;
use longhand_core::ids::AccountId;
use longhand_core::ports::{Answer, Corrections, Span, Written};

use crate::Cloud;
use crate::audit::place;
use crate::item::{DOC, documents, failed, text};

/// The partition of those that are not signed.
const UNSIGNED: &str = "#unsigned";

/// The partition of an account's corrections.
fn of_account(id: &AccountId) -> String {
    format!("#corrections#{id}")
}

impl Cloud {
    /// The writing of a correction under one of its two keys.
    fn correction(&self, partition: &str, doc: &str, of: &Correction) -> Answer<Put> {
        let put = Put::builder().table_name(&self.settings.tables.usage).item("account", text(partition));
        let put = put.item("sk", text(place(of.hour, of.id.as_str()))).item(DOC, text(doc));
        put.build().map_err(|e| StoreError::new("writing a correction", e))
    }
}

#[async_trait]
impl Corrections for Cloud {
    async fn put_correction(&self, correction: &Correction, change: &Change) -> Answer<Written> {
        const DOING: &str = "storing a correction";
        let unsigned = SignedCorrection { correction: correction.clone(), signature: None };
        let doc = serde_json::to_string(&unsigned).map_err(|e| StoreError::new(DOING, e))?;
        let mut own = self.correction(&of_account(&correction.account), &doc, correction)?;
        own.condition_expression = Some("attribute_not_exists(sk)".to_owned());
        let items = [own, self.correction(&self.own(UNSIGNED), &doc, correction)?];
        let items = items.map(|put| TransactWriteItem::builder().put(put).build()).to_vec();
        self.write_told(DOING, items, change).await
    }

    async fn corrections(&self, account: &AccountId, span: Span) -> Answer<Vec<SignedCorrection>> {
        let Some(request) = self.of_span(of_account(account), span) else { return Ok(Vec::new()) };
        documents("reading corrections", request, usize::MAX).await
    }

    async fn unsigned(&self, limit: u32) -> Answer<Vec<SignedCorrection>> {
        let request = self.dynamo.query().table_name(&self.settings.tables.usage).consistent_read(true);
        let request = request
            .key_condition_expression("account = :unsigned")
            .expression_attribute_values(":unsigned", text(self.own(UNSIGNED)));
        documents("reading what is not signed", request, limit as usize).await
    }

    async fn put_signature(&self, signed: &SignedCorrection) -> Answer<()> {
        const DOING: &str = "storing a signature";
        let correction = &signed.correction;
        let doc = serde_json::to_string(signed).map_err(|e| StoreError::new(DOING, e))?;
        let put = self.correction(&of_account(&correction.account), &doc, correction)?;
        let delete = Delete::builder().table_name(&self.settings.tables.usage).key("account", text(self.own(UNSIGNED)));
        let delete = delete.key("sk", text(place(correction.hour, correction.id.as_str())));
        let delete = delete.build().map_err(|e| StoreError::new(DOING, e))?;
        let request = self.dynamo.transact_write_items();
        let request = request.transact_items(TransactWriteItem::builder().put(put).build());
        let request = request.transact_items(TransactWriteItem::builder().delete(delete).build());
        request.send().await.map_err(failed(DOING)).map(drop)
    }
}
