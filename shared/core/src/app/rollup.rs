//! The log's hours added up into totals.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};

use super::Books;
use crate::audit::hour_of;
use crate::error::StoreError;
use crate::ledger::{Chain, Contents, Page, SignedPage};
use crate::ports::{
    AccountReader, Answer, Bills, Cursor, DueHour, HourReader, Ledger, PartAdder, Signer, UsageWriter, Written,
};
use crate::usage::{Fold, PartSum, Total};

/// An hour is added up this long after its end: calls that began in it have ended, clocks agree by then.
const FINAL_AFTER: SignedDuration = SignedDuration::from_mins(10);
/// Most hours of one run: what a service that stood still for six weeks catches up at once.
const MOST_HOURS: u32 = 1000;
/// Entries read at a time.
const PAGE: u32 = 1000;

/// Tries of entering a page while others enter theirs.
const TRIES: usize = 32;

/// Adds up hours, enters each into the ledger and makes bills of it. It may run at any time, twice, or twice at once: the totals come out the same.
pub struct Rollup {
    hours: Arc<dyn HourReader>,
    usage: Arc<dyn UsageWriter>,
    ledger: Arc<dyn Ledger>,
    signer: Arc<dyn Signer>,
    books: Books,
    adder: Arc<dyn PartAdder>,
}

/// What became of an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rolled {
    /// Its first moment.
    pub hour: Timestamp,
    /// Its totals.
    pub totals: Vec<Total>,
}

impl Rollup {
    /// With these means.
    #[must_use]
    pub fn new(
        hours: Arc<dyn HourReader>,
        usage: Arc<dyn UsageWriter>,
        ledger: Arc<dyn Ledger>,
        signer: Arc<dyn Signer>,
        books: Books,
    ) -> Self {
        let adder = Arc::new(Here(Arc::clone(&hours)));
        Self { hours, usage, ledger, signer, books, adder }
    }

    /// The same where parts of hours are added up by somebody else.
    #[must_use]
    pub fn apart(self, adder: Arc<dyn PartAdder>) -> Self {
        Self { adder, ..self }
    }

    /// All of them on one store.
    pub fn on<S>(store: &Arc<S>) -> Self
    where
        S: HourReader + UsageWriter + Ledger + Signer + Bills + AccountReader + 'static,
    {
        let books = Books::on(store);
        Self::new(store.clone(), store.clone(), store.clone(), store.clone(), books)
    }

    /// Adds up all hours that are due at `now`, oldest first, up to a thousand of them.
    ///
    /// # Errors
    /// If a store does not answer; hours done till then are done.
    pub async fn run(&self, now: Timestamp) -> Result<Vec<Rolled>, StoreError> {
        let mut done = Vec::new();
        for due in self.usage.due(final_before(now), MOST_HOURS).await? {
            let totals = self.keep(&due, now).await?;
            self.usage.advance(due.hour).await?;
            done.push(Rolled { hour: due.hour, totals });
        }
        Ok(done)
    }

    /// Adds up the hour of `at` once more. Its totals are kept if it is long enough ago at `now` to be final.
    ///
    /// # Errors
    /// If a store does not answer.
    pub async fn hour(&self, at: Timestamp, now: Timestamp) -> Result<Rolled, StoreError> {
        let hour = hour_of(at);
        let totals = if hour < final_before(now) {
            self.keep(&DueHour { hour, late: 0 }, now).await?
        } else {
            self.add_up(hour).await?
        };
        Ok(Rolled { hour, totals })
    }

    /// What an hour comes to so far, also the open one; nothing is stored.
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn add_up(&self, hour: Timestamp) -> Result<Vec<Total>, StoreError> {
        Ok(add_up(&*self.adder, self.hours.parts(), hour).await?.totals)
    }

    /// Adds up an hour and keeps what it comes to. First its page and bills: an hour that is no longer due has
    /// them.
    async fn keep(&self, due: &DueHour, now: Timestamp) -> Result<Vec<Total>, StoreError> {
        let AddedUp { totals, contents } = add_up(&*self.adder, self.hours.parts(), due.hour).await?;
        self.enter(due.hour, contents, now).await?;
        self.books.note(due.hour, &totals).await?;
        self.usage.keep(due, &totals).await?;
        Ok(totals)
    }

    /// Enters what an hour holds into the ledger, unless its last page says the same.
    async fn enter(&self, hour: Timestamp, contents: Contents, now: Timestamp) -> Result<(), StoreError> {
        for _ in 0..TRIES {
            // First the last page: if another run enters this hour after that, this page's number is taken.
            let last = self.ledger.last_page().await?.map(|last| last.page);
            if self.ledger.page_of(hour).await?.is_some_and(|known| known.page.is_of(&contents)) {
                return Ok(());
            }
            let page = Page::after(last.as_ref(), hour, contents.clone(), now);
            let signature = self.signer.sign(&page.written()).await?;
            if self.ledger.enter(&SignedPage::new(page, &signature)).await? == Written::Done {
                return Ok(());
            }
        }
        Err(StoreError::new("entering a page into the ledger", "others do all the time"))
    }
}

/// What an hour comes to.
pub(super) struct AddedUp {
    /// By account and token.
    pub totals: Vec<Total>,
    /// What it holds.
    pub contents: Contents,
}

/// Adds up an hour of so many parts beside each other; nothing is stored.
pub(super) async fn add_up(adder: &dyn PartAdder, parts: u32, hour: Timestamp) -> Result<AddedUp, StoreError> {
    let sums = try_join_all((0..parts).map(|part| adder.add_up_part(hour, part))).await?;
    let (mut whole, mut chains) = (Fold::of(hour), Vec::new());
    for PartSum { totals, chain } in sums {
        whole.merge(totals);
        chains.push(chain);
    }
    Ok(AddedUp { totals: whole.totals(), contents: Contents::of(&chains) })
}

/// Adds up parts in this process.
pub struct Here(pub Arc<dyn HourReader>);

#[async_trait]
impl PartAdder for Here {
    /// Page by page: never more than a page of it is in memory.
    async fn add_up_part(&self, hour: Timestamp, part: u32) -> Answer<PartSum> {
        let (mut fold, mut chain, mut after) = (Fold::of(hour), Chain::default(), None);
        loop {
            let page = self.0.hour(hour, part, after.as_ref(), PAGE).await?;
            for entry in &page {
                fold.add(entry);
                chain.add(entry);
            }
            match page.last().filter(|_| page.len() == PAGE as usize) {
                Some(last) => after = Some(Cursor { at: last.at, id: last.id.clone() }),
                None => return Ok(PartSum { totals: fold.totals(), chain }),
            }
        }
    }
}

/// Hours before this one can be added up at `now`.
fn final_before(now: Timestamp) -> Timestamp {
    hour_of(now.saturating_sub(FINAL_AFTER).unwrap_or(Timestamp::MIN))
}
