//! The log's hours added up into totals.

use std::sync::Arc;

use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};

use crate::audit::hour_of;
use crate::error::StoreError;
use crate::ports::{Cursor, DueHour, HourReader, UsageWriter};
use crate::usage::{Fold, Total};

/// An hour is added up this long after its end: calls that began in it have ended, clocks agree by then.
const FINAL_AFTER: SignedDuration = SignedDuration::from_mins(10);
/// Most hours of one run: what a service that stood still for six weeks catches up at once.
const MOST_HOURS: u32 = 1000;
/// Entries read at a time.
const PAGE: u32 = 1000;

/// Adds up hours. It may run at any time, twice, or twice at once: the totals come out the same.
pub struct Rollup {
    hours: Arc<dyn HourReader>,
    usage: Arc<dyn UsageWriter>,
}

/// What became of an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rolled {
    /// Its first moment.
    pub hour: Timestamp,
    /// Its totals.
    pub totals: Vec<Total>,
}

impl Rollup {
    /// With these means.
    #[must_use]
    pub fn new(hours: Arc<dyn HourReader>, usage: Arc<dyn UsageWriter>) -> Self {
        Self { hours, usage }
    }

    /// Adds up all hours that are due at `now`, oldest first, up to a thousand of them.
    ///
    /// # Errors
    /// If a store does not answer; hours done till then are done.
    pub async fn run(&self, now: Timestamp) -> Result<Vec<Rolled>, StoreError> {
        let mut done = Vec::new();
        for due in self.usage.due(final_before(now), MOST_HOURS).await? {
            let totals = self.add_up(due.hour).await?;
            self.usage.keep(&due, &totals).await?;
            self.usage.advance(due.hour).await?;
            done.push(Rolled { hour: due.hour, totals });
        }
        Ok(done)
    }

    /// Adds up the hour of `at` once more. Its totals are kept if it is long enough ago at `now` to be final.
    ///
    /// # Errors
    /// If a store does not answer.
    pub async fn hour(&self, at: Timestamp, now: Timestamp) -> Result<Rolled, StoreError> {
        let hour = hour_of(at);
        let totals = self.add_up(hour).await?;
        if hour < final_before(now) {
            self.usage.keep(&DueHour { hour, late: 0 }, &totals).await?;
        }
        Ok(Rolled { hour, totals })
    }

    /// What an hour comes to so far, also the open one; nothing is stored.
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn add_up(&self, hour: Timestamp) -> Result<Vec<Total>, StoreError> {
        let parts = try_join_all((0..self.hours.parts()).map(|part| self.part(hour, part))).await?;
        let mut whole = Fold::of(hour);
        for part in parts {
            whole.merge(part);
        }
        Ok(whole.totals())
    }

    /// A part of an hour, page by page: never more than a page of it is in memory.
    async fn part(&self, hour: Timestamp, part: u32) -> Result<Fold, StoreError> {
        let (mut fold, mut after) = (Fold::of(hour), None);
        loop {
            let page = self.hours.hour(hour, part, after.as_ref(), PAGE).await?;
            for entry in &page {
                fold.add(entry);
            }
            match page.last().filter(|_| page.len() == PAGE as usize) {
                Some(last) => after = Some(Cursor { at: last.at, id: last.id.clone() }),
                None => return Ok(fold),
            }
        }
    }
}

/// Hours before this one can be added up at `now`.
fn final_before(now: Timestamp) -> Timestamp {
    hour_of(now.saturating_sub(FINAL_AFTER).unwrap_or(Timestamp::MIN))
}
