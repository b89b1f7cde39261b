//! Idempotency keys.

use async_trait::async_trait;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use jiff::{SignedDuration, Timestamp};
use longhand_core::ports::{Answer, Claim, Idempotency};

use crate::Cloud;
use crate::item::{DOC, failed, from_doc, number, sortable, text, to_doc};

/// How long claims are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(48);

#[async_trait]
impl Idempotency for Cloud {
    async fn claim(&self, claim: &Claim, expired_before: Timestamp) -> Answer<Claim> {
        const DOING: &str = "claiming an idempotency key";
        let expires = claim.at.saturating_add(KEPT).unwrap_or(Timestamp::MAX).as_second();
        let request = self
            .dynamo
            .put_item()
            .table_name(&self.settings.tables.claims)
            .item("pk", text(format!("{}#{}", claim.token, claim.key)))
            .item("claimed_at", text(sortable(claim.at)))
            .item("expires_s", number(expires))
            .item(DOC, to_doc(DOING, claim)?)
            .condition_expression("attribute_not_exists(pk) OR claimed_at < :expired")
            .expression_attribute_values(":expired", text(sortable(expired_before)))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match request.send().await {
            Ok(_) => Ok(claim.clone()),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(first)) => {
                    from_doc(DOING, &first.item.clone().unwrap_or_default(), DOC)
                }
                _ => Err(failed(DOING)(error)),
            },
        }
    }
}
