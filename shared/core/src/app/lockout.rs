//! Shuts the door on those who try secrets, and not on those who know them.

use std::net::IpAddr;
use std::sync::Arc;

use futures_util::future::try_join;
use jiff::{SignedDuration, Timestamp};

use crate::error::{AppError, StoreError};
use crate::permit::{Bucket, wait_s, window};
use crate::ports::{Counter, Permits};

/// Wrong secrets for one key after which it is shut.
const MOST_FOR: u32 = 20;
/// Wrong secrets from one address after which it is shut.
const MOST_FROM: u32 = 100;
/// The time in which they are counted.
const WITHIN_S: i64 = 600;
/// How long the door stays shut.
const SHUT_FOR: SignedDuration = SignedDuration::from_mins(15);

/// Counts wrong secrets by key and by address.
#[derive(Clone)]
pub struct Lockout(Arc<dyn Permits>);

impl Lockout {
    /// Counts there.
    #[must_use]
    pub fn new(permits: Arc<dyn Permits>) -> Self {
        Self(permits)
    }

    /// Until when the door is shut for a key or an address, if it is at `at`.
    ///
    /// # Errors
    /// If the store does not answer.
    pub(super) async fn shut(
        &self,
        key: Option<&str>,
        address: Option<IpAddr>,
        at: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let buckets: Vec<Bucket> = buckets(key, address).into_iter().map(|(bucket, _)| bucket).collect();
        if buckets.is_empty() {
            return Ok(None);
        }
        Ok(self.0.shut(&buckets).await?.filter(|until| at < *until))
    }

    /// Counts a wrong secret, and shuts the door after too many. It costs the same whether there is such a key.
    ///
    /// # Errors
    /// If the store does not answer.
    pub(super) async fn wrong(
        &self,
        key: Option<&str>,
        address: Option<IpAddr>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut counted = buckets(key, address).into_iter().map(|(bucket, most)| self.count(bucket, most, at));
        let (Some(first), second) = (counted.next(), counted.next()) else { return Ok(()) };
        match second {
            Some(second) => try_join(first, second).await.map(drop),
            None => first.await,
        }
    }

    async fn count(&self, bucket: Bucket, most: u32, at: Timestamp) -> Result<(), StoreError> {
        let window = window(at, WITHIN_S);
        let counter = Counter { bucket, window, limit: most };
        // What was wrong just before this window still counts.
        let last = Counter { window: window - SignedDuration::from_secs(WITHIN_S), ..counter.clone() };
        let (now, before) = try_join(self.0.hit(&counter, most.into()), self.0.hits(&last)).await?;
        let left = u64::try_from(WITHIN_S - (at.as_second() - window.as_second())).unwrap_or(0);
        let carried = before * left / WITHIN_S.unsigned_abs();
        if now.is_none_or(|now| now + carried >= most.into()) {
            self.0.shut_until(&counter.bucket, at.saturating_add(SHUT_FOR).unwrap_or(Timestamp::MAX)).await?;
        }
        Ok(())
    }
}

/// What one who is shut out is told.
pub(super) fn refusal(until: Timestamp, at: Timestamp) -> AppError {
    AppError::ShutOut { wait_s: wait_s(at, until) }
}

fn buckets(key: Option<&str>, address: Option<IpAddr>) -> Vec<(Bucket, u32)> {
    let of_key = key.map(|key| (Bucket::WrongFor(key.to_owned()), MOST_FOR));
    let of_address = address.map(|address| (Bucket::wrong_from(address), MOST_FROM));
    of_key.into_iter().chain(of_address).collect()
}
