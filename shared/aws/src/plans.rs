//! The plans in force: an item of their own in the table of accounts, which every function may read.

use async_trait::async_trait;
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, PlanSource, PlanWriter};

use crate::Cloud;
use crate::item::{DOC, failed, text};

/// Both keys of the item.
const PLANS: &str = "plans";

#[async_trait]
impl PlanSource for Cloud {
    async fn plans(&self) -> Answer<Option<String>> {
        const DOING: &str = "reading the plans";
        let request = self.dynamo.get_item().table_name(&self.settings.tables.accounts);
        let found = request.key("pk", text(PLANS)).key("sk", text(PLANS)).send().await.map_err(failed(DOING))?;
        let file = |value: &aws_sdk_dynamodb::types::AttributeValue| value.as_s().ok().cloned();
        let Some(item) = found.item else { return Ok(None) };
        let file = item.get(DOC).and_then(file).ok_or_else(|| StoreError::new(DOING, "there is no file in them"))?;
        Ok(Some(file))
    }
}

#[async_trait]
impl PlanWriter for Cloud {
    async fn put_plans(&self, file: &str) -> Answer<()> {
        let request = self.dynamo.put_item().table_name(&self.settings.tables.accounts);
        let request = request.item("pk", text(PLANS)).item("sk", text(PLANS)).item(DOC, text(file));
        request.send().await.map_err(failed("storing the plans")).map(drop)
    }
}
