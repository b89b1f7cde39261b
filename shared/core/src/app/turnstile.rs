//! Lets calls pass, as many as a limit allows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::join;
use jiff::{SignedDuration, Timestamp};

use super::{Caller, PlanBook};
use crate::error::{AppError, StoreError};
use crate::permit::{Bucket, Sliding, Standing, wait_s, window_before, window_of};
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

/// Where a call stands under a limit, if there is one: [`AppError::TooMany`] over it, [`AppError::Unavailable`] if the
/// store does not answer.
pub type Passed = Result<Option<Standing>, AppError>;

/// Counts calls and refuses those over a limit.
pub struct Turnstile {
    permits: Arc<dyn Permits>,
    plans: Arc<PlanBook>,
    known: Mutex<HashMap<Bucket, Known>>,
}

impl Turnstile {
    /// With the limits of the plans in force.
    #[must_use]
    pub fn new(permits: Arc<dyn Permits>, plans: Arc<PlanBook>) -> Self {
        Self { permits, plans, known: Mutex::default() }
    }

    /// Counts a call of a token, and as one of its account. Whoever waits as long as one of them says passes both.
    pub async fn caller(&self, caller: &Caller, at: Timestamp) -> [Passed; 2] {
        let plans = match self.plans.current(at).await {
            Ok(plans) => plans,
            Err(error) => return [Err(error.into()), Ok(None)],
        };
        let (allowance, key, account) = (plans.allowance(&caller.account), &caller.token.key, &caller.account.id);
        let token = allowance.token_calls.map(|limit| counter(Bucket::Token(key.clone()), limit, at));
        let account = allowance.account_calls.map(|limit| counter(Bucket::Account(account.clone()), limit, at));
        // Who is refused by one is not counted by the other.
        let shut = |counter: &Option<Counter>| counter.as_ref().and_then(|counter| self.shut(counter, at));
        match (shut(&token), shut(&account)) {
            (None, None) => {}
            (token, account) => return [token, account].map(|shut| shut.map_or(Ok(None), Err)),
        }
        let passed = join(self.pass(token.clone(), at), self.pass(account.clone(), at)).await;
        let waits = [wait(&passed.0), wait(&passed.1)];
        match (waits, token, account) {
            ([None, Some(_)], Some(counted), _) | ([Some(_), None], _, Some(counted)) => {
                // One that is not given back is one call less for them, and no reason to refuse this one otherwise.
                let _ = self.permits.give_back(&counted).await;
            }
            _ => {}
        }
        [at_least(passed.0, waits[1]), at_least(passed.1, waits[0])]
    }

    /// Counts a call from an address.
    ///
    /// # Errors
    /// As [`Passed`] says.
    pub async fn address(&self, call: &super::Call) -> Passed {
        let Some(address) = call.address else { return Ok(None) };
        let Some(limit) = self.plans.current(call.at).await?.address_calls else { return Ok(None) };
        let counter = counter(Bucket::of_address(address), limit, call.at);
        match self.shut(&counter, call.at) {
            Some(refusal) => Err(refusal),
            None => self.pass(Some(counter), call.at).await,
        }
    }

    /// The refusal of a call that is known not to pass yet, which the store is not asked about.
    fn shut(&self, counter: &Counter, at: Timestamp) -> Option<AppError> {
        let known = self.recall(counter)?;
        let shut = known.shut.filter(|shut| at < *shut)?;
        Some(refusal(counter, known.before, wait_s(at, shut), at))
    }

    /// Counts a call, if there is a limit; where it stands then.
    async fn pass(&self, counter: Option<Counter>, at: Timestamp) -> Passed {
        let Some(counter) = counter else { return Ok(None) };
        let known = match self.recall(&counter) {
            Some(known) => known,
            None => self.learn(&counter).await?,
        };
        let sliding = Sliding { limit: counter.limit, before: known.before };
        let allowed = sliding.allowed(at);
        if let Some(hits) = self.permits.hit(&counter, allowed).await? {
            return Ok(Some(Standing::new(&counter.bucket, sliding, hits, at)));
        }
        let wait_s = sliding.wait_s(allowed, at).max(1);
        let shut = at.saturating_add(SignedDuration::from_secs(wait_s.into())).ok();
        // No longer than this window: then what was counted in it is looked at anew.
        self.remember(&counter, Known { shut, ..known });
        Err(refusal(&counter, known.before, wait_s, at))
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

fn counter(bucket: Bucket, limit: u32, at: Timestamp) -> Counter {
    Counter { bucket, window: window_of(at), limit }
}

fn refusal(counter: &Counter, before: u64, wait_s: u32, at: Timestamp) -> AppError {
    let sliding = Sliding { limit: counter.limit, before };
    let standing = Standing { remaining: 0, resets_s: wait_s, ..Standing::new(&counter.bucket, sliding, 0, at) };
    AppError::TooMany { standing, wait_s }
}

/// How long a refused call waits, s.
fn wait(passed: &Passed) -> Option<u32> {
    match passed {
        Err(AppError::TooMany { wait_s, .. }) => Some(*wait_s),
        _ => None,
    }
}

/// The same where a refused call waits no less than for the other limit.
fn at_least(passed: Passed, other: Option<u32>) -> Passed {
    passed.map_err(|error| match error {
        AppError::TooMany { standing, wait_s } => {
            AppError::TooMany { standing, wait_s: wait_s.max(other.unwrap_or_default()) }
        }
        error => error,
    })
}
