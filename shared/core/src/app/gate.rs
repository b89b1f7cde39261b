//! Who calls: a token's key and secret to its account, or one answer for everyone else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::try_join;
use jiff::{SignedDuration, Timestamp};

use super::lockout::{Lockout, refusal};
use super::{Caller, Visit};
use crate::account::Account;
use crate::error::{AppError, StoreError};
use crate::ids::{AccountId, TokenKey};
use crate::permit::subscriber;
use crate::ports::{AccountReader, PepperSource, TokenReader, TokenToucher};
use crate::tokens::{Kind, LastUse, Peppers, PlainSecret, Token, verify};

/// How long a token is remembered: a revocation counts within this time.
pub const TOKEN_MEMORY: SignedDuration = SignedDuration::from_secs(5);
/// How long peppers are remembered.
const PEPPER_MEMORY: SignedDuration = SignedDuration::from_mins(5);
/// A token's last use is written at most this often.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// Most tokens remembered at once.
const MOST_REMEMBERED: usize = 10_000;

struct Remembered {
    token: Arc<Token>,
    account: Arc<Account>,
    read: Timestamp,
    touched: Option<Timestamp>,
}

/// Lets callers in.
pub struct Gate {
    tokens: Arc<dyn TokenReader>,
    accounts: Arc<dyn AccountReader>,
    peppers: Arc<dyn PepperSource>,
    toucher: Arc<dyn TokenToucher>,
    lockout: Option<Lockout>,
    remembered: Mutex<HashMap<TokenKey, Remembered>>,
    peppered: Mutex<Option<(Peppers, Timestamp)>>,
}

impl Gate {
    /// A gate that remembers nobody yet.
    #[must_use]
    pub fn new(
        tokens: Arc<dyn TokenReader>,
        accounts: Arc<dyn AccountReader>,
        peppers: Arc<dyn PepperSource>,
        toucher: Arc<dyn TokenToucher>,
    ) -> Self {
        let remembered = Mutex::default();
        Self { tokens, accounts, peppers, toucher, lockout: None, remembered, peppered: Mutex::default() }
    }

    /// The same that shuts out those who try secrets.
    #[must_use]
    pub fn watched(self, lockout: Option<Lockout>) -> Self {
        Self { lockout, ..self }
    }

    /// Whose token this is.
    ///
    /// # Errors
    /// [`AppError::Unauthorized`] for unknown, wrong, expired, revoked and those of accounts that are not
    /// active; [`AppError::Forbidden`] from an address or origin that the token does not list;
    /// [`AppError::PlanLacks`] for live tokens of accounts that no longer pay; [`AppError::ShutOut`] after too many
    /// wrong secrets, but for who knows it and comes from where the token was used last.
    pub async fn admit(&self, key: &TokenKey, secret: &PlainSecret, visit: &Visit) -> Result<Caller, AppError> {
        let peppers = self.peppers(visit.at).await?;
        let opens = |token: Option<&Token>| verify(token, secret, &peppers, visit.at);
        // What is remembered may be older than a new secret, which counts at once. So the unknown and the wrong
        // cost the same: one look into the store for token and account.
        let mut known = self.recall(key, visit.at).filter(|c| opens(Some(&c.token)).is_ok());
        if known.is_none() {
            let shut;
            (known, shut) = try_join(self.read(key, visit.at), self.shut(key, visit)).await?;
            let opened = opens(known.as_ref().map(|c| &*c.token));
            self.watch(key, visit, opened.is_ok(), shut).await?;
            opened?;
        }
        let caller = known.filter(|c| c.account.is_active()).ok_or(AppError::Unauthorized)?;
        if !caller.token.admits(visit.address) {
            return Err(AppError::Forbidden("the token is not allowed from this address".into()));
        }
        if !caller.token.admits_origin(visit.origin.as_deref()) {
            return Err(AppError::Forbidden("the token is not allowed from this origin".into()));
        }
        if caller.token.kind == Kind::Live && !caller.account.plan.has_live_tokens() {
            return Err(AppError::PlanLacks("live tokens need a paid plan; test tokens go on working".into()));
        }
        self.touch(key, visit).await;
        Ok(caller)
    }

    async fn shut(&self, key: &TokenKey, visit: &Visit) -> Result<Option<Timestamp>, StoreError> {
        let Some(lockout) = &self.lockout else { return Ok(None) };
        lockout.shut(Some(key.as_str()), visit.address, visit.at).await
    }

    /// Counts a wrong secret; refuses whom the door is shut for.
    async fn watch(&self, key: &TokenKey, visit: &Visit, knows: bool, shut: Option<Timestamp>) -> Result<(), AppError> {
        let Some(lockout) = &self.lockout else { return Ok(()) };
        if let Some(until) = shut {
            // Asked also of who does not know the secret, who is to wait as long.
            let last = self.tokens.last_use(key).await?.and_then(|last_use| last_use.address);
            let usual = last.map(subscriber).is_some_and(|last| visit.address.map(subscriber) == Some(last));
            return if knows && usual { Ok(()) } else { Err(refusal(until, visit.at)) };
        }
        if knows { Ok(()) } else { Ok(lockout.wrong(Some(key.as_str()), visit.address, visit.at).await?) }
    }

    /// The token that a key and a secret open, whoever shows them.
    ///
    /// # Errors
    /// If a store does not answer.
    pub(super) async fn opens(
        &self,
        key: &TokenKey,
        secret: &PlainSecret,
        at: Timestamp,
    ) -> Result<Option<Arc<Token>>, StoreError> {
        let peppers = self.peppers(at).await?;
        let known = self.know(key, at).await?.map(|caller| caller.token);
        Ok(known.filter(|token| verify(Some(token), secret, &peppers, at).is_ok()))
    }

    /// The token that signed something, without its secret; for links, which carry a proof of it.
    ///
    /// # Errors
    /// As [`admit`](Self::admit).
    pub async fn signer(&self, key: &TokenKey, at: Timestamp) -> Result<(Caller, Peppers), AppError> {
        let known = self.know(key, at).await?.ok_or(AppError::Unauthorized)?;
        let active = known.account.is_active() && known.token.state(at) == crate::tokens::TokenState::Active;
        if !active || (known.token.kind == Kind::Live && !known.account.plan.has_live_tokens()) {
            return Err(AppError::Unauthorized);
        }
        Ok((known, self.peppers(at).await?))
    }

    /// The peppers, read again when they are old.
    ///
    /// # Errors
    /// If they cannot be read.
    pub async fn peppers(&self, now: Timestamp) -> Result<Peppers, StoreError> {
        let held = self.peppered.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((peppers, _)) = held.filter(|(_, read)| is_fresh(*read, now, PEPPER_MEMORY)) {
            return Ok(peppers);
        }
        let peppers = self.peppers.peppers().await?;
        *self.peppered.lock().unwrap_or_else(PoisonError::into_inner) = Some((peppers.clone(), now));
        Ok(peppers)
    }

    /// The token and its account, as they were at most [`TOKEN_MEMORY`] ago. Unknown keys are asked for
    /// each time: a token works from the moment it is made.
    async fn know(&self, key: &TokenKey, now: Timestamp) -> Result<Option<Caller>, StoreError> {
        match self.recall(key, now) {
            Some(caller) => Ok(Some(caller)),
            None => self.read(key, now).await,
        }
    }

    /// The token and its account, as they are now. An unknown key costs as many looks into the store as a
    /// known one.
    async fn read(&self, key: &TokenKey, now: Timestamp) -> Result<Option<Caller>, StoreError> {
        let token = self.tokens.token(key).await?;
        let id = token.as_ref().map_or_else(|| AccountId::new([0; 10]), |token| token.account.clone());
        let account = self.accounts.account(&id).await?;
        Ok(token.zip(account).map(|(token, account)| self.remember(token, account, now)))
    }

    fn recall(&self, key: &TokenKey, now: Timestamp) -> Option<Caller> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let r = remembered.get(key).filter(|r| is_fresh(r.read, now, TOKEN_MEMORY))?;
        Some(Caller { token: Arc::clone(&r.token), account: Arc::clone(&r.account) })
    }

    fn remember(&self, token: Token, account: Account, now: Timestamp) -> Caller {
        let (token, account) = (Arc::new(token), Arc::new(account));
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= MOST_REMEMBERED {
            remembered.retain(|_, r| is_fresh(r.read, now, TOKEN_MEMORY));
        }
        if remembered.len() < MOST_REMEMBERED {
            let touched = remembered.get(&token.key).and_then(|r| r.touched);
            let r = Remembered { token: Arc::clone(&token), account: Arc::clone(&account), read: now, touched };
            remembered.insert(token.key.clone(), r);
        }
        Caller { token, account }
    }

    /// Notes the use, now and then. Knowing when a token was last used is not worth refusing a render
    /// for, so a store that does not answer is asked again at the next call.
    async fn touch(&self, key: &TokenKey, visit: &Visit) {
        let due = |r: &Remembered| r.touched.is_none_or(|at| !is_fresh(at, visit.at, TOUCH_EVERY));
        let mark = |at| {
            let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(r) = remembered.get_mut(key).filter(|r| due(r)) else { return false };
            r.touched = at;
            true
        };
        if mark(Some(visit.at)) {
            let (address, user_agent) = (visit.address, visit.user_agent.clone());
            let noted = self.toucher.touch(key, &LastUse { at: visit.at, address, user_agent }).await;
            if noted.is_err() {
                let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(r) = remembered.get_mut(key) {
                    r.touched = None;
                }
            }
        }
    }
}

/// A clock set back makes what was read old, not young.
fn is_fresh(read: Timestamp, now: Timestamp, memory: SignedDuration) -> bool {
    let age = now.duration_since(read);
    !age.is_negative() && age < memory
}
