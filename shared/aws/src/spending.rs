//! What capped tokens spent.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::ids::TokenKey;
use longhand_core::ports::{Answer, Spending, Written};

use crate::Cloud;
use crate::item::{failed, is_refused, number, text};

#[async_trait]
impl Spending for Cloud {
    async fn spend(&self, token: &TokenKey, month: Timestamp, cap: u64) -> Answer<Written> {
        if cap == 0 {
            return Ok(Written::Conflict);
        }
        self.count(
            "taking an image off a cap",
            token,
            month,
            1,
            ("attribute_not_exists(images) OR images < :bound", cap),
        )
        .await
    }

    async fn refund(&self, token: &TokenKey, month: Timestamp) -> Answer<()> {
        let _ = self.count("giving an image back to a cap", token, month, -1, ("images > :bound", 0)).await?;
        Ok(())
    }
}

impl Cloud {
    /// Adds to a month's count if the condition on its bound holds.
    async fn count(
        &self,
        doing: &'static str,
        token: &TokenKey,
        month: Timestamp,
        images: i8,
        (condition, bound): (&str, u64),
    ) -> Answer<Written> {
        let request = self
            .dynamo
            .update_item()
            .table_name(&self.settings.tables.spending)
            .key("pk", text(format!("{token}#{}", month.as_second())))
            .update_expression("ADD images :images")
            .condition_expression(condition)
            .expression_attribute_values(":images", number(images))
            .expression_attribute_values(":bound", number(bound));
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(Written::Conflict),
            done => done.map_err(failed(doing)).map(|_| Written::Done),
        }
    }
}
