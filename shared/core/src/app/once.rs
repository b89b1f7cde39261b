//! Idempotency keys: the same request under the same key is drawn alike and billed once.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::Caller;
use crate::error::{AppError, FieldError};
use crate::ids::EntryId;
use crate::ports::{Claim, Idempotency};
use crate::receipt::Opening;
use crate::tokens::Peppers;

/// How long a key is remembered.
const MEMORY: SignedDuration = SignedDuration::from_hours(24);
/// Longest key.
const LONGEST: usize = 255;

/// A key as callers may send it: 1 ..= 255 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The key of this text.
    ///
    /// # Errors
    /// A fault of the header if it is empty, too long or has other characters.
    pub fn new(text: &str) -> Result<Self, FieldError> {
        if (1..=LONGEST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) {
            return Ok(Self(text.to_owned()));
        }
        Err(FieldError::new("Idempotency-Key", "must be 1 to 255 visible ASCII characters"))
    }
}

/// Which seed draws a request and which entry bills it.
pub(super) struct Settled {
    pub seed: u64,
    pub entry: EntryId,
    pub at: Timestamp,
    pub opening: Opening,
}

/// Remembers requests by their keys.
#[derive(Clone)]
pub struct Once(Arc<dyn Idempotency>);

impl Once {
    /// Remembers in this store.
    #[must_use]
    pub fn new(store: Arc<dyn Idempotency>) -> Self {
        Self(store)
    }

    /// What the first request of `key` settled: `offered` if this is it. Only a keyed digest of `parts`
    /// is kept, so that the store tells nothing of a text.
    pub(super) async fn settle(
        &self,
        key: &IdempotencyKey,
        caller: &Caller,
        parts: &[&[u8]],
        peppers: &Peppers,
        offered: Settled,
    ) -> Result<Settled, AppError> {
        let pepper = peppers.for_new(offered.at);
        let (request, pepper_id) = (pepper.mac(parts), pepper.id().clone());
        let token = caller.token.key.clone();
        let Settled { seed, entry, at, .. } = offered;
        let claim = Claim { token, key: key.0.clone(), request, pepper: pepper_id, entry, at, seed };
        let kept = self.0.claim(&claim, at.saturating_sub(MEMORY).unwrap_or(Timestamp::MIN)).await?;
        let Some(pepper) = peppers.named(&kept.pepper).filter(|pepper| pepper.mac(parts) == kept.request) else {
            return Err(AppError::Conflict("the Idempotency-Key was used for another request"));
        };
        // Repeated, it has the commitment that is logged; to be random it is enough that nobody else can work it out.
        let opening = Opening::new(pepper.mac(&[b"opening", kept.entry.as_str().as_bytes()]));
        Ok(Settled { seed: kept.seed, entry: kept.entry, at: kept.at, opening })
    }
}
