//! The plans in force: an item of their own in the table of accounts, which every function may read.

use async_trait::async_trait;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use jiff::Timestamp;
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, InForce, PlanSource, PlanWriter};

use crate::Cloud;
use crate::item::{DOC, failed, number, text};

/// Both keys of the item.
const PLANS: &str = "plans";
const PAUSED: &str = "tests_paused_until_s";

#[async_trait]
impl PlanSource for Cloud {
    async fn plans(&self) -> Answer<InForce> {
        const DOING: &str = "reading the plans";
        let request = self.dynamo.get_item().table_name(&self.settings.tables.accounts);
        let found = request.key("pk", text(PLANS)).key("sk", text(PLANS)).send().await.map_err(failed(DOING))?;
        let item = found.item.unwrap_or_default();
        let until = item.get(PAUSED).and_then(|value| value.as_n().ok()).map(|seconds| {
            let at = seconds.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
            at.ok_or_else(|| StoreError::new(DOING, "until when tests are paused is no time"))
        });
        let file = item.get(DOC).and_then(|value| value.as_s().ok()).cloned();
        Ok(InForce { file, tests_paused_until: until.transpose()? })
    }
}

#[async_trait]
impl PlanWriter for Cloud {
    async fn put_plans(&self, file: &str) -> Answer<()> {
        let request =
            self.plans_item().update_expression("SET doc = :doc").expression_attribute_values(":doc", text(file));
        request.send().await.map_err(failed("storing the plans")).map(drop)
    }

    async fn pause_tests(&self, until: Option<Timestamp>) -> Answer<()> {
        let request = match until {
            Some(until) => {
                let seconds = number(until.as_second());
                let request = self.plans_item().update_expression(format!("SET {PAUSED} = :until"));
                request.expression_attribute_values(":until", seconds)
            }
            None => self.plans_item().update_expression(format!("REMOVE {PAUSED}")),
        };
        request.send().await.map_err(failed("pausing tests")).map(drop)
    }
}

impl Cloud {
    fn plans_item(&self) -> UpdateItemFluentBuilder {
        let request = self.dynamo.update_item().table_name(&self.settings.tables.accounts);
        request.key("pk", text(PLANS)).key("sk", text(PLANS))
    }
}
