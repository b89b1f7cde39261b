//! Notices on their way: an item moves from one partition to the other when it is sent.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{ConditionCheck, Delete, Put, TransactWriteItem};
use jiff::Timestamp;
use longhand_core::audit::RETENTION;
use longhand_core::error::StoreError;
use longhand_core::notice::Notice;
use longhand_core::ports::{Answer, Outbox, Written};

use crate::Cloud;
use crate::audit::is_cancelled;
use crate::item::{DOC, documents, failed, number, text, to_doc};

const UNSENT: &str = "unsent";
const SENT: &str = "sent";
const NEW: &str = "attribute_not_exists(pk)";

#[async_trait]
impl Outbox for Cloud {
    async fn post(&self, notice: &Notice) -> Answer<Written> {
        const DOING: &str = "posting a notice";
        let bad = |e| StoreError::new(DOING, e);
        let table = &self.settings.tables.notices;
        let never = ConditionCheck::builder().table_name(table).key("pk", text(SENT)).key("sk", text(&notice.id));
        let never = never.condition_expression(NEW).build().map_err(bad)?;
        let put = Put::builder().table_name(table).item("pk", text(UNSENT)).item("sk", text(&notice.id));
        let put = put.item(DOC, to_doc(DOING, notice)?).condition_expression(NEW).build().map_err(bad)?;
        let items = [
            TransactWriteItem::builder().condition_check(never).build(),
            TransactWriteItem::builder().put(put).build(),
        ];
        let request = self.dynamo.transact_write_items().set_transact_items(Some(items.to_vec()));
        match request.send().await {
            Err(error) if error.as_service_error().is_some_and(is_cancelled) => Ok(Written::Conflict),
            done => done.map_err(failed(DOING)).map(|_| Written::Done),
        }
    }

    async fn unsent(&self, limit: u32) -> Answer<Vec<Notice>> {
        const DOING: &str = "reading notices";
        let request = self.dynamo.query().table_name(&self.settings.tables.notices).consistent_read(true);
        let request = request.key_condition_expression("pk = :pk").expression_attribute_values(":pk", text(UNSENT));
        documents(DOING, request, limit as usize).await
    }

    async fn sent(&self, notice: &Notice, at: Timestamp) -> Answer<()> {
        const DOING: &str = "noting a notice as sent";
        let bad = |e| StoreError::new(DOING, e);
        let table = &self.settings.tables.notices;
        let expires = at.saturating_add(RETENTION).unwrap_or(Timestamp::MAX).as_second();
        let put = Put::builder().table_name(table).item("pk", text(SENT)).item("sk", text(&notice.id));
        let put = put.item("expires_s", number(expires)).build().map_err(bad)?;
        let delete = Delete::builder().table_name(table).key("pk", text(UNSENT)).key("sk", text(&notice.id));
        let items = [
            TransactWriteItem::builder().put(put).build(),
            TransactWriteItem::builder().delete(delete.build().map_err(bad)?).build(),
        ];
        let request = self.dynamo.transact_write_items().set_transact_items(Some(items.to_vec()));
        request.send().await.map_err(failed(DOING)).map(drop)
    }
}
