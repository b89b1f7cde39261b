//! Proof that what is backed up can be had back: restored tables are compared with those they are copies of.
//!
//! A table has changed since its copy was made, so counts and digests of the two differ. What is compared is each item:
//! whether the copy's can have become the table's, and whether each that was there is in the copy.

mod compare;
mod drill;
mod habits;
mod judge;
#[cfg(test)]
mod tests;

use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::describe_table::DescribeTableError;
use aws_sdk_dynamodb::types::TableDescription;
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, Entropy};

use crate::Tables;
use crate::item::failed;

pub use compare::{Comparison, Job};
pub use drill::{Begun, Drilled, Restored};

const DOING: &str = "looking at a table";
/// Nobody waits for an answer: a try may take long, and there may be many.
const TRY: Duration = Duration::from_secs(30);
const TRIES: u32 = 10;

/// What compares restored tables with a deployment's own.
#[derive(Clone, Debug)]
pub struct Recovery {
    dynamo: Client,
    tables: Tables,
    prefix: String,
}

/// A number, drawn by chance.
fn draw(entropy: &dyn Entropy) -> Answer<u32> {
    let mut drawn = [0; 4];
    entropy.fill(&mut drawn)?;
    Ok(u32::from_le_bytes(drawn))
}

impl Recovery {
    /// Of the deployment whose tables' names begin with `prefix`.
    #[must_use]
    pub fn new(config: &SdkConfig, prefix: &str) -> Self {
        let timeouts = TimeoutConfig::builder().operation_attempt_timeout(TRY).build();
        let config = config.clone().into_builder().timeout_config(timeouts);
        let config = config.retry_config(RetryConfig::standard().with_max_attempts(TRIES)).build();
        Self { dynamo: Client::new(&config), tables: Tables::named(prefix), prefix: prefix.to_owned() }
    }

    async fn describe(&self, table: &str) -> Answer<TableDescription> {
        let found = self.find(table).await?;
        found.ok_or_else(|| StoreError::new(DOING, format!("there is no table {table}")))
    }

    async fn find(&self, table: &str) -> Answer<Option<TableDescription>> {
        match self.dynamo.describe_table().table_name(table).send().await {
            Err(error) if error.as_service_error().is_some_and(DescribeTableError::is_resource_not_found_exception) => {
                Ok(None)
            }
            done => done.map_err(failed(DOING)).map(|found| found.table),
        }
    }
}
