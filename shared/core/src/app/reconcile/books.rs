//! What was counted, and what the biller was told of it, by customer and hour.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::account::Account;
use crate::bill::{Amount, Bill, Customer, Used};
use crate::ids::AccountId;
use crate::ports::Span;
use crate::usage::Total;

/// A biller's sums have what it was told after so long.
const SUMMED_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// What it would not take for so long it does not have.
const TOLD_WITHIN: SignedDuration = SignedDuration::from_hours(24);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Of an hour.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    /// What the log came to, with what was corrected.
    pub counted: Amount,
    /// What the biller was told.
    pub told: Amount,
    /// Whether it is being told, or its sums may not have all of it.
    is_open: bool,
}

/// What an account used, and its bills.
pub struct OfAccount<'a> {
    account: &'a Account,
    used: BTreeMap<Timestamp, Used>,
    bills: Vec<Bill>,
}

impl<'a> OfAccount<'a> {
    /// By its totals, of any order.
    pub fn new(account: &'a Account, totals: &[Total], bills: Vec<Bill>) -> Self {
        let mut used = BTreeMap::<_, Used>::new();
        for total in totals {
            let sum = used.entry(total.hour).or_default();
            *sum = sum.plus(Used::of(total));
        }
        Self { account, used, bills }
    }
}

/// Of a customer.
#[derive(Default)]
pub struct Sums {
    /// Who it is.
    pub accounts: Vec<AccountId>,
    hours: BTreeMap<Timestamp, Counts>,
}

impl Sums {
    /// The hours of `span` that are not open, in runs of hours that are next to each other. None goes from a month into
    /// another: what is too much in one is no less wrong for being missed in the next.
    pub fn settled(&self, span: Span) -> Vec<Vec<(Timestamp, Counts)>> {
        let mut runs = vec![Vec::new()];
        let mut hour = span.from;
        while hour < span.to {
            let counts = self.hours.get(&hour).copied().unwrap_or_default();
            let is_new_month = hour.strftime("%d %H").to_string() == "01 00";
            if is_new_month || counts.is_open {
                runs.push(Vec::new());
            }
            if let (Some(run), false) = (runs.last_mut(), counts.is_open) {
                run.push((hour, counts));
            }
            hour += HOUR;
        }
        // The first is asked of first.
        runs.reverse();
        runs
    }
}

/// All there are.
#[derive(Default)]
pub struct Customers(pub BTreeMap<Customer, Sums>);

impl Customers {
    fn of(&mut self, customer: &Customer, account: &AccountId) -> &mut Sums {
        let sums = self.0.entry(customer.clone()).or_default();
        if sums.accounts.last() != Some(account) {
            sums.accounts.push(account.clone());
        }
        sums
    }

    /// Adds an account's hours. What it used before it was a customer's is not billed, and not counted.
    pub fn add(&mut self, of: &OfAccount<'_>, now: Timestamp) {
        let account = &of.account.id;
        if let Some(customer) = &of.account.customer {
            self.of(customer, account);
        }
        let mut billed_to = BTreeMap::new();
        for bill in &of.bills {
            let Some(customer) = bill.customer.as_ref().or(of.account.customer.as_ref()) else { continue };
            let counts = self.of(customer, account).hours.entry(bill.hour).or_default();
            counts.told = counts.told.plus(bill.told);
            counts.counted = counts.counted.plus(bill.corrected);
            let is_fresh = bill.told_at.is_some_and(|at| now.duration_since(at) < SUMMED_AFTER);
            let is_told =
                bill.telling.map_or(bill.is_open(), |telling| now.duration_since(telling.since) < TOLD_WITHIN);
            counts.is_open |= is_told || is_fresh;
            if bill.used != Used::default() {
                billed_to.insert(bill.hour, customer);
            }
        }
        let Some(begun) = billed_to.first_key_value().map(|(hour, _)| *hour) else { return };
        for (hour, used) in of.used.range(begun..) {
            let Some(customer) = billed_to.get(hour).copied().or(of.account.customer.as_ref()) else { continue };
            let counts = self.of(customer, account).hours.entry(*hour).or_default();
            counts.counted = counts.counted.plus((*used).into());
        }
    }
}
