//! What use costs: tariffs as data, and the invoices worked out by them.
//!
//! Money is decimal throughout; what rounding there is happens once a line, to the currency's minor unit, halves away
//! from zero.

mod check;
mod invoice;
mod issued;
mod period;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::account::{Account, Plan};
use crate::ids::AccountId;

pub(crate) use invoice::scaled;
pub use invoice::{Invoice, Line, MOST_UNITS, What};
pub use issued::{Adjustment, Issued};
pub use period::Period;

/// Every tariff there is.
#[derive(Clone, Debug)]
pub struct Tariffs {
    pub(crate) currency: Currency,
    pub(crate) zone: TimeZone,
    pub(crate) by_plan: BTreeMap<Plan, Tariff>,
    pub(crate) by_account: BTreeMap<AccountId, Tariff>,
}

/// What one plan, or the agreement with one account, costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    /// How long one invoice reaches.
    #[serde(default, rename = "period")]
    pub length: Length,
    /// What a period costs before anything is used.
    #[serde(default)]
    pub fee: Decimal,
    /// What is counted.
    #[serde(default)]
    pub unit: Unit,
    /// So many units are in the fee.
    #[serde(default)]
    pub included: u64,
    /// What the units beyond those cost.
    #[serde(default)]
    pub tiering: Tiering,
    /// Prices by how many units beyond the included ones there are, fewest first; the last one has no end.
    pub tiers: Vec<Tier>,
    /// What a period costs at least.
    #[serde(default)]
    pub minimum: Decimal,
}

/// A price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// The last unit that it is for; `None` for all others.
    pub up_to: Option<u64>,
    /// For one unit.
    pub price: Decimal,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// A calendar month.
    #[default]
    Month,
    /// A calendar year.
    Year,
}

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Images given out.
    #[default]
    Images,
    /// Characters of their texts.
    Characters,
}

/// Which units a tier's price is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tiering {
    /// Each tier's units cost its price.
    #[default]
    Graduated,
    /// All units cost the price of the tier that the last one is in.
    Volume,
}

/// A currency by its ISO 4217 code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Currency(String);

impl Currency {
    /// Of three capitals; `None` if it is not.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        (code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())).then(|| Self(code.to_owned()))
    }

    /// That of nothing (ISO 4217).
    pub(crate) fn none() -> Self {
        Self("XXX".to_owned())
    }

    /// Its code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Decimal places of an amount (ISO 4217, list one).
    #[must_use]
    pub fn places(&self) -> u32 {
        const NONE: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
        const THREE: &str = "BHD IQD JOD KWD LYD OMR TND";
        match self.0.as_str() {
            code if NONE.contains(code) => 0,
            code if THREE.contains(code) => 3,
            _ => 2,
        }
    }
}

impl Tariffs {
    /// What this account pays by: its own agreement, or its plan's tariff. `None` where its plan has none; a free
    /// account needs none.
    #[must_use]
    pub fn of(&self, account: &Account) -> Option<&Tariff> {
        self.by_account.get(&account.id).or_else(|| self.by_plan.get(&account.plan))
    }

    /// What amounts are in.
    #[must_use]
    pub const fn currency(&self) -> &Currency {
        &self.currency
    }

    /// Whose calendar periods follow.
    #[must_use]
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }
}
