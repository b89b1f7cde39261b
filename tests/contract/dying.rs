//! Stores that are lost to whoever asks them, as when its process is killed.

use std::sync::atomic::{AtomicI32, Ordering};

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::account::Account;
use longhand_core::audit::{Change, Entry};
use longhand_core::bill::Bill;
use longhand_core::correction::{Correction, SignedCorrection};
use longhand_core::error::StoreError;
use longhand_core::ids::AccountId;
use longhand_core::ledger::SignedPage;
use longhand_core::ports::{
    AccountReader, Answer, Bills, Corrections, Cursor, DueHour, HourReader, Ledger, Signer, Span, UsageWriter, Written,
};
use longhand_core::usage::Total;

use crate::Ports;

/// A rollup's stores, of which one is asked last: it does what it is asked, and is not heard any more.
pub struct Dying {
    ports: Ports,
    left: AtomicI32,
}

impl Dying {
    /// Answers so often.
    pub fn after(ports: Ports, answers: i32) -> Self {
        Self { ports, left: AtomicI32::new(answers) }
    }

    fn heard<T>(&self, answer: Answer<T>) -> Answer<T> {
        let left = self.left.fetch_sub(1, Ordering::Relaxed);
        if left > 0 { answer } else { Err(StoreError::new("answering", "the process was killed")) }
    }

    /// Whether it is asked at all.
    fn lives(&self) -> Answer<()> {
        let lives = self.left.load(Ordering::Relaxed) > 0;
        if lives { Ok(()) } else { Err(StoreError::new("asking", "the process was killed")) }
    }
}

#[async_trait]
impl HourReader for Dying {
    fn parts(&self) -> u32 {
        self.ports.parts()
    }

    async fn hour(&self, hour: Timestamp, part: u32, after: Option<&Cursor>, limit: u32) -> Answer<Vec<Entry>> {
        self.lives()?;
        self.heard(self.ports.hour(hour, part, after, limit).await)
    }
}

#[async_trait]
impl UsageWriter for Dying {
    async fn due(&self, before: Timestamp, limit: u32) -> Answer<Vec<DueHour>> {
        self.lives()?;
        self.heard(self.ports.due(before, limit).await)
    }

    async fn keep(&self, due: &DueHour, totals: &[Total]) -> Answer<()> {
        self.lives()?;
        self.heard(self.ports.keep(due, totals).await)
    }

    async fn advance(&self, hour: Timestamp) -> Answer<()> {
        self.lives()?;
        self.heard(self.ports.advance(hour).await)
    }
}

#[async_trait]
impl Ledger for Dying {
    async fn enter(&self, page: &SignedPage) -> Answer<Written> {
        self.lives()?;
        self.heard(self.ports.enter(page).await)
    }

    async fn pages(&self, after: u64, limit: u32) -> Answer<Vec<SignedPage>> {
        self.ports.pages(after, limit).await
    }

    async fn last_page(&self) -> Answer<Option<SignedPage>> {
        self.lives()?;
        self.heard(self.ports.last_page().await)
    }

    async fn page_of(&self, hour: Timestamp) -> Answer<Option<SignedPage>> {
        self.lives()?;
        self.heard(self.ports.page_of(hour).await)
    }
}

#[async_trait]
impl Signer for Dying {
    async fn sign(&self, message: &[u8]) -> Answer<Vec<u8>> {
        self.lives()?;
        self.heard(self.ports.sign(message).await)
    }
}

#[async_trait]
impl AccountReader for Dying {
    async fn account(&self, id: &AccountId) -> Answer<Option<Account>> {
        self.lives()?;
        self.heard(self.ports.account(id).await)
    }

    async fn accounts_of(&self, subject: &str) -> Answer<Vec<Account>> {
        self.ports.accounts_of(subject).await
    }
}

#[async_trait]
impl Bills for Dying {
    fn log(&self) -> Option<&str> {
        self.ports.log()
    }

    async fn bills_in(&self, account: &AccountId, span: Span) -> Answer<Vec<Bill>> {
        self.lives()?;
        self.heard(self.ports.bills_in(account, span).await)
    }

    async fn bill(&self, account: &AccountId, hour: Timestamp) -> Answer<Option<Bill>> {
        self.lives()?;
        self.heard(self.ports.bill(account, hour).await)
    }

    async fn put_bill(&self, bill: &Bill) -> Answer<Written> {
        self.lives()?;
        self.heard(self.ports.put_bill(bill).await)
    }

    async fn open_bills(&self, after: Option<(&AccountId, Timestamp)>, limit: u32) -> Answer<Vec<Bill>> {
        self.lives()?;
        self.heard(self.ports.open_bills(after, limit).await)
    }
}

#[async_trait]
impl Corrections for Dying {
    async fn put_correction(&self, correction: &Correction, change: &Change) -> Answer<Written> {
        self.lives()?;
        self.heard(self.ports.put_correction(correction, change).await)
    }

    async fn corrections(&self, account: &AccountId, span: Span) -> Answer<Vec<SignedCorrection>> {
        self.lives()?;
        self.heard(self.ports.corrections(account, span).await)
    }

    async fn unsigned(&self, limit: u32) -> Answer<Vec<SignedCorrection>> {
        self.lives()?;
        self.heard(self.ports.unsigned(limit).await)
    }

    async fn put_signature(&self, correction: &SignedCorrection) -> Answer<()> {
        self.lives()?;
        self.heard(self.ports.put_signature(correction).await)
    }
}
