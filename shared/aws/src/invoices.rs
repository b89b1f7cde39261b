//! Invoices that were sent, in the table of totals: a partition of each account's. They are kept for good.

use async_trait::async_trait;
use longhand_core::ids::AccountId;
use longhand_core::ports::{Answer, IssuedInvoices, Written};
use longhand_core::tariff::Issued;

use crate::Cloud;
use crate::item::{DOC, documents, failed, is_refused, text, to_doc};

/// The partition of an account's invoices.
fn of_account(id: &AccountId) -> String {
    format!("#invoices#{id}")
}

#[async_trait]
impl IssuedInvoices for Cloud {
    async fn put_invoice(&self, issued: &Issued) -> Answer<Written> {
        const DOING: &str = "storing an invoice";
        let request = self.dynamo.put_item().table_name(&self.settings.tables.usage);
        let request = request
            .item("account", text(of_account(&issued.account)))
            .item("sk", text(&issued.period))
            .item(DOC, to_doc(DOING, issued)?)
            .condition_expression("attribute_not_exists(sk)");
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(Written::Conflict),
            done => done.map_err(failed(DOING)).map(|_| Written::Done),
        }
    }

    async fn invoices(&self, account: &AccountId) -> Answer<Vec<Issued>> {
        let request = self.dynamo.query().table_name(&self.settings.tables.usage).consistent_read(true);
        let request = request
            .key_condition_expression("account = :account")
            .expression_attribute_values(":account", text(of_account(account)));
        documents("reading invoices", request, usize::MAX).await
    }
}
