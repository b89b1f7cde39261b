//! What an account left behind is taken away after it was closed for good.

use std::pin::pin;
use std::sync::Arc;

use futures_util::stream::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};

use super::pages::pages_of_accounts;
use crate::account::Account;
use crate::error::StoreError;
use crate::ports::{AccountLister, Eraser};

/// Things taken away at a time.
const PAGE: u32 = 1000;
/// For so long after its end an account is looked at again: what was under way when it was closed comes later.
const LOOKED_AFTER: SignedDuration = SignedDuration::from_hours(40 * 24);

/// Takes away what closed accounts left behind.
pub struct Erasure {
    accounts: Arc<dyn AccountLister>,
    eraser: Arc<dyn Eraser>,
}

impl Erasure {
    /// With these means.
    #[must_use]
    pub fn new(accounts: Arc<dyn AccountLister>, eraser: Arc<dyn Eraser>) -> Self {
        Self { accounts, eraser }
    }

    /// Takes away everything of accounts that were erased before `now`; how many things.
    ///
    /// # Errors
    /// If a store does not answer; what is gone till then is gone.
    pub async fn run(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut gone = 0;
        let mut pages = pin!(pages_of_accounts(&*self.accounts));
        while let Some(page) = pages.try_next().await? {
            for account in &page {
                gone += self.empty(account, now).await?;
            }
        }
        Ok(gone)
    }

    async fn empty(&self, account: &Account, now: Timestamp) -> Result<u64, StoreError> {
        let Some(erased) = account.erased.filter(|at| now.duration_since(*at) < LOOKED_AFTER) else { return Ok(0) };
        let mut gone = 0;
        loop {
            match self.eraser.erase(&account.id, erased, PAGE).await? {
                0 => return Ok(gone),
                some => gone += some,
            }
        }
    }
}
