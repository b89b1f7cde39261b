//! Bills, in the table of totals: a partition of each account's, and one with a copy of those that are open.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem};
use futures_util::future::try_join_all;
use jiff::Timestamp;
use longhand_core::bill::Bill;
use longhand_core::error::StoreError;
use longhand_core::ids::AccountId;
use longhand_core::ports::{Answer, Bills, Span, Written};
use longhand_core::usage::TOTALS_KEPT;

use crate::Cloud;
use crate::audit::{is_cancelled, place};
use crate::item::{DOC, documents, failed, from_doc, number, sortable, text, to_doc};

/// The partition of open bills, which is no account's.
const OPEN: &str = "#open";

/// The partition of an account's bills of the first region's log.
fn of_account(id: &AccountId) -> String {
    format!("#bills#{id}")
}

#[async_trait]
impl Bills for Cloud {
    fn log(&self) -> Option<&str> {
        self.settings.regions.log()
    }

    async fn bill(&self, account: &AccountId, hour: Timestamp) -> Answer<Option<Bill>> {
        const DOING: &str = "reading a bill";
        let request = self.dynamo.get_item().table_name(&self.settings.tables.usage).consistent_read(true);
        let request = request.key("account", text(self.own(&of_account(account)))).key("sk", text(sortable(hour)));
        let found = request.send().await.map_err(failed(DOING))?;
        found.item.map(|item| from_doc(DOING, &item, DOC)).transpose()
    }

    async fn bills_in(&self, account: &AccountId, span: Span) -> Answer<Vec<Bill>> {
        let partitions = self.settings.regions.each(&of_account(account));
        let requests = partitions.into_iter().filter_map(|partition| self.of_span(partition, span));
        let bills = requests.map(|request| documents("reading bills", request, usize::MAX));
        let mut bills: Vec<Bill> = try_join_all(bills).await?.into_iter().flatten().collect();
        bills.sort_by_key(|bill| bill.hour);
        Ok(bills)
    }

    async fn put_bill(&self, bill: &Bill) -> Answer<Written> {
        const DOING: &str = "storing a bill";
        let build = |e| StoreError::new(DOING, e);
        let (table, regions, doc) = (&self.settings.tables.usage, &self.settings.regions, to_doc(DOING, bill)?);
        let expires = bill.hour.saturating_add(TOTALS_KEPT).unwrap_or(Timestamp::MAX).as_second();
        let put = Put::builder().table_name(table).item("account", text(regions.own(&of_account(&bill.account))));
        let put = put.item("sk", text(sortable(bill.hour))).item("version", number(bill.version));
        let put = put.item("expires_s", number(expires)).item(DOC, doc.clone());
        let put = if bill.version == 1 {
            put.condition_expression("attribute_not_exists(sk)")
        } else {
            let before = number(bill.version.saturating_sub(1));
            put.condition_expression("version = :before").expression_attribute_values(":before", before)
        };
        let bill_item = TransactWriteItem::builder().put(put.build().map_err(build)?).build();
        let key = place(bill.hour, bill.account.as_str());
        let open = TransactWriteItem::builder();
        let open = if bill.is_open() {
            let put = Put::builder().table_name(table).item("account", text(regions.own(OPEN))).item("sk", text(key));
            open.put(put.item(DOC, doc).build().map_err(build)?)
        } else {
            let delete =
                Delete::builder().table_name(table).key("account", text(regions.own(OPEN))).key("sk", text(key));
            open.delete(delete.build().map_err(build)?)
        };
        let request = self.dynamo.transact_write_items().transact_items(bill_item).transact_items(open.build());
        match request.send().await {
            Err(error) if error.as_service_error().is_some_and(is_cancelled) => Ok(Written::Conflict),
            done => done.map_err(failed(DOING)).map(|_| Written::Done),
        }
    }

    async fn open_bills(&self, after: Option<(&AccountId, Timestamp)>, limit: u32) -> Answer<Vec<Bill>> {
        let after = after.map_or_else(|| " ".to_owned(), |(account, hour)| place(hour, account.as_str()));
        let request = self.dynamo.query().table_name(&self.settings.tables.usage).consistent_read(true);
        let request = request
            .key_condition_expression("account = :open AND sk > :after")
            .expression_attribute_values(":open", text(self.own(OPEN)))
            .expression_attribute_values(":after", text(after));
        documents("reading open bills", request, limit as usize).await
    }
}
