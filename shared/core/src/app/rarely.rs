//! Holds down what is rarely done, so that who got in does not do it without end.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::Manager;
use crate::account::Role;
use crate::error::AppError;
use crate::permit::{Bucket, wait_s, window};
use crate::ports::{Counter, Permits};

/// Tokens that an account makes in an hour.
const MOST_TOKENS: u32 = 100;
const HOUR_S: i64 = 3600;

/// Counts what is rarely done, by the hour.
#[derive(Clone)]
pub struct Rarely(Arc<dyn Permits>);

impl Rarely {
    /// Counts there.
    #[must_use]
    pub fn new(permits: Arc<dyn Permits>) -> Self {
        Self(permits)
    }

    /// Lets the account make one more token. Those who run the service make as many as they need.
    ///
    /// # Errors
    /// [`AppError::TooManyNew`] over what an account makes in an hour, or the store does not answer.
    pub(super) async fn makes_token(&self, who: &Manager, at: Timestamp) -> Result<(), AppError> {
        if who.actor.role == Role::Admin {
            return Ok(());
        }
        let window = window(at, HOUR_S);
        let counter = Counter { bucket: Bucket::NewTokens(who.account.id.clone()), window, limit: MOST_TOKENS };
        if self.0.hit(&counter, MOST_TOKENS.into()).await?.is_some() {
            return Ok(());
        }
        let next = window.saturating_add(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MAX);
        Err(AppError::TooManyNew { what: "new tokens", most: MOST_TOKENS, wait_s: wait_s(at, next) })
    }
}
