//! Invoices that were sent, which nothing changes any more.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Currency, Invoice, Tariff};
use crate::app::Count;
use crate::correction::Correction;
use crate::ids::AccountId;
use crate::ports::Span;

/// An invoice as it was sent. What is counted in its period afterwards is an adjustment of a later one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// Whose.
    pub account: AccountId,
    /// For when, as 2027-01.
    pub period: String,
    /// Its hours.
    pub span: Span,
    /// When it was sent.
    pub at: Timestamp,
    /// Of all amounts.
    pub currency: Currency,
    /// What use of that period costs, also if it is found later.
    pub tariff: Tariff,
    /// What was counted by then, corrected.
    pub counted: Count,
    /// What it came to.
    pub invoice: Invoice,
    /// What of it was not counted, but corrected.
    pub corrections: Vec<Correction>,
    /// What was found of earlier periods since their invoices.
    pub adjustments: Vec<Adjustment>,
    /// All of it.
    pub total: Decimal,
}

/// What was found of an earlier period since its invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// Which period.
    pub period: String,
    /// When it was found out.
    pub at: Timestamp,
    /// What is counted of it now.
    pub counted: Count,
    /// How many units more that is; less, if it is negative.
    pub units: i64,
    /// What they cost, by the tariff of that period's invoice.
    pub amount: Decimal,
}

impl Issued {
    /// What of this period is paid for by all invoices so far.
    #[must_use]
    pub fn paid(&self, all: &[Self]) -> Count {
        let later = all.iter().flat_map(|issued| &issued.adjustments).filter(|a| a.period == self.period);
        later.max_by_key(|adjustment| adjustment.at).map_or(self.counted, |adjustment| adjustment.counted)
    }

    /// The adjustment if so much is counted now, of which `paid` is paid for; `None` if that is the same.
    #[must_use]
    pub fn adjusted(&self, counted: Count, paid: Count, at: Timestamp) -> Option<Adjustment> {
        let [now, then] = [counted, paid].map(|count| self.tariff.invoice(count, &self.currency));
        let (now, then) = (now?, then?);
        let units = now.used.cast_signed() - then.used.cast_signed();
        let (period, amount) = (self.period.clone(), now.total - then.total);
        (units != 0).then_some(Adjustment { period, at, counted, units, amount })
    }
}
