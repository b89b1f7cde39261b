//! The log by hours, and the totals of what was used.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Answer, Cursor, Span};
use crate::audit::Entry;
use crate::ids::AccountId;
use crate::usage::{PartSum, Total};

/// Reads all calls of an hour, without texts: for the rollup.
#[async_trait]
pub trait HourReader: Send + Sync {
    /// Into how many parts an hour is divided; each can be read beside the others.
    fn parts(&self) -> u32;

    /// Up to `limit` entries of part `part` of the hour that begins at `hour`, after `after`, oldest first.
    async fn hour(&self, hour: Timestamp, part: u32, after: Option<&Cursor>, limit: u32) -> Answer<Vec<Entry>>;
}

/// Adds up parts of hours, here or somewhere else.
#[async_trait]
pub trait PartAdder: Send + Sync {
    /// What part `part` of the hour that begins at `hour` comes to.
    async fn add_up_part(&self, hour: Timestamp, part: u32) -> Answer<PartSum>;
}

/// An hour that has entries which are not in its totals, or may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueHour {
    /// Its first moment.
    pub hour: Timestamp,
    /// How many late entries had been told of when this was read.
    pub late: u64,
}

/// Keeps totals.
#[async_trait]
pub trait UsageWriter: Send + Sync {
    /// Up to `limit` hours before the one that begins at `before` that are due, oldest first.
    async fn due(&self, before: Timestamp, limit: u32) -> Answer<Vec<DueHour>>;

    /// Stores the totals of an hour, which is then no longer late, unless more late entries came meanwhile. Of
    /// two totals of a token in an hour the greater stays: entries are never taken away.
    async fn keep(&self, due: &DueHour, totals: &[Total]) -> Answer<()>;

    /// Hours up to and with this one are in the totals, if all before it are or none is yet.
    async fn advance(&self, hour: Timestamp) -> Answer<()>;
}

/// Reads totals.
#[async_trait]
pub trait UsageReader: Send + Sync {
    /// Hours before this one are in the totals; none are if it is `None`.
    async fn kept_until(&self) -> Answer<Option<Timestamp>>;

    /// The totals of `account` for hours that begin in `span`, by hour and token.
    async fn totals(&self, account: &AccountId, span: Span) -> Answer<Vec<Total>>;
}
