//! What a period comes to.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{Currency, Tariff, Tier, Tiering, Unit};
use crate::app::Count;

/// Most units of an invoice. Up to here amounts are exact: 10¹² units at a price of at most sixteen digits have
/// fewer than the 28 digits that a decimal holds.
pub const MOST_UNITS: u64 = 1_000_000_000_000;

/// What something is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The period itself.
    Fee,
    /// Units that the fee pays for.
    Included,
    /// Units beyond those.
    Units,
    /// What is missing to the least that a period costs.
    Minimum,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// For what.
    pub what: What,
    /// Of how many.
    pub quantity: u64,
    /// One's price.
    pub price: Decimal,
    /// All of them, in whole minor units of the currency.
    pub amount: Decimal,
}

/// What a period comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// What was counted.
    pub unit: Unit,
    /// How much of it, the included ones too.
    pub used: u64,
    /// Line by line; none for nothing.
    pub lines: Vec<Line>,
    /// Their sum.
    pub total: Decimal,
}

impl Tariff {
    /// The invoice for this use. `None` beyond [`MOST_UNITS`].
    #[must_use]
    pub fn invoice(&self, used: Count, currency: &Currency) -> Option<Invoice> {
        let used = match self.unit {
            Unit::Images => used.images,
            Unit::Characters => used.characters,
        };
        if used > MOST_UNITS {
            return None;
        }
        let line = |what, quantity: u64, price: Decimal| {
            let amount = (Decimal::from(quantity) * price)
                .round_dp_with_strategy(currency.places(), RoundingStrategy::MidpointAwayFromZero);
            Line { what, quantity, price, amount: scaled(amount, currency) }
        };
        let included = used.min(self.included);
        let mut lines = vec![line(What::Fee, 1, self.fee), line(What::Included, included, Decimal::ZERO)];
        lines.extend(self.priced(used - included).into_iter().map(|(units, price)| line(What::Units, units, price)));
        let sum = |lines: &[Line]| lines.iter().map(|line| line.amount).sum::<Decimal>();
        let missing = self.minimum - sum(&lines);
        if missing > Decimal::ZERO {
            lines.push(line(What::Minimum, 1, missing));
        }
        lines.retain(|line| match line.what {
            What::Included | What::Units => line.quantity > 0,
            What::Fee | What::Minimum => !line.price.is_zero(),
        });
        let total = scaled(sum(&lines), currency);
        Some(Invoice { unit: self.unit, used, lines, total })
    }

    /// So many units beyond the included ones, each number with its price.
    fn priced(&self, units: u64) -> Vec<(u64, Decimal)> {
        let end = |tier: &Tier| tier.up_to.unwrap_or(u64::MAX);
        if self.tiering == Tiering::Volume {
            return self
                .tiers
                .iter()
                .find(|tier| units <= end(tier))
                .map(|tier| (units, tier.price))
                .into_iter()
                .collect();
        }
        let begins = std::iter::once(0).chain(self.tiers.iter().map(end));
        let own = |(tier, begin): (&Tier, u64)| (units.min(end(tier)).saturating_sub(begin), tier.price);
        self.tiers.iter().zip(begins).map(own).collect()
    }
}

/// With all decimal places of the currency, as amounts are written.
pub(crate) fn scaled(mut amount: Decimal, currency: &Currency) -> Decimal {
    amount.rescale(currency.places());
    amount
}
