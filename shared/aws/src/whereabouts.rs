//! From where tokens are used: an item of each beside the notices, which ends by itself.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::audit::RETENTION;
use longhand_core::country::Stays;
use longhand_core::ids::TokenKey;
use longhand_core::ports::{Answer, Whereabouts};

use crate::Cloud;
use crate::item::{DOC, Item, documents, failed, number, text, to_doc};

/// The key of a token's item.
pub fn key_of_stays(token: &str) -> Item {
    [("pk".to_owned(), text(format!("stays#{token}"))), ("sk".to_owned(), text("stays"))].into()
}

#[async_trait]
impl Whereabouts for Cloud {
    async fn stays(&self, token: &TokenKey, now: Timestamp) -> Answer<Stays> {
        let request = self.dynamo.query().table_name(&self.settings.tables.notices).consistent_read(true);
        let request = request.key_condition_expression("pk = :pk");
        let request = request.expression_attribute_values(":pk", text(format!("stays#{token}")));
        let found: Vec<Stays> = documents("reading from where a token is used", request, 1).await?;
        Ok(found.into_iter().next().unwrap_or_default().of_late(now))
    }

    async fn keep_stays(&self, token: &TokenKey, stays: &Stays, at: Timestamp) -> Answer<()> {
        const DOING: &str = "noting from where a token is used";
        let expires = at.saturating_add(RETENTION).unwrap_or(Timestamp::MAX).as_second();
        let put = self.dynamo.put_item().table_name(&self.settings.tables.notices);
        let put = put.set_item(Some(key_of_stays(token.as_str()))).item(DOC, to_doc(DOING, stays)?);
        put.item("expires_s", number(expires)).send().await.map_err(failed(DOING)).map(drop)
    }
}
