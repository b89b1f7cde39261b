//! Parts of hours added up by other sandboxes of the same function.

use std::time::Duration;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_lambda::Client;
use aws_sdk_lambda::primitives::Blob;
use jiff::Timestamp;
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, PartAdder};
use longhand_core::usage::PartSum;
use serde_json::json;

use crate::item::failed;

const DOING: &str = "adding up a part of an hour elsewhere";
/// No longer than a function may run.
const PATIENCE: Duration = Duration::from_mins(15);

/// Has a function add up parts, each in a sandbox of its own.
pub struct Apart {
    lambda: Client,
    function: String,
}

impl Apart {
    /// By the function of this name.
    #[must_use]
    pub fn new(config: &SdkConfig, function: String) -> Self {
        let patience = TimeoutConfig::builder().operation_attempt_timeout(PATIENCE).operation_timeout(PATIENCE).build();
        let config = aws_sdk_lambda::config::Builder::from(config).timeout_config(patience).build();
        Self { lambda: Client::from_conf(config), function }
    }
}

#[async_trait]
impl PartAdder for Apart {
    async fn add_up_part(&self, hour: Timestamp, part: u32) -> Answer<PartSum> {
        let asked =
            serde_json::to_vec(&json!({ "hour": hour, "part": part })).map_err(|e| StoreError::new(DOING, e))?;
        let request = self.lambda.invoke().function_name(&self.function).payload(Blob::new(asked));
        let answer = request.send().await.map_err(failed(DOING))?;
        let payload = answer.payload.unwrap_or_else(|| Blob::new([])).into_inner();
        if answer.function_error.is_some() {
            return Err(StoreError::new(DOING, String::from_utf8_lossy(&payload).into_owned()));
        }
        serde_json::from_slice(&payload).map_err(|e| StoreError::new(DOING, e))
    }
}
