//! Tells accounts what they would not ask for in time.

use std::pin::pin;
use std::sync::Arc;

use futures_util::stream::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};

use super::pages::pages_of_accounts;
use crate::account::{Account, State};
use crate::error::StoreError;
use crate::ids::TokenKey;
use crate::notice::Notice;
use crate::ports::{AccountLister, AccountReader, Messenger, Outbox, TokenFilter, TokenLister};
use crate::tokens::TokenState;

/// A notice that could not be delivered for so long is set aside, for a person to look at: a postman who is away for a
/// night comes back by himself, an address that is wrong does not.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);
const PAGE: u32 = 1000;

/// Finds what is to be told, and tells it.
pub struct Herald {
    lister: Arc<dyn AccountLister>,
    accounts: Arc<dyn AccountReader>,
    tokens: Arc<dyn TokenLister>,
    outbox: Arc<dyn Outbox>,
    messenger: Arc<dyn Messenger>,
}

impl Herald {
    /// With these means.
    #[must_use]
    pub fn new(
        lister: Arc<dyn AccountLister>,
        accounts: Arc<dyn AccountReader>,
        tokens: Arc<dyn TokenLister>,
        outbox: Arc<dyn Outbox>,
        messenger: Arc<dyn Messenger>,
    ) -> Self {
        Self { lister, accounts, tokens, outbox, messenger }
    }

    /// Posts a notice for every token that ends within a week of `now`.
    ///
    /// # Errors
    /// If a store does not answer.
    pub async fn watch(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut pages = pin!(pages_of_accounts(&*self.lister));
        while let Some(page) = pages.try_next().await? {
            for account in page.iter().filter(|account| account.state != State::Closed) {
                self.watch_account(account, now).await?;
            }
        }
        Ok(())
    }

    async fn watch_account(&self, account: &Account, now: Timestamp) -> Result<(), StoreError> {
        let mut after: Option<TokenKey> = None;
        loop {
            let page = self.tokens.tokens(&account.id, &TokenFilter::default(), after.as_ref(), PAGE).await?;
            let active = page.iter().map(|listed| &listed.token).filter(|token| token.state(now) == TokenState::Active);
            for (token, end) in active.filter_map(|token| Some((token, token.ends_soon(now)?))) {
                let _ = self.outbox.post(&Notice::token_ends(token, end, now)).await?;
            }
            match page.last().filter(|_| page.len() == PAGE as usize) {
                Some(last) => after = Some(last.token.key.clone()),
                None => return Ok(()),
            }
        }
    }

    /// Delivers what is posted; returns how many notices are done. One of an account without a contact has
    /// nobody to go to: its log and its answers' headers tell the same. One that cannot be delivered keeps no other
    /// from it; after a day it is set aside.
    ///
    /// # Errors
    /// If a store does not answer, or the messenger did not take one; the others are delivered all the same.
    pub async fn deliver(&self, now: Timestamp) -> Result<usize, StoreError> {
        let (mut done, mut failed) = (0, None);
        for notice in self.outbox.unsent(PAGE).await? {
            let contact = self.accounts.account(&notice.account).await?.and_then(|account| account.contact);
            if let Some(contact) = contact
                && let Err(error) = self.messenger.deliver(&contact, &notice).await
            {
                if now.duration_since(notice.at) >= PATIENCE {
                    self.outbox.set_aside(&notice, now).await?;
                }
                failed = Some(error);
                continue;
            }
            self.outbox.sent(&notice, now).await?;
            done += 1;
        }
        failed.map_or(Ok(done), Err)
    }

    /// How many notices are set aside and wait for a person; more than a thousand are not counted. Those of accounts
    /// without a contact, as erased ones are, have nobody to go to any more and are forgotten.
    ///
    /// # Errors
    /// If a store does not answer.
    pub async fn aside(&self, now: Timestamp) -> Result<usize, StoreError> {
        let mut left = 0;
        for notice in self.outbox.aside(PAGE, now).await? {
            match self.accounts.account(&notice.account).await?.and_then(|account| account.contact) {
                Some(_) => left += 1,
                None => self.outbox.sent(&notice, now).await?,
            }
        }
        Ok(left)
    }
}
