//! Telling accounts.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Answer, Written};
use crate::notice::{Contact, Notice};

/// Notices on their way.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Keeps a notice until it is sent; a conflict if it was posted before.
    async fn post(&self, notice: &Notice) -> Answer<Written>;

    /// Up to `limit` notices that are not sent yet.
    async fn unsent(&self, limit: u32) -> Answer<Vec<Notice>>;

    /// Notes that a notice is sent.
    async fn sent(&self, notice: &Notice, at: Timestamp) -> Answer<()>;
}

/// Brings notices to people.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Hands a notice over to whoever carries it on.
    async fn deliver(&self, to: &Contact, notice: &Notice) -> Answer<()>;
}
