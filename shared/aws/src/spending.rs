//! What was spent of caps.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::ReturnValue;
use jiff::Timestamp;
use longhand_core::ports::{Answer, Spender, Spending};

use crate::Cloud;
use crate::item::{failed, is_refused, number, number_of, text};

#[async_trait]
impl Spending for Cloud {
    async fn spend(&self, spender: &Spender, month: Timestamp, cap: u64) -> Answer<Option<u64>> {
        if cap == 0 {
            return Ok(None);
        }
        self.count(
            "taking an image off a cap",
            spender,
            month,
            1,
            ("attribute_not_exists(images) OR images < :bound", cap),
        )
        .await
    }

    async fn refund(&self, spender: &Spender, month: Timestamp) -> Answer<()> {
        let _ = self.count("giving an image back to a cap", spender, month, -1, ("images > :bound", 0)).await?;
        Ok(())
    }
}

impl Cloud {
    /// Adds to a month's count if the condition on its bound holds; what it comes to then.
    async fn count(
        &self,
        doing: &'static str,
        spender: &Spender,
        month: Timestamp,
        images: i8,
        (condition, bound): (&str, u64),
    ) -> Answer<Option<u64>> {
        let request = self
            .dynamo
            .update_item()
            .table_name(&self.settings.tables.spending)
            .key("pk", text(format!("{spender}#{}", month.as_second())))
            .update_expression("ADD images :images")
            .condition_expression(condition)
            .expression_attribute_values(":images", number(images))
            .expression_attribute_values(":bound", number(bound))
            .return_values(ReturnValue::UpdatedNew);
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(None),
            done => {
                let item = done.map_err(failed(doing))?.attributes.unwrap_or_default();
                number_of(doing, item.get("images")).map(Some)
            }
        }
    }
}
