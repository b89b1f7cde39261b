//! The file of tariffs (TOML).

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::{Currency, Tariff, Tariffs};
use crate::account::Plan;
use crate::error::{FieldError, FieldErrors};
use crate::ids::AccountId;

/// Most of a price, and most decimal places of one: with [`MOST_UNITS`](super::MOST_UNITS) units exact.
const DEAREST: u64 = 1_000_000;
const FINEST: u32 = 9;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    currency: String,
    #[serde(default = "utc")]
    zone: String,
    #[serde(default)]
    plan: BTreeMap<String, Tariff>,
    #[serde(default)]
    account: BTreeMap<String, Tariff>,
}

fn utc() -> String {
    "UTC".to_owned()
}

impl Tariffs {
    /// Reads a file of tariffs.
    ///
    /// # Errors
    /// Where it is no TOML of the right shape, that, with its line; otherwise all its faults.
    pub fn read(text: &str) -> Result<Self, FieldErrors> {
        let written: Written = toml::from_str(text).map_err(|fault| FieldError::new("", fault.to_string().trim()))?;
        let mut faults = Vec::new();
        let currency = Currency::new(&written.currency).unwrap_or_else(|| {
            faults.push(FieldError::new("currency", "must be a code of three capitals, such as EUR"));
            Currency("XXX".to_owned())
        });
        let zone = TimeZone::get(&written.zone).unwrap_or_else(|_| {
            faults.push(FieldError::new("zone", "must be a time zone, such as Europe/Berlin"));
            TimeZone::UTC
        });
        let (mut by_plan, mut by_account) = (BTreeMap::new(), BTreeMap::new());
        for (name, tariff) in written.plan {
            tariff.check(&format!("plan.{name}"), &currency, &mut faults);
            match Plan::ALL.iter().find(|(known, plan)| *known == name && plan.has_live_tokens()) {
                Some((_, plan)) => drop(by_plan.insert(*plan, tariff)),
                None => faults.push(FieldError::new(&format!("plan.{name}"), "must be plan.paid or plan.enterprise")),
            }
        }
        for (id, tariff) in written.account {
            tariff.check(&format!("account.{id}"), &currency, &mut faults);
            match id.parse::<AccountId>() {
                Ok(account) => drop(by_account.insert(account, tariff)),
                Err(_) => faults.push(FieldError::new(&format!("account.{id}"), "must be the id of an account")),
            }
        }
        FieldErrors::none_or(faults, Self { currency, zone, by_plan, by_account })
    }
}

impl Tariff {
    /// Adds all its faults.
    fn check(&self, name: &str, currency: &Currency, faults: &mut Vec<FieldError>) {
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
