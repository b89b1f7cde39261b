//! The file of plans (TOML).

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use longhand_ink::hand::catalogue;
use longhand_ink::params::Format;
use serde::Deserialize;

use super::{Allowance, Plans};
use crate::account::Plan;
use crate::error::{FieldError, FieldErrors};
use crate::ids::AccountId;
use crate::tariff::{Currency, Tariff, Tariffs};
use crate::tokens::Cap;

/// Most characters of a file: a store's item holds it.
pub const LONGEST: usize = 200_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    address_calls_per_minute: Option<u32>,
    prices: Option<Prices>,
    #[serde(default)]
    plan: BTreeMap<String, Terms>,
    #[serde(default)]
    account: BTreeMap<String, Terms>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prices {
    currency: String,
    #[serde(default = "utc")]
    zone: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    allows: Option<Allows>,
    price: Option<Tariff>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Allows {
    calls_per_minute: Option<u32>,
    account_calls_per_minute: Option<u32>,
    formats: Option<Vec<String>>,
    hands: Option<Vec<String>>,
    monthly_cap: Option<u64>,
}

fn utc() -> String {
    "UTC".to_owned()
}

/// What is read, and the faults found on the way.
#[derive(Default)]
struct Reader {
    plans: Plans,
    by_plan: BTreeMap<Plan, Tariff>,
    by_account: BTreeMap<AccountId, Tariff>,
    faults: Vec<FieldError>,
}

impl Plans {
    /// Reads a file of plans.
    ///
    /// # Errors
    /// Where it is no TOML of the right shape, that, with its line; otherwise all its faults.
    pub fn read(text: &str) -> Result<Self, FieldErrors> {
        if text.len() > LONGEST {
            return Err(FieldError::new("", &format!("a file of plans has at most {LONGEST} bytes")).into());
        }
        let written: Written = toml::from_str(text).map_err(|fault| FieldError::new("", fault.to_string().trim()))?;
        let mut reader = Reader::default();
        reader.plans.address_calls = reader.calls("address_calls_per_minute", written.address_calls_per_minute);
        let prices = written.prices.map(|prices| reader.prices(&prices));
        for (name, terms) in written.plan {
            let field = format!("plan.{name}");
            let plan = Plan::ALL.iter().find(|(known, _)| *known == name).map(|(_, plan)| *plan);
            match plan {
                None => reader.fault(&field, "must be plan.free, plan.paid or plan.enterprise"),
                Some(Plan::Free) if terms.price.is_some() => {
                    reader.fault(&format!("{field}.price"), "must be left out: free accounts pay nothing");
                }
                Some(_) => {}
            }
            let (allowance, price) = reader.terms(&field, terms, prices.as_ref());
            if let Some(plan) = plan {
                reader.plans.by_plan.extend(allowance.map(|allowance| (plan, allowance)));
                reader.by_plan.extend(price.map(|price| (plan, price)));
            }
        }
        for (id, terms) in written.account {
            let field = format!("account.{id}");
            let (allowance, price) = reader.terms(&field, terms, prices.as_ref());
            match id.parse::<AccountId>() {
                Ok(account) => {
                    reader.plans.by_account.extend(allowance.map(|allowance| (account.clone(), allowance)));
                    reader.by_account.extend(price.map(|price| (account, price)));
                }
                Err(_) => reader.fault(&field, "must be the id of an account"),
            }
        }
        let Reader { plans, by_plan, by_account, faults } = reader;
        let tariffs = prices.map(|(currency, zone)| Tariffs { currency, zone, by_plan, by_account });
        FieldErrors::none_or(faults, Self { tariffs, ..plans })
    }
}

impl Reader {
    fn fault(&mut self, field: &str, complaint: &str) {
        self.faults.push(FieldError::new(field, complaint));
    }

    /// A limit of calls, which lets some pass.
    fn calls(&mut self, field: &str, calls: Option<u32>) -> Option<u32> {
        if calls == Some(0) {
            self.fault(field, "must be at least 1");
        }
        calls
    }

    /// In what amounts are, and whose calendar counts.
    fn prices(&mut self, prices: &Prices) -> (Currency, TimeZone) {
        let currency = Currency::new(&prices.currency).unwrap_or_else(|| {
            self.fault("prices.currency", "must be a code of three capitals, such as EUR");
            Currency::none()
        });
        let zone = TimeZone::get(&prices.zone).unwrap_or_else(|_| {
            self.fault("prices.zone", "must be a time zone, such as Europe/Berlin");
            TimeZone::UTC
        });
        (currency, zone)
    }

    /// What a plan or an account has.
    fn terms(
        &mut self,
        field: &str,
        terms: Terms,
        prices: Option<&(Currency, TimeZone)>,
    ) -> (Option<Allowance>, Option<Tariff>) {
        match (&terms.price, prices) {
            (Some(price), Some((currency, _))) => price.check(&format!("{field}.price"), currency, &mut self.faults),
            (Some(_), None) => self.fault(&format!("{field}.price"), "needs the currency: prices.currency"),
            (None, _) => {}
        }
        let allowance = terms.allows.map(|allows| self.allowance(&format!("{field}.allows"), &allows));
        (allowance, terms.price)
    }

    fn allowance(&mut self, field: &str, allows: &Allows) -> Allowance {
        let format = |name: &str| Format::ALL.into_iter().find(|format| format.name() == name);
        let hand = |name: &str| catalogue().iter().find(|hand| [hand.id, hand.title].contains(&name));
        let title = |name: &str| hand(name).map(|hand| hand.title.to_owned());
        let formats = Format::ALL.map(Format::name).join(", ");
        if allows.monthly_cap == Some(0) {
            self.fault(&format!("{field}.monthly_cap"), "must be at least 1");
        }
        Allowance {
            token_calls: self.calls(&format!("{field}.calls_per_minute"), allows.calls_per_minute),
            account_calls: self.calls(&format!("{field}.account_calls_per_minute"), allows.account_calls_per_minute),
            formats: self.each(
                &format!("{field}.formats"),
                allows.formats.as_deref(),
                &format!("one of {formats}"),
                format,
            ),
            hands: self.each(&format!("{field}.hands"), allows.hands.as_deref(), "a hand of the catalogue", title),
            monthly_cap: allows.monthly_cap.map(Cap),
        }
    }

    /// What each name of a list stands for.
    fn each<T>(
        &mut self,
        field: &str,
        names: Option<&[String]>,
        what: &str,
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<Vec<T>> {
        let names = names?;
        if names.is_empty() {
            self.fault(field, "must have at least one entry, or be left out");
        }
        let mut found = Vec::new();
        for name in names {
            match find(name) {
                Some(one) => found.push(one),
                None => self.fault(field, &format!("must have {what} in each place, not {name:?}")),
            }
        }
        Some(found)
    }
}
