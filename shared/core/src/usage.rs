//! What was used: the log's entries of an hour, added up by token.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::audit::{Entry, hour_of};
use crate::ids::{AccountId, TokenKey};
use crate::ledger::Chain;
use crate::tokens::Kind;

/// How long totals are kept: three years.
pub const TOTALS_KEPT: SignedDuration = SignedDuration::from_hours(1096 * 24);

/// What one token used in one hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// Whose token.
    pub account: AccountId,
    /// The hour's first moment.
    pub hour: Timestamp,
    /// Which token.
    pub token: TokenKey,
    /// Test or live.
    pub kind: Kind,
    /// Images given out.
    pub images: u64,
    /// Characters of their texts.
    pub characters: u64,
}

/// What a part of an hour comes to, wherever it was added up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartSum {
    /// By account and token.
    pub totals: Vec<Total>,
    /// Its entries, bound together.
    pub chain: Chain,
}

/// An hour being added up. Which entries come first, or in how many parts, makes no difference.
#[derive(Clone, Debug)]
pub struct Fold {
    hour: Timestamp,
    totals: BTreeMap<(AccountId, TokenKey), Total>,
}

impl Fold {
    /// Nothing yet of the hour that begins at `hour`.
    #[must_use]
    pub const fn of(hour: Timestamp) -> Self {
        Self { hour, totals: BTreeMap::new() }
    }

    /// Adds an entry. Calls that gave out no image, and entries of another hour, add nothing.
    pub fn add(&mut self, entry: &Entry) {
        let (Some(account), Some(token), Some(kind)) = (&entry.account, &entry.token, entry.kind) else { return };
        if entry.units.images == 0 || hour_of(entry.at) != self.hour {
            return;
        }
        let total = Total {
            account: account.clone(),
            hour: self.hour,
            token: token.clone(),
            kind,
            images: entry.units.images.into(),
            characters: entry.units.characters.into(),
        };
        self.take(total);
    }

    /// Adds what another part of the same hour came to.
    pub fn merge(&mut self, totals: Vec<Total>) {
        for total in totals {
            self.take(total);
        }
    }

    /// The totals, by account and token.
    #[must_use]
    pub fn totals(self) -> Vec<Total> {
        self.totals.into_values().collect()
    }

    fn take(&mut self, more: Total) {
        let key = (more.account.clone(), more.token.clone());
        match self.totals.get_mut(&key) {
            Some(total) => {
                total.images = total.images.saturating_add(more.images);
                total.characters = total.characters.saturating_add(more.characters);
            }
            None => drop(self.totals.insert(key, more)),
        }
    }
}
