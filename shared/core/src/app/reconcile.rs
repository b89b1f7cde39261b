//! What the biller has, held against what it was told, and that against what was counted.

mod books;

use core::fmt;
use std::pin::pin;
use std::sync::Arc;

use futures_util::future::{try_join, try_join_all};
use futures_util::stream::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};

use self::books::{Counts, Customers, OfAccount, Sums};
use super::pages::pages_of_accounts;
use crate::audit::hour_of;
use crate::bill::{Customer, Meter};
use crate::error::StoreError;
use crate::ids::AccountId;
use crate::ports::{AccountLister, Answer, Biller, Bills, Span, UsageReader};

/// Accounts read, and customers asked for, at the same time.
const TOGETHER: usize = 16;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// An hour and meter of which not all have the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Whose.
    pub customer: Customer,
    /// Of which accounts.
    pub accounts: Vec<AccountId>,
    /// The hour's first moment.
    pub hour: Timestamp,
    /// Of which meter.
    pub meter: Meter,
    /// What the log came to, with what was corrected.
    pub counted: i64,
    /// What the biller was told.
    pub told: i64,
    /// What it has.
    pub known: i64,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { customer, accounts, hour, meter, counted, told, known } = self;
        let customer = customer.as_str();
        let accounts: Vec<_> = accounts.iter().map(AccountId::as_str).collect();
        let accounts = accounts.join(", ");
        write!(f, "{known} {meter} of {customer} in {hour}, told {told}, counted {counted} (account {accounts})")
    }
}

/// Compares.
pub struct Reconciler {
    accounts: Arc<dyn AccountLister>,
    usage: Arc<dyn UsageReader>,
    bills: Arc<dyn Bills>,
}

impl Reconciler {
    /// How far back is compared each hour.
    pub const EACH_HOUR: SignedDuration = SignedDuration::from_hours(2 * 24);
    /// And each day: as far as use may come late.
    pub const EACH_DAY: SignedDuration = SignedDuration::from_hours(35 * 24);

    /// With these means.
    #[must_use]
    pub fn new(accounts: Arc<dyn AccountLister>, usage: Arc<dyn UsageReader>, bills: Arc<dyn Bills>) -> Self {
        Self { accounts, usage, bills }
    }

    /// All on one store.
    pub fn on<S: AccountLister + UsageReader + Bills + 'static>(store: &Arc<S>) -> Self {
        Self::new(store.clone(), store.clone(), store.clone())
    }

    /// The differences of the hours that begin in `span` and are over at `now`, by customer, meter and hour. Those of which
    /// the biller is being told something (for less than a day), or was within the hour before `now`, are left for
    /// another time.
    ///
    /// # Errors
    /// If a store or the biller does not answer.
    pub async fn run(&self, biller: &dyn Biller, span: Span, now: Timestamp) -> Result<Vec<Difference>, StoreError> {
        let span = Span { from: hour_of(span.from), to: span.to.min(hour_of(now)) };
        let mut found = self.differences(biller, span, now).await?;
        if !found.is_empty() {
            // What was told between reading the books and asking is none.
            let again = self.differences(biller, span, now).await?;
            found.retain(|difference| again.contains(difference));
        }
        Ok(found)
    }

    async fn differences(&self, biller: &dyn Biller, span: Span, now: Timestamp) -> Answer<Vec<Difference>> {
        let customers = self.customers(span, now).await?;
        let all: Vec<_> = customers.0.iter().collect();
        let mut found = Vec::new();
        for some in all.chunks(TOGETHER) {
            let compared = some.iter().map(|(customer, sums)| compare(biller, customer, sums, span));
            found.extend(try_join_all(compared).await?.into_iter().flatten());
        }
        Ok(found)
    }

    /// What was counted and told, by customer and hour; also of those who used nothing: the biller may have something.
    async fn customers(&self, span: Span, now: Timestamp) -> Answer<Customers> {
        let mut customers = Customers::default();
        let mut pages = pin!(pages_of_accounts(&*self.accounts));
        while let Some(page) = pages.try_next().await? {
            for some in page.chunks(TOGETHER) {
                let read = some.iter().map(|account| async move {
                    let read = try_join(self.usage.totals(&account.id, span), self.bills.bills_in(&account.id, span));
                    read.await.map(|(totals, bills)| OfAccount::new(account, &totals, bills))
                });
                try_join_all(read).await?.iter().for_each(|of| customers.add(of, now));
            }
        }
        Ok(customers)
    }
}

/// Asks for hours that are next to each other at once, and for half as many while that is not what was told.
async fn compare(biller: &dyn Biller, customer: &Customer, sums: &Sums, span: Span) -> Answer<Vec<Difference>> {
    let mut found = Vec::new();
    for meter in Meter::ALL {
        let mut parts = sums.settled(span);
        while let Some(part) = parts.pop() {
            let (Some((first, _)), Some((last, counts))) = (part.first(), part.last()) else { continue };
            let known = biller.known(customer, meter, Span { from: *first, to: *last + HOUR }).await?;
            let told: i64 = part.iter().map(|(_, counts)| counts.told.by(meter)).sum();
            let is_of = |Counts { counted, told, .. }: &Counts| counted.by(meter) == told.by(meter);
            if known == told && part.iter().all(|(_, counts)| is_of(counts)) {
                continue;
            }
            if part.len() > 1 {
                let (earlier, later) = part.split_at(part.len() / 2);
                parts.extend([later.to_vec(), earlier.to_vec()]);
                continue;
            }
            let (customer, accounts, hour) = (customer.clone(), sums.accounts.clone(), *first);
            let counted = counts.counted.by(meter);
            found.push(Difference { customer, accounts, hour, meter, counted, told, known });
        }
    }
    Ok(found)
}
