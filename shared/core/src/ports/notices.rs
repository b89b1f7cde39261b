//! Telling accounts.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Answer, Written};
use crate::notice::{Contact, Notice};

/// Notices on their way.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Keeps a notice until it is sent; a conflict if it was posted before, also if it is set aside.
    async fn post(&self, notice: &Notice) -> Answer<Written>;

    /// Up to `limit` notices that are not sent yet.
    async fn unsent(&self, limit: u32) -> Answer<Vec<Notice>>;

    /// Notes that a notice is sent, or is to be forgotten.
    async fn sent(&self, notice: &Notice, at: Timestamp) -> Answer<()>;

    /// Sets a notice aside, for the retention: it is not sent unless it is put [back](Self::put_back).
    async fn set_aside(&self, notice: &Notice, at: Timestamp) -> Answer<()>;

    /// Up to `limit` notices that are set aside, none longer ago than the retention at `now`.
    async fn aside(&self, limit: u32, now: Timestamp) -> Answer<Vec<Notice>>;

    /// Has a notice that is set aside be sent.
    async fn put_back(&self, notice: &Notice) -> Answer<()>;
}

/// Brings notices to people.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Hands a notice over to whoever carries it on.
    async fn deliver(&self, to: &Contact, notice: &Notice) -> Answer<()>;
}
