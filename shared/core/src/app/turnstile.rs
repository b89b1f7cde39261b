//! Lets calls pass, as many as a limit allows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::Caller;
use crate::error::{AppError, StoreError};
use crate::permit::{Bucket, Limits, Sliding, Standing, window_before, window_of};
use crate::ports::{Counter, Permits};

/// Most buckets remembered at once.
const MOST_REMEMBERED: usize = 10_000;

/// What is known of a bucket without asking the store.
#[derive(Clone, Copy)]
struct Known {
    window: Timestamp,
    before: u64,
    /// Until when none passes, if that was found.
    shut: Option<Timestamp>,
}

/// Counts calls and refuses those over a limit.
pub struct Turnstile {
    permits: Arc<dyn Permits>,
    limits: Limits,
    known: Mutex<HashMap<Bucket, Known>>,
}

impl Turnstile {
    /// With these limits.
    #[must_use]
    pub fn new(permits: Arc<dyn Permits>, limits: Limits) -> Self {
        Self { permits, limits, known: Mutex::default() }
    }

    /// Counts a call of a token.
    ///
    /// # Errors
    /// [`AppError::TooMany`] over the limit, [`AppError::Unavailable`] if the store does not answer.
    pub async fn token(&self, caller: &Caller, at: Timestamp) -> Result<Option<Standing>, AppError> {
        let Some(limit) = self.limits.of(caller.account.plan) else { return Ok(None) };
        self.pass(Bucket::Token(caller.token.key.clone()), limit, at).await.map(Some)
    }

    /// Counts a call from an address.
    ///
    /// # Errors
    /// [`AppError::TooMany`] over the limit, [`AppError::Unavailable`] if the store does not answer.
    pub async fn address(&self, call: &super::Call) -> Result<Option<Standing>, AppError> {
        let (Some(limit), Some(address)) = (self.limits.address, call.address) else { return Ok(None) };
        self.pass(Bucket::of_address(address), limit, call.at).await.map(Some)
    }

    /// Counts a call of `bucket`; where it stands then. One that is refused is not asked of the store again before it
    /// may pass.
    async fn pass(&self, bucket: Bucket, limit: u32, at: Timestamp) -> Result<Standing, AppError> {
        let counter = Counter { bucket, window: window_of(at), limit };
        let known = match self.recall(&counter) {
            Some(known) => known,
            None => self.learn(&counter).await?,
        };
        let sliding = Sliding { limit, before: known.before };
        let refuse = |wait_s: u32| {
            let standing =
                Standing { remaining: 0, resets_s: wait_s, ..Standing::new(&counter.bucket, sliding, 0, at) };
            AppError::TooMany { standing, wait_s }
        };
        if let Some(shut) = known.shut.filter(|shut| at < *shut) {
            let wait = shut.duration_since(at).as_millis().unsigned_abs().div_ceil(1000);
            return Err(refuse(u32::try_from(wait).unwrap_or(u32::MAX)));
        }
        let allowed = sliding.allowed(at);
        if let Some(hits) = self.permits.hit(&counter, allowed).await? {
            return Ok(Standing::new(&counter.bucket, sliding, hits, at));
        }
        let wait_s = sliding.wait_s(allowed, at).max(1);
        let shut = at.saturating_add(SignedDuration::from_secs(wait_s.into())).ok();
        // No longer than this window: then what was counted in it is looked at anew.
        self.remember(&counter, Known { shut, ..known });
        Err(refuse(wait_s))
    }

    /// Asks what counted in the window before, which does not change any more.
    async fn learn(&self, counter: &Counter) -> Result<Known, StoreError> {
        let last = Counter { window: window_before(counter.window), ..counter.clone() };
        let known = Known { window: counter.window, before: self.permits.hits(&last).await?, shut: None };
        self.remember(counter, known);
        Ok(known)
    }

    fn recall(&self, counter: &Counter) -> Option<Known> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&counter.bucket).copied().filter(|known| known.window == counter.window)
    }

    fn remember(&self, counter: &Counter, now: Known) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_REMEMBERED {
            known.retain(|_, known| known.window >= now.window);
        }
        if known.len() < MOST_REMEMBERED {
            known.insert(counter.bucket.clone(), now);
        }
    }
}
