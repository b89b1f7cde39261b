//! What is wrong with a tariff.

use rust_decimal::Decimal;

use super::{Currency, Tariff};
use crate::error::FieldError;

/// Most of a price, and most decimal places of one: with [`MOST_UNITS`](super::MOST_UNITS) units exact.
const DEAREST: u64 = 1_000_000;
const FINEST: u32 = 9;

impl Tariff {
    /// Adds all its faults.
    pub(crate) fn check(&self, name: &str, currency: &Currency, faults: &mut Vec<FieldError>) {
        let places = currency.places();
        for (field, amount) in [("fee", self.fee), ("minimum", self.minimum)] {
            let field = format!("{name}.{field}");
            faults.extend(wrong(amount, places).map(|complaint| FieldError::new(&field, &complaint)));
        }
        let mut begin = 0;
        for (nth, tier) in (1..).zip(&self.tiers) {
            let field = |field: &str| format!("{name}.tiers {nth}: {field}");
            faults.extend(wrong(tier.price, FINEST).map(|complaint| FieldError::new(&field("price"), &complaint)));
            let last = nth == self.tiers.len();
            match tier.up_to {
                None if !last => faults.push(FieldError::new(&field("up_to"), "is required but of the last tier")),
                Some(_) if last => faults.push(FieldError::new(&field("up_to"), "must be left out of the last tier")),
                Some(end) if end <= begin => {
                    faults.push(FieldError::new(&field("up_to"), &format!("must be more than {begin}")));
                }
                _ => {}
            }
            begin = tier.up_to.unwrap_or(begin);
        }
        if self.tiers.is_empty() {
            faults.push(FieldError::new(&format!("{name}.tiers"), "must have at least one tier"));
        }
    }
}

/// What is wrong with an amount of at most so many decimal places.
fn wrong(amount: Decimal, places: u32) -> Option<String> {
    let fits = amount.is_sign_positive() || amount.is_zero();
    let fits = fits && amount <= Decimal::from(DEAREST) && amount.normalize().scale() <= places;
    (!fits).then(|| format!("must be 0 to {DEAREST} with at most {places} decimal places"))
}
