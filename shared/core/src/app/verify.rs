//! The ledger checked against the log, and the log against the totals that are billed.

use core::fmt;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::rollup::{AddedUp, Here, add_up};
use crate::audit::oldest_kept;
use crate::bill::Used;
use crate::error::StoreError;
use crate::ids::AccountId;
use crate::ledger::{Page, SignedPage};
use crate::ports::{Bills, Corrections, HourReader, Ledger, Span, UsageReader};
use crate::usage::Total;

/// Pages read at a time.
const PAGE: u32 = 1000;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What is not as it was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fault")]
pub enum Fault {
    /// A page does not follow the one before it: pages are missing, moved or changed.
    Broken {
        /// Its number.
        page: u64,
    },
    /// A page is not signed by the key.
    Unsigned {
        /// Its number.
        page: u64,
    },
    /// An hour that was added up has no page.
    NoPage {
        /// Its first moment.
        hour: Timestamp,
    },
    /// A later page of an hour has fewer entries than an earlier one.
    Fewer {
        /// The later page.
        page: u64,
    },
    /// The log has other entries than the page says.
    Changed {
        /// The hour's first moment.
        hour: Timestamp,
        /// How many the page says.
        signed: u64,
        /// How many there are.
        found: u64,
    },
    /// The page that was noted is no longer in the ledger.
    Gone {
        /// Its digest.
        head: String,
    },
    /// What is billed is not what the log has.
    Miscounted {
        /// The hour's first moment.
        hour: Timestamp,
        /// Whose.
        account: AccountId,
    },
    /// A correction is not as it was signed.
    Uncorrected {
        /// The hour's first moment.
        hour: Timestamp,
        /// Whose.
        account: AccountId,
    },
    /// A bill is not of what the log has, or the biller was told of more than that.
    Misbilled {
        /// The hour's first moment.
        hour: Timestamp,
        /// Whose.
        account: AccountId,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken { page } => write!(f, "page {page} does not follow the page before it"),
            Self::Unsigned { page } => write!(f, "page {page} is not signed by the key"),
            Self::NoPage { hour } => write!(f, "{hour}: the hour was added up but has no page"),
            Self::Fewer { page } => write!(f, "page {page} has fewer entries than its hour had before"),
            Self::Changed { hour, signed, found } => {
                write!(f, "{hour}: the log has changed since it was signed: {signed} entries then, {found} now")
            }
            Self::Gone { head } => write!(f, "no page has the digest {head}"),
            Self::Miscounted { hour, account } => write!(f, "{hour}: the totals of {account} are not what the log has"),
            Self::Uncorrected { hour, account } => {
                write!(f, "{hour}: a correction of {account} is not as it was signed")
            }
            Self::Misbilled { hour, account } => write!(f, "{hour}: the bill of {account} is not of what the log has"),
        }
    }
}

/// What was checked, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Pages of the ledger.
    pub pages: u64,
    /// Hours whose entries are still kept and were read again.
    pub hours: u64,
    /// Entries of those hours.
    pub entries: u64,
    /// The last page's digest: whoever notes it can tell later that nothing before it was replaced.
    pub head: Option<String>,
    /// Everything that is not as it was signed.
    pub faults: Vec<Fault>,
}

/// Checks the ledger. It needs no secret, and reads no text.
pub struct Verifier {
    hours: Arc<dyn HourReader>,
    usage: Arc<dyn UsageReader>,
    ledger: Arc<dyn Ledger>,
    bills: Arc<dyn Bills>,
    corrections: Arc<dyn Corrections>,
    key: Vec<u8>,
    head: Option<String>,
}

impl Verifier {
    /// With these means, and the public key that must have signed.
    #[must_use]
    pub fn new(
        hours: Arc<dyn HourReader>,
        usage: Arc<dyn UsageReader>,
        ledger: Arc<dyn Ledger>,
        bills: Arc<dyn Bills>,
        corrections: Arc<dyn Corrections>,
        key: Vec<u8>,
    ) -> Self {
        Self { hours, usage, ledger, bills, corrections, key, head: None }
    }

    /// And a page, by its digest, that must be in the ledger.
    #[must_use]
    pub fn with(self, head: Option<String>) -> Self {
        Self { head, ..self }
    }

    /// Checks every page, and every hour whose entries are still kept at `now`.
    ///
    /// # Errors
    /// If a store does not answer.
    pub async fn verify(&self, now: Timestamp) -> Result<Verdict, StoreError> {
        let mut verdict = Verdict::default();
        verdict.faults.extend(self.head.clone().map(|head| Fault::Gone { head }));
        let last_of = self.read_pages(&mut verdict).await?;
        // A page taken from between others is missed by the one after it; those at the end by what is kept.
        if let Some(kept_until) = self.usage.kept_until().await? {
            let last = last_of.last_key_value().map(|(hour, _)| *hour);
            let next = last.map_or_else(|| kept_until.saturating_sub(HOUR), |last| last.saturating_add(HOUR));
            let mut hour = next.unwrap_or(kept_until);
            while hour < kept_until {
                verdict.faults.push(Fault::NoPage { hour });
                hour = hour.saturating_add(HOUR).unwrap_or(kept_until);
            }
        }
        // The hour within which entries end by age is half gone.
        let whole = oldest_kept(now);
        for (hour, page) in last_of.range(whole..) {
            self.check_hour(*hour, page, &mut verdict).await?;
        }
        Ok(verdict)
    }

    /// Reads all pages in their order, and keeps each hour's last.
    async fn read_pages(&self, verdict: &mut Verdict) -> Result<BTreeMap<Timestamp, Page>, StoreError> {
        let (mut before, mut last_of) = (None::<Page>, BTreeMap::<Timestamp, Page>::new());
        loop {
            let after = before.as_ref().map_or(0, |page| page.number);
            let some = self.ledger.pages(after, PAGE).await?;
            let is_last = some.len() < PAGE as usize;
            for signed in some {
                self.check_page(&signed, before.as_ref(), verdict);
                let page = signed.page;
                if last_of.get(&page.hour).is_some_and(|earlier| earlier.entries > page.entries) {
                    verdict.faults.push(Fault::Fewer { page: page.number });
                }
                last_of.insert(page.hour, page.clone());
                before = Some(page);
            }
            if is_last {
                verdict.head = before.map(|page| page.digest_of_page());
                return Ok(last_of);
            }
        }
    }

    fn check_page(&self, signed: &SignedPage, before: Option<&Page>, verdict: &mut Verdict) {
        let page = &signed.page;
        if !page.follows(before) {
            verdict.faults.push(Fault::Broken { page: page.number });
        }
        if !signed.is_signed_by(&self.key) {
            verdict.faults.push(Fault::Unsigned { page: page.number });
        }
        if self.head.as_ref() == Some(&page.digest_of_page()) {
            verdict.faults.retain(|fault| !matches!(fault, Fault::Gone { .. }));
        }
        verdict.pages += 1;
    }

    async fn check_hour(&self, hour: Timestamp, page: &Page, verdict: &mut Verdict) -> Result<(), StoreError> {
        let AddedUp { totals, contents } = add_up(&Here(Arc::clone(&self.hours)), self.hours.parts(), hour).await?;
        verdict.hours += 1;
        verdict.entries += contents.entries;
        if !page.is_of(&contents) {
            verdict.faults.push(Fault::Changed { hour, signed: page.entries, found: contents.entries });
        }
        let mut by_account = BTreeMap::<AccountId, Vec<Total>>::new();
        for total in totals {
            by_account.entry(total.account.clone()).or_default().push(total);
        }
        let span = Span::hour(hour);
        for (account, totals) in by_account {
            let used = totals.iter().map(Used::of).fold(Used::default(), Used::plus);
            let bill = self.bills.bill(&account, hour).await?;
            let corrections = self.corrections.corrections(&account, span).await?;
            if bill.is_some_and(|bill| !bill.is_of(used, &corrections)) {
                verdict.faults.push(Fault::Misbilled { hour, account: account.clone() });
            }
            if corrections.iter().any(|correction| !correction.is_genuine(&self.key)) {
                verdict.faults.push(Fault::Uncorrected { hour, account: account.clone() });
            }
            if self.usage.totals(&account, span).await? != totals {
                verdict.faults.push(Fault::Miscounted { hour, account });
            }
        }
        Ok(())
    }
}
