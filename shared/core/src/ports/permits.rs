//! Counters of calls.

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::permit::Bucket;

/// The calls of a bucket in a window.
#[derive(Clone, Debug)]
pub struct Counter {
    /// Whose calls.
    pub bucket: Bucket,
    /// When the window begins.
    pub window: Timestamp,
    /// The limit, by which a store may spread what is counted often.
    pub limit: u32,
}

/// Counts calls for all processes together.
#[async_trait]
pub trait Permits: Send + Sync {
    /// Counts a call if fewer than `most` are counted; about how many are then. `None` if it is not counted. Exact
    /// under parallel calls: never more than `most` are counted, and none is refused before.
    async fn hit(&self, counter: &Counter, most: u64) -> Answer<Option<u64>>;

    /// Counts one call less, if any is counted: one that was refused after all.
    async fn give_back(&self, counter: &Counter) -> Answer<()>;

    /// How many calls are counted.
    async fn hits(&self, counter: &Counter) -> Answer<u64>;

    /// Shuts a bucket until a time, or for longer if it is shut for longer.
    async fn shut_until(&self, bucket: &Bucket, until: Timestamp) -> Answer<()>;

    /// The latest time until when one of these buckets is shut, also one that has passed.
    async fn shut(&self, buckets: &[Bucket]) -> Answer<Option<Timestamp>>;
}
