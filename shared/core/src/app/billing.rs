//! Telling the biller what was used: each live render once, whatever dies on the way.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};

use crate::bill::{Bill, Customer, Meter, Used};
use crate::correction::Correction;
use crate::error::StoreError;
use crate::ids::AccountId;
use crate::ports::{AccountReader, Answer, Biller, Bills, Span, Taken, Written};
use crate::usage::Total;

/// Bills read at a time, and how many are worked on at the same time.
const PAGE: u32 = 100;
const TOGETHER: usize = 16;
/// For so long the biller knows that it was told something before. After that it is asked what it has.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(20);

/// Keeps bills of what was used, and tells a biller of them.
#[derive(Clone)]
pub struct Books {
    bills: Arc<dyn Bills>,
    accounts: Arc<dyn AccountReader>,
}

/// What came of telling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Bills of which the biller has everything now.
    pub bills: u64,
    /// Bills that it will not take, and why. They stay open, and are tried again with the next run.
    pub refused: Vec<(AccountId, Timestamp, String)>,
}

impl Books {
    /// With these means.
    #[must_use]
    pub fn new(bills: Arc<dyn Bills>, accounts: Arc<dyn AccountReader>) -> Self {
        Self { bills, accounts }
    }

    /// Both on one store.
    pub fn on<S: Bills + AccountReader + 'static>(store: &Arc<S>) -> Self {
        Self::new(store.clone(), store.clone())
    }

    /// Makes bills of an hour's totals, for accounts that a biller knows, whether or not it can be told just now.
    ///
    /// # Errors
    /// If a store does not answer.
    pub(super) async fn note(&self, hour: Timestamp, totals: &[Total]) -> Answer<()> {
        let mut used: BTreeMap<&AccountId, Used> = BTreeMap::new();
        for total in totals {
            let sum = used.entry(&total.account).or_default();
            *sum = sum.plus(Used::of(total));
        }
        let used: Vec<_> = used.into_iter().filter(|(_, used)| *used != Used::default()).collect();
        for some in used.chunks(TOGETHER) {
            try_join_all(some.iter().map(|(account, used)| self.note_one(account, hour, *used))).await?;
        }
        Ok(())
    }

    async fn note_one(&self, account: &AccountId, hour: Timestamp, used: Used) -> Answer<()> {
        self.grow(account, hour, |bill| bill.used(used)).await
    }

    /// Makes a correction part of its hour's bill, once, if a biller knows the account.
    ///
    /// # Errors
    /// If a store does not answer.
    pub(super) async fn correct(&self, correction: &Correction) -> Answer<()> {
        self.grow(&correction.account, correction.hour, |bill| bill.corrected(correction)).await
    }

    /// Stores what `next` makes of a bill, if anything, for an account that a biller knows.
    async fn grow(&self, account: &AccountId, hour: Timestamp, next: impl Fn(&Bill) -> Option<Bill>) -> Answer<()> {
        if self.customer(account).await?.is_none() {
            return Ok(());
        }
        loop {
            let known = self.bills.bill(account, hour).await?;
            let known = known.unwrap_or_else(|| Bill::new(account.clone(), hour, self.bills.log()));
            let Some(more) = next(&known) else { return Ok(()) };
            if self.bills.put_bill(&more).await? == Written::Done {
                return Ok(());
            }
        }
    }

    /// Tells `biller` of all open bills.
    ///
    /// # Errors
    /// If a store or the biller does not answer; what is told till then is told.
    pub async fn tell(&self, biller: &dyn Biller, now: Timestamp) -> Result<Told, StoreError> {
        let (mut told, mut after): (Told, Option<Bill>) = (Told::default(), None);
        loop {
            let last = after.as_ref().map(|bill| (&bill.account, bill.hour));
            let page = self.bills.open_bills(last, PAGE).await?;
            for some in page.chunks(TOGETHER) {
                let taken = try_join_all(some.iter().map(|bill| self.tell_one(biller, bill, now))).await?;
                for (bill, taken) in some.iter().zip(taken) {
                    match taken {
                        Taken::Yes => told.bills += 1,
                        Taken::Refused(why) => told.refused.push((bill.account.clone(), bill.hour, why)),
                    }
                }
            }
            let full = page.len() == PAGE as usize;
            after = page.into_iter().last().filter(|_| full);
            if after.is_none() {
                return Ok(told);
            }
        }
    }

    /// Tells the biller of a bill. What is told is written down first: whoever comes after a crash says the same again.
    async fn tell_one(&self, biller: &dyn Biller, bill: &Bill, now: Timestamp) -> Answer<Taken> {
        let Some(customer) = self.customer(&bill.account).await? else {
            return Ok(Taken::Refused("the account has no customer of the biller".to_owned()));
        };
        let begun = bill.begun(&customer, now);
        if begun != *bill && self.bills.put_bill(&begun).await? == Written::Conflict {
            // Another run is at it.
            return Ok(Taken::Yes);
        }
        for meter in Meter::ALL {
            if let Taken::Refused(why) = tell_meter(biller, &begun, meter, now).await? {
                return Ok(Taken::Refused(why));
            }
        }
        // A conflict is another run that told the same, or calls that came late: those keep it open.
        if self.bills.put_bill(&begun.done(now)).await? == Written::Conflict {
            self.close_after_conflict(&begun, now).await?;
        }
        Ok(Taken::Yes)
    }

    /// Notes that what was being told is told, in a bill that grew meanwhile.
    async fn close_after_conflict(&self, begun: &Bill, now: Timestamp) -> Answer<()> {
        loop {
            let Some(known) = self.bills.bill(&begun.account, begun.hour).await? else { return Ok(()) };
            if (known.telling, known.parts) != (begun.telling, begun.parts) {
                return Ok(());
            }
            if self.bills.put_bill(&known.done(now)).await? == Written::Done {
                return Ok(());
            }
        }
    }

    async fn customer(&self, account: &AccountId) -> Answer<Option<Customer>> {
        Ok(self.accounts.account(account).await?.and_then(|account| account.customer))
    }
}

async fn tell_meter(biller: &dyn Biller, bill: &Bill, meter: Meter, now: Timestamp) -> Answer<Taken> {
    let Some(event) = bill.event(meter) else { return Ok(Taken::Yes) };
    let is_old = bill.telling.is_some_and(|telling| now.duration_since(telling.since) > REMEMBERED);
    if is_old {
        // Of another account of that customer too: what is held back for it, the reconciler names.
        let known = biller.known(&event.customer, meter, Span::hour(bill.hour)).await?;
        let told = bill.told.by(meter) + event.value;
        if if event.value > 0 { known >= told } else { known <= told } {
            return Ok(Taken::Yes);
        }
    }
    biller.tell(&event).await
}
