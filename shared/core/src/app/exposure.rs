//! Secrets that callers send in ways that show them to others.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::Gate;
use crate::error::AppError;
use crate::ids::TokenKey;
use crate::notice::{Notice, Place};
use crate::ports::{Outbox, TokenToucher};
use crate::tokens::{PlainSecret, Token};

/// Most of what was told lately that is remembered; what is forgotten is only asked of the store again.
const MOST_REMEMBERED: usize = 10_000;

/// Tells the owners of tokens whose secrets others see, and ends those tokens that ask for it.
pub struct Exposure {
    gate: Arc<Gate>,
    toucher: Arc<dyn TokenToucher>,
    outbox: Arc<dyn Outbox>,
    told: Mutex<HashSet<(TokenKey, u64, Place)>>,
}

impl Exposure {
    /// With these means.
    #[must_use]
    pub fn new(gate: Arc<Gate>, toucher: Arc<dyn TokenToucher>, outbox: Arc<dyn Outbox>) -> Self {
        Self { gate, toucher, outbox, told: Mutex::default() }
    }

    /// A key and a secret were seen; whoever sent them need not be let in. Nothing happens unless they open.
    ///
    /// # Errors
    /// If a store does not answer.
    pub async fn seen(
        &self,
        (key, secret): (&TokenKey, &PlainSecret),
        place: Place,
        at: Timestamp,
    ) -> Result<(), AppError> {
        match self.gate.opens(key, secret, at).await? {
            Some(token) => self.tell(&token, place, at).await,
            None => Ok(()),
        }
    }

    /// The secret of a token that opened was seen.
    ///
    /// # Errors
    /// If a store does not answer.
    pub async fn tell(&self, token: &Token, place: Place, at: Timestamp) -> Result<(), AppError> {
        let name = (token.key.clone(), token.version, place);
        if self.told.lock().unwrap_or_else(PoisonError::into_inner).contains(&name) {
            return Ok(());
        }
        if token.revoke_if_exposed {
            self.toucher.expose(&token.key, at).await?;
        }
        let _ = self.outbox.post(&Notice::token_exposed(token, place, at)).await?;
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() >= MOST_REMEMBERED {
            told.clear();
        }
        told.insert(name);
        Ok(())
    }
}
