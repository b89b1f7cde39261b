//! What was spent of caps.

use async_trait::async_trait;
use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use longhand_core::ids::EntryId;
use longhand_core::ports::{Answer, Held, Spender, Spending};

use crate::Cloud;
use crate::item::{counted, failed, number, number_of, text};

/// From a month's first moment on, how long who holds an image is kept: claims are made in the month, and live two days.
const HELD: SignedDuration = SignedDuration::from_hours(34 * 24);

/// What counts a month of the first region.
fn of_month(spender: &Spender, month: Timestamp) -> String {
    format!("{spender}#{}", month.as_second())
}

#[async_trait]
impl Spending for Cloud {
    async fn spend(&self, spender: &Spender, month: Timestamp, cap: u64) -> Answer<Option<u64>> {
        let elsewhere = self.spent_elsewhere(spender, month).await?;
        let Some(left) = cap.checked_sub(elsewhere).filter(|left| *left > 0) else { return Ok(None) };
        let condition = ("attribute_not_exists(images) OR images < :bound", left);
        let spent = self.count("taking an image off a cap", spender, month, 1, condition).await?;
        Ok(spent.map(|spent| spent.saturating_add(elsewhere)))
    }

    async fn hold(&self, spender: &Spender, month: Timestamp, cap: u64, entry: &EntryId) -> Answer<Held> {
        if self.count_holders(spender, month, entry, 1, Some("holders > :zero")).await?.is_some() {
            return Ok(Held::Again);
        }
        let Some(spent) = self.spend(spender, month, cap).await? else { return Ok(Held::NoneLeft) };
        match self.count_holders(spender, month, entry, 1, None).await? {
            Some(1) | None => Ok(Held::Taken(spent)),
            // Somebody was quicker.
            Some(_) => {
                self.refund(spender, month).await?;
                Ok(Held::Again)
            }
        }
    }

    async fn release(&self, spender: &Spender, month: Timestamp, entry: &EntryId) -> Answer<()> {
        match self.count_holders(spender, month, entry, -1, Some("holders > :zero")).await? {
            Some(0) => self.refund(spender, month).await,
            _ => Ok(()),
        }
    }

    async fn refund(&self, spender: &Spender, month: Timestamp) -> Answer<()> {
        let _ = self.count("giving an image back to a cap", spender, month, -1, ("images > :bound", 0)).await?;
        Ok(())
    }
}

impl Cloud {
    /// What was spent in other regions, as far as it is known here: theirs to change, so that no count is lost.
    async fn spent_elsewhere(&self, spender: &Spender, month: Timestamp) -> Answer<u64> {
        const DOING: &str = "reading what was spent elsewhere";
        let read = |key: String| async move {
            let request = self.dynamo.get_item().table_name(&self.settings.tables.spending).key("pk", text(key));
            let item = request.send().await.map_err(failed(DOING))?.item;
            item.map_or(Ok(0), |item| number_of(DOING, item.get("images")))
        };
        let counts = self.settings.regions.others(&of_month(spender, month)).into_iter().map(read);
        Ok(try_join_all(counts).await?.into_iter().sum())
    }

    /// Adds to those who hold an image if the condition holds; how many there are then.
    async fn count_holders(
        &self,
        spender: &Spender,
        month: Timestamp,
        entry: &EntryId,
        holders: i8,
        condition: Option<&str>,
    ) -> Answer<Option<u64>> {
        const DOING: &str = "holding an image of a cap";
        let expires = month.saturating_add(HELD).unwrap_or(Timestamp::MAX).as_second();
        let request = self
            .dynamo
            .update_item()
            .table_name(&self.settings.tables.spending)
            .key("pk", text(self.own(&format!("{spender}#held#{entry}"))))
            .update_expression("ADD holders :holders SET expires_s = :expires")
            .set_condition_expression(condition.map(str::to_owned))
            .expression_attribute_values(":holders", number(holders))
            .expression_attribute_values(":expires", number(expires));
        let request = match condition {
            Some(_) => request.expression_attribute_values(":zero", number(0)),
            None => request,
        };
        counted(DOING, "holders", request).await
    }

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
            .key("pk", text(self.own(&of_month(spender, month))))
            .update_expression("ADD images :images")
            .condition_expression(condition)
            .expression_attribute_values(":images", number(images))
            .expression_attribute_values(":bound", number(bound));
        counted(doing, "images", request).await
    }
}
