//! What accounts may do and what it costs: plans as data.

mod file;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;
use longhand_ink::hand::Hand;
use longhand_ink::params::Format;

use crate::account::{Account, Plan};
use crate::error::AppError;
use crate::ids::AccountId;
use crate::tariff::Tariffs;
use crate::tokens::{Cap, Kind};

/// All plans, and what was agreed with single accounts.
#[derive(Clone, Debug, Default)]
pub struct Plans {
    /// Calls in a minute from one address; `None` for as many as they like.
    pub address_calls: Option<u32>,
    /// Until when test tokens draw nothing, if they are paused: this is not in the file.
    pub tests_paused_until: Option<Timestamp>,
    /// What use costs; `None` if nobody is to see what they owe.
    pub tariffs: Option<Tariffs>,
    by_plan: BTreeMap<Plan, Allowance>,
    by_account: BTreeMap<AccountId, Allowance>,
}

/// What an account may do. What is `None` is not limited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// Calls in a minute of one token.
    pub token_calls: Option<u32>,
    /// Calls in a minute of all its tokens together.
    pub account_calls: Option<u32>,
    /// Kinds of files that are drawn for it.
    pub formats: Option<Vec<Format>>,
    /// Titles of hands that write for it.
    pub hands: Option<Vec<String>>,
    /// Most billed images of all its tokens together.
    pub monthly_cap: Option<Cap>,
}

/// That of accounts of which nothing is said.
static EVERYTHING: Allowance =
    Allowance { token_calls: None, account_calls: None, formats: None, hands: None, monthly_cap: None };

impl Plans {
    /// Whether tokens of this kind may draw at `now`.
    ///
    /// # Errors
    /// [`AppError::TestsPaused`].
    pub fn lets_draw(&self, kind: Kind, now: Timestamp) -> Result<(), AppError> {
        match self.tests_paused_until.filter(|until| kind == Kind::Test && now < *until) {
            Some(until) => Err(AppError::TestsPaused { until }),
            None => Ok(()),
        }
    }

    /// What this account may do: what was agreed with it, or what its plan allows.
    #[must_use]
    pub fn allowance(&self, account: &Account) -> &Allowance {
        self.by_account.get(&account.id).or_else(|| self.by_plan.get(&account.plan)).unwrap_or(&EVERYTHING)
    }
}

impl Allowance {
    /// Goes on if a file of this kind, in this hand, is drawn for the account.
    ///
    /// # Errors
    /// [`AppError::PlanLacks`].
    pub fn lets(&self, format: Format, hand: &Hand) -> Result<(), AppError> {
        if let Some(formats) = self.formats.as_ref().filter(|formats| !formats.contains(&format)) {
            let (format, names) = (format.name(), formats.iter().map(|format| format.name()).collect::<Vec<_>>());
            return Err(AppError::PlanLacks(format!("the plan has no {format}, but {}", names.join(", ")).into()));
        }
        if self.writes(hand.title()) {
            return Ok(());
        }
        Err(AppError::PlanLacks("the plan does not have this hand; GET /handwritings lists those that it has".into()))
    }

    /// Whether the hand of this title writes for the account.
    #[must_use]
    pub fn writes(&self, title: &str) -> bool {
        self.hands.as_ref().is_none_or(|hands| hands.iter().any(|hand| hand == title))
    }
}
