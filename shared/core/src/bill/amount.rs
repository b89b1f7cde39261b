//! How much of each meter.

use serde::{Deserialize, Serialize};

use super::Meter;
use crate::correction::Correction;
use crate::usage::Total;

/// So much of each meter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Used {
    /// Images of live tokens.
    pub images: u64,
    /// Characters of their texts.
    pub characters: u64,
}

impl Used {
    /// What a token's total adds to it: nothing, if the token is no live one.
    #[must_use]
    pub fn of(total: &Total) -> Self {
        if total.kind != crate::tokens::Kind::Live {
            return Self::default();
        }
        Self { images: total.images, characters: total.characters }
    }

    /// Of one meter.
    #[must_use]
    pub const fn by(self, meter: Meter) -> u64 {
        match meter {
            Meter::Images => self.images,
            Meter::Characters => self.characters,
        }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            images: self.images.saturating_add(other.images),
            characters: self.characters.saturating_add(other.characters),
        }
    }

    /// The greater of each.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { images: self.images.max(other.images), characters: self.characters.max(other.characters) }
    }
}

/// So much more of each meter, or less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// Images of live tokens.
    pub images: i64,
    /// Characters of their texts.
    pub characters: i64,
}

impl From<Used> for Amount {
    fn from(Used { images, characters }: Used) -> Self {
        let signed = |units: u64| i64::try_from(units).unwrap_or(i64::MAX);
        Self { images: signed(images), characters: signed(characters) }
    }
}

impl Amount {
    /// What a correction adds.
    #[must_use]
    pub const fn of(correction: &Correction) -> Self {
        Self { images: correction.images, characters: correction.characters }
    }

    /// Of one meter.
    #[must_use]
    pub const fn by(self, meter: Meter) -> i64 {
        match meter {
            Meter::Images => self.images,
            Meter::Characters => self.characters,
        }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            images: self.images.saturating_add(other.images),
            characters: self.characters.saturating_add(other.characters),
        }
    }

    /// This without `other`.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        Self {
            images: self.images.saturating_sub(other.images),
            characters: self.characters.saturating_sub(other.characters),
        }
    }
}
