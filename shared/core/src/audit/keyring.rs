//! Data keys in use: made by the key service, used for a bounded time and number of texts, then dropped.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::seal::{DataKey, Sealed};
use crate::error::StoreError;
use crate::ids::{AccountId, EntryId};
use crate::ports::{DataKeyMaker, Entropy};

/// Longest time a data key is used.
pub const KEY_LIFE: SignedDuration = SignedDuration::from_mins(5);
/// Most texts sealed under one data key.
pub const KEY_TEXTS: u32 = 1000;
/// Most accounts whose keys are held at once.
const MOST_HELD: usize = 4096;

struct Held {
    key: DataKey,
    made: Timestamp,
    texts: u32,
}

/// Seals texts, with a key of its own for each account.
pub struct Keyring {
    maker: Arc<dyn DataKeyMaker>,
    entropy: Arc<dyn Entropy>,
    held: Mutex<HashMap<AccountId, Held>>,
}

impl Keyring {
    /// A ring without keys.
    #[must_use]
    pub fn new(maker: Arc<dyn DataKeyMaker>, entropy: Arc<dyn Entropy>) -> Self {
        Self { maker, entropy, held: Mutex::default() }
    }

    /// The sealed text of `entry`, made at `now`.
    ///
    /// # Errors
    /// If there is no usable key and none can be made, or no randomness for the nonce.
    pub async fn seal(
        &self,
        account: &AccountId,
        entry: &EntryId,
        text: &str,
        now: Timestamp,
    ) -> Result<Sealed, StoreError> {
        let key = match self.usable(account, now) {
            Some(key) => key,
            None => self.hold(self.maker.make(account, now).await?, now),
        };
        let mut nonce = [0; 12];
        self.entropy.fill(&mut nonce)?;
        Ok(key.seal(entry, nonce, text))
    }

    /// The account's key for one more text, if it is within its bounds.
    fn usable(&self, account: &AccountId, now: Timestamp) -> Option<DataKey> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let key = held.get_mut(account).filter(|h| h.is_usable(now))?;
        key.texts += 1;
        Some(key.key.clone())
    }

    fn hold(&self, key: DataKey, now: Timestamp) -> DataKey {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST_HELD {
            held.retain(|_, h| h.is_usable(now));
        }
        // Still full of good keys: this one serves one text.
        if held.len() < MOST_HELD {
            held.insert(key.account.clone(), Held { key: key.clone(), made: now, texts: 1 });
        }
        key
    }
}

impl Held {
    /// A clock set back makes a key old, not young.
    fn is_usable(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.made);
        self.texts < KEY_TEXTS && !age.is_negative() && age < KEY_LIFE
    }
}
