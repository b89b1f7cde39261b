//! Notices on their way: an item moves from one partition to another when it is sent or set aside.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::builders::PutBuilder;
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
const ASIDE: &str = "aside";
const ENDS: &str = "expires_s";
const NEW: &str = "attribute_not_exists(pk)";

#[async_trait]
impl Outbox for Cloud {
    async fn post(&self, notice: &Notice) -> Answer<Written> {
        const DOING: &str = "posting a notice";
        let bad = |e| StoreError::new(DOING, e);
        let mut items = Vec::new();
        for other in [SENT, ASIDE] {
            let never = ConditionCheck::builder().table_name(&self.settings.tables.notices).condition_expression(NEW);
            let never = never.key("pk", text(other)).key("sk", text(&notice.id)).build().map_err(bad)?;
            items.push(TransactWriteItem::builder().condition_check(never).build());
        }
        let put = self.notice_in(UNSENT, notice).item(DOC, to_doc(DOING, notice)?).condition_expression(NEW);
        items.push(TransactWriteItem::builder().put(put.build().map_err(bad)?).build());
        let request = self.dynamo.transact_write_items().set_transact_items(Some(items));
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
        let put = self.notice_in(SENT, notice).item(ENDS, number(end(at)));
        self.move_notice("noting a notice as sent", notice, &[UNSENT, ASIDE], put).await
    }

    async fn set_aside(&self, notice: &Notice, at: Timestamp) -> Answer<()> {
        const DOING: &str = "setting a notice aside";
        let put = self.notice_in(ASIDE, notice).item(ENDS, number(end(at))).item(DOC, to_doc(DOING, notice)?);
        self.move_notice(DOING, notice, &[UNSENT], put).await
    }

    async fn aside(&self, limit: u32, now: Timestamp) -> Answer<Vec<Notice>> {
        const DOING: &str = "reading notices that are set aside";
        let request = self.dynamo.query().table_name(&self.settings.tables.notices).consistent_read(true);
        let request = request.key_condition_expression("pk = :pk").expression_attribute_values(":pk", text(ASIDE));
        // What has ended is deleted up to two days later.
        let request = request.filter_expression(format!("{ENDS} > :now"));
        documents(DOING, request.expression_attribute_values(":now", number(now.as_second())), limit as usize).await
    }

    async fn put_back(&self, notice: &Notice) -> Answer<()> {
        const DOING: &str = "putting a notice back";
        let put = self.notice_in(UNSENT, notice).item(DOC, to_doc(DOING, notice)?);
        self.move_notice(DOING, notice, &[ASIDE], put).await
    }
}

/// When what is noted at `at` ends.
fn end(at: Timestamp) -> i64 {
    at.saturating_add(RETENTION).unwrap_or(Timestamp::MAX).as_second()
}

impl Cloud {
    /// The item of a notice in a partition.
    fn notice_in(&self, partition: &str, notice: &Notice) -> PutBuilder {
        let put = Put::builder().table_name(&self.settings.tables.notices);
        put.item("pk", text(partition)).item("sk", text(&notice.id))
    }

    /// Puts a notice and takes it out of other partitions, wherever of them it is.
    async fn move_notice(&self, doing: &'static str, notice: &Notice, from: &[&str], put: PutBuilder) -> Answer<()> {
        let bad = |e| StoreError::new(doing, e);
        let mut items = vec![TransactWriteItem::builder().put(put.build().map_err(bad)?).build()];
        for partition in from {
            let delete = Delete::builder().table_name(&self.settings.tables.notices);
            let delete = delete.key("pk", text(*partition)).key("sk", text(&notice.id)).build().map_err(bad)?;
            items.push(TransactWriteItem::builder().delete(delete).build());
        }
        let request = self.dynamo.transact_write_items().set_transact_items(Some(items));
        request.send().await.map_err(failed(doing)).map(drop)
    }
}
