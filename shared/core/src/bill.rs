//! What the biller is told of: for each account and hour one bill, which grows when calls come late.

use core::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, Malformed};
use crate::usage::Total;

/// Longest name of a customer.
const LONGEST_CUSTOMER: usize = 64;

/// What the biller calls an account: 1 ..= 64 letters, digits, `_` and `-`. Nothing of how it pays is known here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Customer(String);

impl Customer {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Customer {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let safe = |b: u8| b.is_ascii_alphanumeric() || b"_-".contains(&b);
        let fits = (1..=LONGEST_CUSTOMER).contains(&text.len()) && text.bytes().all(safe);
        if fits { Ok(Self(text.to_owned())) } else { Err(Malformed("customer")) }
    }
}

impl TryFrom<String> for Customer {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl From<Customer> for String {
    fn from(customer: Customer) -> Self {
        customer.0
    }
}

/// What is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meter {
    /// Images of live tokens.
    Images,
    /// Characters of their texts.
    Characters,
}

impl Meter {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Images, Self::Characters];

    /// How it is written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Images => "images",
            Self::Characters => "characters",
        }
    }
}

impl fmt::Display for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

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

    /// What this is more than `other`.
    #[must_use]
    pub const fn beyond(self, other: Self) -> Self {
        Self {
            images: self.images.saturating_sub(other.images),
            characters: self.characters.saturating_sub(other.characters),
        }
    }

    /// The greater of each.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { images: self.images.max(other.images), characters: self.characters.max(other.characters) }
    }
}

/// What the biller is being told: the same until it is told, however often that takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telling {
    /// How much more than it was told before.
    pub more: Used,
    /// When that was first tried.
    pub since: Timestamp,
}

/// What an account used in an hour, and what of it the biller was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bill {
    /// Whose.
    pub account: AccountId,
    /// The hour's first moment.
    pub hour: Timestamp,
    /// What was used.
    pub used: Used,
    /// What the biller was told of.
    pub told: Used,
    /// In how many parts.
    pub parts: u32,
    /// What it is being told.
    pub telling: Option<Telling>,
    /// Who is told of as having used it. Once the biller has any of it, it has all under that name.
    #[serde(default)]
    pub customer: Option<Customer>,
    /// When the biller was last told.
    #[serde(default)]
    pub told_at: Option<Timestamp>,
    /// Raised by every change: a writer must know the latest.
    pub version: u64,
    /// By which log it was used, if the service keeps several: each is billed by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
}

impl Bill {
    /// Nothing yet.
    #[must_use]
    pub fn new(account: AccountId, hour: Timestamp, log: Option<&str>) -> Self {
        let (used, told, log) = (Used::default(), Used::default(), log.map(str::to_owned));
        Self { account, hour, used, told, parts: 0, telling: None, customer: None, told_at: None, version: 0, log }
    }

    /// Whether the biller has not been told of all of it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.telling.is_some() || self.used.beyond(self.told) != Used::default()
    }

    /// The next version, in which this was used, if that is more than was known.
    #[must_use]
    pub fn used(&self, used: Used) -> Option<Self> {
        let used = self.used.or(used);
        (used != self.used).then(|| Self { used, version: self.version + 1, ..self.clone() })
    }

    /// The next version, in which the biller is being told of the rest; the same one if it is already. The account's
    /// customer counts until the biller has something.
    #[must_use]
    pub fn begun(&self, customer: &Customer, now: Timestamp) -> Self {
        let is_first = self.told == Used::default();
        let customer = self.customer.clone().filter(|_| !is_first).unwrap_or_else(|| customer.clone());
        let telling = self.telling.unwrap_or(Telling { more: self.used.beyond(self.told), since: now });
        let begun = Self { telling: Some(telling), customer: Some(customer), ..self.clone() };
        if begun == *self { begun } else { Self { version: self.version + 1, ..begun } }
    }

    /// The next version, in which the biller was told.
    #[must_use]
    pub fn done(&self, now: Timestamp) -> Self {
        let more = self.telling.map_or_else(Used::default, |telling| telling.more);
        let (told, parts, told_at) = (self.told.plus(more), self.parts + 1, Some(now));
        Self { told, parts, telling: None, told_at, version: self.version + 1, ..self.clone() }
    }

    /// What the biller is being told of one meter, if there is anything. Its name is the same until it is told.
    #[must_use]
    pub fn event(&self, meter: Meter) -> Option<MeterEvent> {
        let (value, customer) = (self.telling?.more.by(meter), self.customer.clone()?);
        let log = self.log.as_ref().map_or_else(String::new, |log| format!("@{log}"));
        let identifier = format!("{}#{}#{meter}#{}{log}", self.account, self.hour, self.parts);
        (value > 0).then_some(MeterEvent { identifier, meter, customer, value, at: self.hour })
    }
}

/// That a customer used something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeterEvent {
    /// Unlike that of any other.
    pub identifier: String,
    /// What.
    pub meter: Meter,
    /// Who.
    pub customer: Customer,
    /// How much.
    pub value: u64,
    /// The first moment of the hour in which it was used.
    pub at: Timestamp,
}
