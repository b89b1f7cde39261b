//! What the biller has, held against what it was told.

use core::fmt;
use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;

use futures_util::future::try_join_all;
use futures_util::stream::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};

use super::pages::pages_of_accounts;
use crate::bill::{Amount, Bill, Customer, Meter};
use crate::error::StoreError;
use crate::ids::AccountId;
use crate::permit::window;
use crate::ports::{AccountLister, Answer, Biller, Bills, Span};

/// Days that are compared: as many as use may come late.
const DAYS: i64 = 35;
const DAY_S: i64 = 24 * 3600;
/// A biller's sums have what it was told after so long.
const SUMMED_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// Accounts read, and customers asked for, at the same time.
const TOGETHER: usize = 16;

/// A day and meter of which the biller has something else than it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Whose.
    pub customer: Customer,
    /// Of which accounts.
    pub accounts: Vec<AccountId>,
    /// The day's first moment (UTC).
    pub day: Timestamp,
    /// Of which meter.
    pub meter: Meter,
    /// What it was told.
    pub told: i64,
    /// What it has.
    pub known: i64,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { customer, accounts, day, meter, told, known } = self;
        let (customer, day) = (customer.as_str(), day.strftime("%Y-%m-%d"));
        let accounts: Vec<_> = accounts.iter().map(AccountId::as_str).collect();
        write!(f, "{known} {meter} of {customer} on {day}, told {told} (account {})", accounts.join(", "))
    }
}

/// What the biller was told of a day.
#[derive(Clone, Copy, Default)]
struct Day {
    told: Amount,
    /// Whether it is being told, or its sums may not have all of it.
    is_open: bool,
}

#[derive(Default)]
struct Customers(BTreeMap<Customer, (Vec<AccountId>, BTreeMap<Timestamp, Day>)>);

/// Compares.
pub struct Reconciler {
    accounts: Arc<dyn AccountLister>,
    bills: Arc<dyn Bills>,
}

impl Reconciler {
    /// With these means.
    #[must_use]
    pub fn new(accounts: Arc<dyn AccountLister>, bills: Arc<dyn Bills>) -> Self {
        Self { accounts, bills }
    }

    /// Both on one store.
    pub fn on<S: AccountLister + Bills + 'static>(store: &Arc<S>) -> Self {
        Self::new(store.clone(), store.clone())
    }

    /// The differences of the 35 days before that of `now`, by customer, meter and day. Days of which the biller is
    /// being told something, or was within the last hour, are left for another time.
    ///
    /// # Errors
    /// If a store or the biller does not answer.
    pub async fn run(&self, biller: &dyn Biller, now: Timestamp) -> Result<Vec<Difference>, StoreError> {
        let today = window(now, DAY_S);
        let span = Span { from: today - SignedDuration::from_hours(24 * DAYS), to: today };
        let customers = self.told(span, now).await?;
        let all: Vec<_> = customers.0.iter().collect();
        let mut found = Vec::new();
        for some in all.chunks(TOGETHER) {
            let compared =
                some.iter().map(|(customer, (accounts, days))| compare(biller, customer, accounts, days, span));
            found.extend(try_join_all(compared).await?.into_iter().flatten());
        }
        Ok(found)
    }

    /// What the biller was told, by customer and day.
    async fn told(&self, span: Span, now: Timestamp) -> Answer<Customers> {
        let mut customers = Customers::default();
        let mut pages = pin!(pages_of_accounts(&*self.accounts));
        while let Some(page) = pages.try_next().await? {
            for some in page.chunks(TOGETHER) {
                let bills = try_join_all(some.iter().map(|account| self.bills.bills_in(&account.id, span))).await?;
                bills.iter().flatten().for_each(|bill| customers.add(bill, now));
                // Also who was not billed at all: the biller may have something of them.
                for account in some {
                    if let Some(customer) = &account.customer {
                        customers.of(customer, &account.id);
                    }
                }
            }
        }
        Ok(customers)
    }
}

impl Customers {
    /// The days of a customer, who is one of this account.
    fn of(&mut self, customer: &Customer, account: &AccountId) -> &mut BTreeMap<Timestamp, Day> {
        let (accounts, days) = self.0.entry(customer.clone()).or_default();
        if accounts.last() != Some(account) {
            accounts.push(account.clone());
        }
        days
    }

    fn add(&mut self, bill: &Bill, now: Timestamp) {
        let Some(customer) = &bill.customer else { return };
        let day = self.of(customer, &bill.account).entry(window(bill.hour, DAY_S)).or_default();
        day.told = day.told.plus(bill.told);
        let is_fresh = bill.told_at.is_some_and(|at| now.duration_since(at) < SUMMED_AFTER);
        day.is_open |= bill.telling.is_some() || is_fresh;
    }
}

/// Asks for all days at once, and for each only if that is not what was told.
async fn compare(
    biller: &dyn Biller,
    customer: &Customer,
    accounts: &[AccountId],
    days: &BTreeMap<Timestamp, Day>,
    span: Span,
) -> Answer<Vec<Difference>> {
    let mut found = Vec::new();
    for meter in Meter::ALL {
        let told: i64 = days.values().map(|day| day.told.by(meter)).sum();
        if days.values().all(|day| !day.is_open) && biller.known(customer, meter, span).await? == told {
            continue;
        }
        for day in (0..DAYS).map(|n| span.from + SignedDuration::from_hours(24 * n)) {
            let books = days.get(&day).copied().unwrap_or_default();
            if books.is_open {
                continue;
            }
            let whole = Span { from: day, to: day + SignedDuration::from_hours(24) };
            let (told, known) = (books.told.by(meter), biller.known(customer, meter, whole).await?);
            if told != known {
                let (customer, accounts) = (customer.clone(), accounts.to_vec());
                found.push(Difference { customer, accounts, day, meter, told, known });
            }
        }
    }
    Ok(found)
}
