//! What the biller is told of: for each account and hour one bill, which grows when calls come late.

mod amount;

use core::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::correction::{Correction, SignedCorrection};
use crate::ids::{AccountId, EntryId, Malformed};

pub use self::amount::{Amount, Used};

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

/// What the biller is being told: the same until it is told, however often that takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telling {
    /// How much more, or less, than it was told before.
    pub more: Amount,
    /// When that was first tried.
    pub since: Timestamp,
}

/// What an account used in an hour, what was corrected of that, and what of both the biller was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bill {
    /// Whose.
    pub account: AccountId,
    /// The hour's first moment.
    pub hour: Timestamp,
    /// What was used.
    pub used: Used,
    /// Which corrections of it are billed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<EntryId>,
    /// Their sum.
    #[serde(default)]
    pub corrected: Amount,
    /// What the biller was told of.
    pub told: Amount,
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
        Self {
            account,
            hour,
            used: Used::default(),
            corrections: Vec::new(),
            corrected: Amount::default(),
            told: Amount::default(),
            parts: 0,
            telling: None,
            customer: None,
            told_at: None,
            version: 0,
            log: log.map(str::to_owned),
        }
    }

    /// Whether the biller has not been told of all of it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.telling.is_some() || self.due() != self.told
    }

    /// What is billed.
    #[must_use]
    pub fn due(&self) -> Amount {
        Amount::from(self.used).plus(self.corrected)
    }

    /// Whether what was used and corrected is what it says, and the biller was told no more of that, and no less.
    #[must_use]
    pub fn is_of(&self, used: Used, corrections: &[SignedCorrection]) -> bool {
        let of =
            |id: &EntryId| corrections.iter().map(|made| &made.correction).find(|made| made.id == *id).map(Amount::of);
        let Some(billed) = self.corrections.iter().map(of).collect::<Option<Vec<_>>>() else { return false };
        // What was used before the account was a customer's is not billed, but may be corrected.
        let is_counted = self.used == used || (self.used == Used::default() && !billed.is_empty());
        let between = |meter| {
            let parts = billed.iter().map(|amount| amount.by(meter));
            let (least, most) =
                (parts.clone().map(|part| part.min(0)).sum(), parts.map(|part| part.max(0)).sum::<i64>());
            (least..=most + Amount::from(used).by(meter)).contains(&self.told.by(meter))
        };
        let sum = billed.iter().fold(Amount::default(), |sum, amount| sum.plus(*amount));
        is_counted && self.corrected == sum && Meter::ALL.into_iter().all(between)
    }

    /// The next version, in which this was used, if that is more than was known.
    #[must_use]
    pub fn used(&self, used: Used) -> Option<Self> {
        let used = self.used.or(used);
        (used != self.used).then(|| Self { used, version: self.version + 1, ..self.clone() })
    }

    /// The next version, in which this is corrected, if it is not yet.
    #[must_use]
    pub fn corrected(&self, correction: &Correction) -> Option<Self> {
        if self.corrections.contains(&correction.id) {
            return None;
        }
        let corrections = self.corrections.iter().cloned().chain([correction.id.clone()]).collect();
        let corrected = self.corrected.plus(Amount::of(correction));
        Some(Self { corrections, corrected, version: self.version + 1, ..self.clone() })
    }

    /// The next version, in which the biller is being told of the rest; the same one if it is already. The account's
    /// customer counts until the biller has something.
    #[must_use]
    pub fn begun(&self, customer: &Customer, now: Timestamp) -> Self {
        let customer = self.customer.clone().filter(|_| self.parts > 0).unwrap_or_else(|| customer.clone());
        let telling = self.telling.unwrap_or(Telling { more: self.due().less(self.told), since: now });
        let begun = Self { telling: Some(telling), customer: Some(customer), ..self.clone() };
        if begun == *self { begun } else { Self { version: self.version + 1, ..begun } }
    }

    /// The next version, in which the biller was told.
    #[must_use]
    pub fn done(&self, now: Timestamp) -> Self {
        let more = self.telling.map_or_else(Amount::default, |telling| telling.more);
        let (told, parts, told_at) = (self.told.plus(more), self.parts + 1, Some(now));
        Self { told, parts, telling: None, told_at, version: self.version + 1, ..self.clone() }
    }

    /// What the biller is being told of one meter, if there is anything. Its name is the same until it is told.
    #[must_use]
    pub fn event(&self, meter: Meter) -> Option<MeterEvent> {
        let (value, customer) = (self.telling?.more.by(meter), self.customer.clone()?);
        let log = self.log.as_ref().map_or_else(String::new, |log| format!("@{log}"));
        let identifier = format!("{}#{}#{meter}#{}{log}", self.account, self.hour, self.parts);
        (value != 0).then_some(MeterEvent { identifier, meter, customer, value, at: self.hour })
    }
}

/// That a customer used something, or did not after all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeterEvent {
    /// Unlike that of any other.
    pub identifier: String,
    /// What.
    pub meter: Meter,
    /// Who.
    pub customer: Customer,
    /// How much; less than before, if it is negative.
    pub value: i64,
    /// The first moment of the hour in which it was used.
    pub at: Timestamp,
}
