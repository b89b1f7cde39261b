//! What is billed differently from what was counted. What was counted stays as it is, beside it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::app::Count;
use crate::audit::Actor;
use crate::error::{FieldError, FieldErrors};
use crate::ids::{AccountId, EntryId};
use crate::ledger::is_signed;

/// Most characters of a reason.
const LONGEST_REASON: usize = 200;
/// Most of one correction, either way.
const MOST: i64 = 1_000_000_000;

/// So much more, or less, is billed of an hour, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Its name for all time.
    pub id: EntryId,
    /// Whose use.
    pub account: AccountId,
    /// The hour's first moment.
    pub hour: Timestamp,
    /// Images of live tokens more; less, if it is negative.
    pub images: i64,
    /// Characters of their texts.
    pub characters: i64,
    /// Why, as the account reads it.
    pub reason: String,
    /// When it was made.
    pub at: Timestamp,
    /// By whom.
    pub actor: Actor,
}

/// What is to be corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCorrection {
    /// Images more or less.
    pub images: i64,
    /// Characters more or less.
    pub characters: i64,
    /// Why.
    pub reason: String,
}

impl NewCorrection {
    /// Of so many units, for a reason that the account will read.
    ///
    /// # Errors
    /// Every fault of the three.
    pub fn read(images: i64, characters: i64, reason: &str) -> Result<Self, FieldErrors> {
        let mut faults = Vec::new();
        for (name, units) in [("images", images), ("characters", characters)] {
            if !(-MOST..=MOST).contains(&units) {
                faults.push(FieldError::new(name, &format!("must be {} to {MOST}", -MOST)));
            }
        }
        if images == 0 && characters == 0 {
            faults.push(FieldError::new("images", "must not be 0, or characters must not be"));
        }
        if reason.trim().is_empty() || reason.chars().count() > LONGEST_REASON {
            faults.push(FieldError::new("reason", &format!("must have 1 to {LONGEST_REASON} characters")));
        }
        FieldErrors::none_or(faults, Self { images, characters, reason: reason.to_owned() })
    }
}

/// A correction, and the signature with which it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedCorrection {
    /// The correction.
    pub correction: Correction,
    /// ECDSA over [`Correction::written`] by the ledger's key, in base 64; none until hours are next added up.
    pub signature: Option<String>,
}

impl Correction {
    /// What is signed.
    #[must_use]
    pub fn written(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

impl SignedCorrection {
    /// Whether `key`, an uncompressed point, made the signature; also of one that has none yet.
    #[must_use]
    pub fn is_genuine(&self, key: &[u8]) -> bool {
        self.signature.as_ref().is_none_or(|signature| is_signed(&self.correction.written(), signature, key))
    }
}

/// What is billed of what was counted, by corrections that are signed; never less than nothing.
#[must_use]
pub fn corrected(counted: Count, corrections: &[SignedCorrection]) -> Count {
    let signed = || corrections.iter().filter(|c| c.signature.is_some()).map(|c| &c.correction);
    let sum =
        |counted: u64, more: i64| u64::try_from((i128::from(counted) + i128::from(more)).max(0)).unwrap_or(u64::MAX);
    let images = signed().map(|c| c.images).fold(0, i64::saturating_add);
    let characters = signed().map(|c| c.characters).fold(0, i64::saturating_add);
    Count { images: sum(counted.images, images), characters: sum(counted.characters, characters) }
}
