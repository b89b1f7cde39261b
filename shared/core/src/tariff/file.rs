//! The file of tariffs (TOML).

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::{Currency, Length, Tariff, Tariffs, Tier, Tiering, Unit};
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
    plan: BTreeMap<String, Terms>,
    #[serde(default)]
    account: BTreeMap<String, Terms>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    #[serde(default)]
    period: Length,
    #[serde(default, with = "rust_decimal::serde::str")]
    fee: Decimal,
    #[serde(default)]
    unit: Unit,
    #[serde(default)]
    included: u64,
    #[serde(default)]
    tiering: Tiering,
    tiers: Vec<Step>,
    #[serde(default, with = "rust_decimal::serde::str")]
    minimum: Decimal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    up_to: Option<u64>,
    #[serde(with = "rust_decimal::serde::str")]
    price: Decimal,
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
        for (name, terms) in written.plan {
            let tariff = terms.tariff(&format!("plan.{name}"), &currency, &mut faults);
            match Plan::ALL.iter().find(|(known, plan)| *known == name && plan.has_live_tokens()) {
                Some((known, _)) => drop(by_plan.insert(*known, tariff)),
                None => faults.push(FieldError::new(&format!("plan.{name}"), "must be plan.paid or plan.enterprise")),
            }
        }
        for (id, terms) in written.account {
            let tariff = terms.tariff(&format!("account.{id}"), &currency, &mut faults);
            match id.parse::<AccountId>().ok() {
                Some(account) => drop(by_account.insert(account, tariff)),
                None => faults.push(FieldError::new(&format!("account.{id}"), "must be the id of an account")),
            }
        }
        FieldErrors::none_or(faults, Self { currency, zone, by_plan, by_account })
    }
}

impl Terms {
    fn tariff(self, name: &str, currency: &Currency, faults: &mut Vec<FieldError>) -> Tariff {
        let places = currency.places();
        for (field, amount) in [("fee", self.fee), ("minimum", self.minimum)] {
            let field = format!("{name}.{field}");
            faults.extend(wrong(amount, places).map(|complaint| FieldError::new(&field, &complaint)));
        }
        let mut begin = 0;
        for (nth, step) in (1..).zip(&self.tiers) {
            let field = |field: &str| format!("{name}.tiers {nth}: {field}");
            faults.extend(wrong(step.price, FINEST).map(|complaint| FieldError::new(&field("price"), &complaint)));
            let last = nth == self.tiers.len();
            match step.up_to {
                None if !last => faults.push(FieldError::new(&field("up_to"), "is required but of the last tier")),
                Some(_) if last => faults.push(FieldError::new(&field("up_to"), "must be left out of the last tier")),
                Some(end) if end <= begin => {
                    faults.push(FieldError::new(&field("up_to"), &format!("must be more than {begin}")));
                }
                _ => {}
            }
            begin = step.up_to.unwrap_or(begin);
        }
        if self.tiers.is_empty() {
            faults.push(FieldError::new(&format!("{name}.tiers"), "must have at least one tier"));
        }
        let tiers = self.tiers.into_iter().map(|Step { up_to, price }| Tier { up_to, price }).collect();
        let Self { period: length, fee, unit, included, tiering, minimum, .. } = self;
        Tariff { length, fee, unit, included, tiering, tiers, minimum }
    }
}

/// What is wrong with an amount of at most so many decimal places.
fn wrong(amount: Decimal, places: u32) -> Option<String> {
    let fits = amount.is_sign_positive() || amount.is_zero();
    let fits = fits && amount <= Decimal::from(DEAREST) && amount.normalize().scale() <= places;
    (!fits).then(|| format!("must be 0 to {DEAREST} with at most {places} decimal places"))
}
