//! What the rules need of the outside. Each port is one permission: what a function may do is the list of
//! ports it is given. Every adapter passes the same contract suite (`tests/contract`).

mod billing;
mod corrections;
mod disputes;
mod erasure;
mod ledger;
mod notices;
mod permits;
mod plans;
mod span;
mod spending;
mod usage;
mod whereabouts;

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::audit::seal::DataKey;
use crate::audit::{Change, Entry, Wanted};
use crate::error::StoreError;
use crate::ids::{AccountId, EntryId, TokenKey};
use crate::tokens::{Kind, LastUse, PepperId, Peppers, Token};

pub use self::billing::{Biller, Bills, IssuedInvoices, Taken};
pub use self::corrections::Corrections;
pub use self::disputes::{ChangeSink, DataKeyOpener, DisputeReader, DisputeWriter, SealedReader, Warrants};
pub use self::erasure::Eraser;
pub use self::ledger::{Ledger, Signer, VerifyingKey};
pub use self::notices::{Messenger, Outbox};
pub use self::permits::{Counter, Permits};
pub use self::plans::{InForce, PlanSource, PlanWriter};
pub use self::span::Span;
pub use self::spending::{Held, Spender, Spending};
pub use self::usage::{DueHour, HourReader, PartAdder, UsageReader, UsageWriter};
pub use self::whereabouts::{Atlas, Whereabouts};

/// The result of all ports: absence is a value, an error means the store did not answer.
pub type Answer<T> = Result<T, StoreError>;

/// Reads a clock.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The system's generator of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// If the system has none to give.
    fn fill(&self, bytes: &mut [u8]) -> Answer<()>;
}

/// What became of a conditional write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Written {
    /// It is stored.
    Done,
    /// Not stored: something of that name is there already, or has changed since it was read.
    Conflict,
}

/// Reads one token.
#[async_trait]
pub trait TokenReader: Send + Sync {
    /// The token of this key, in whatever state.
    async fn token(&self, key: &TokenKey) -> Answer<Option<Token>>;

    /// Its last use.
    async fn last_use(&self, key: &TokenKey) -> Answer<Option<LastUse>>;
}

/// Which tokens are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenFilter {
    /// With this label only.
    pub label: Option<String>,
    /// Of this kind only.
    pub kind: Option<Kind>,
}

/// A token with what its use left behind.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedToken {
    /// The token.
    pub token: Token,
    /// When it was last used, if ever.
    pub last_use: Option<LastUse>,
}

/// Lists an account's tokens.
#[async_trait]
pub trait TokenLister: Send + Sync {
    /// Up to `limit` tokens of `account` that pass `filter`, by key, after the key `after`. Fewer than
    /// `limit` only at the end.
    async fn tokens(
        &self,
        account: &AccountId,
        filter: &TokenFilter,
        after: Option<&TokenKey>,
        limit: u32,
    ) -> Answer<Vec<ListedToken>>;
}

/// Makes and changes tokens, each with the change that tells of it, in one transaction.
#[async_trait]
pub trait TokenWriter: Send + Sync {
    /// Stores a new token; a conflict if its key is taken.
    async fn create_token(&self, token: &Token, change: &Change) -> Answer<Written>;

    /// Stores `token` if the stored one's version is one less; else a conflict.
    async fn replace_token(&self, token: &Token, change: &Change) -> Answer<Written>;
}

/// Notes that a token was used.
#[async_trait]
pub trait TokenToucher: Send + Sync {
    /// Keeps the later of what is stored and `last_use`.
    async fn touch(&self, key: &TokenKey, last_use: &LastUse) -> Answer<()>;

    /// Notes since when others know the token's secret; the first time stays. Whoever reads the token from then on
    /// has it [`exposed`](crate::tokens::Token::exposed).
    async fn expose(&self, key: &TokenKey, at: Timestamp) -> Answer<()>;
}

/// Reads accounts.
#[async_trait]
pub trait AccountReader: Send + Sync {
    /// The account of this id.
    async fn account(&self, id: &AccountId) -> Answer<Option<Account>>;

    /// The accounts of which `subject` is a member, by id.
    async fn accounts_of(&self, subject: &str) -> Answer<Vec<Account>>;
}

/// Lists all accounts, for those who run the service.
#[async_trait]
pub trait AccountLister: Send + Sync {
    /// Up to `limit` accounts by id, after the id `after`.
    async fn accounts(&self, after: Option<&AccountId>, limit: u32) -> Answer<Vec<Account>>;
}

/// Makes and changes accounts, each with the change that tells of it, in one transaction.
#[async_trait]
pub trait AccountWriter: Send + Sync {
    /// Stores a new account; a conflict if its id is taken.
    async fn create_account(&self, account: &Account, change: &Change) -> Answer<Written>;

    /// Stores `account` if the stored one's version is one less; else a conflict.
    async fn replace_account(&self, account: &Account, change: &Change) -> Answer<Written>;
}

/// Appends to the audit log, and can neither read nor change it.
#[async_trait]
pub trait AuditSink: Send + Sync {
    /// Stores `entry` for good before it returns. An entry whose id is stored already is left as it is.
    async fn append(&self, entry: &Entry) -> Answer<()>;

    /// The same for an entry of an hour that may be added up already, which is then due again.
    async fn append_late(&self, entry: &Entry) -> Answer<()>;
}

/// Where a page of entries or changes begins: after this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Its time.
    pub at: Timestamp,
    /// Its id.
    pub id: EntryId,
}

/// Finds calls, whosever they are.
#[async_trait]
pub trait CallFinder: Send + Sync {
    /// Up to `limit` wanted calls of `span`, without texts, newest first; none older than the retention at `now`.
    async fn find(&self, wanted: &Wanted, span: Span, limit: u32, now: Timestamp) -> Answer<Vec<Entry>>;
}

/// Reads the audit log, without texts.
#[async_trait]
pub trait AuditReader: Send + Sync {
    /// Up to `limit` entries of `account` in `span`, oldest first, after `after`; none older than the
    /// retention at `now`. Their `text` is `None`.
    async fn entries(
        &self,
        account: &AccountId,
        span: Span,
        after: Option<&Cursor>,
        limit: u32,
        now: Timestamp,
    ) -> Answer<Vec<Entry>>;

    /// Up to `limit` changes to things of `account` in `span`, oldest first, after `after`.
    async fn changes(&self, account: &AccountId, span: Span, after: Option<&Cursor>, limit: u32)
    -> Answer<Vec<Change>>;
}

/// Makes data keys.
#[async_trait]
pub trait DataKeyMaker: Send + Sync {
    /// A fresh key for `account`, stored wrapped before it returns.
    async fn make(&self, account: &AccountId, now: Timestamp) -> Answer<DataKey>;
}

/// Reads the peppers of all digests.
#[async_trait]
pub trait PepperSource: Send + Sync {
    /// The current pepper and, while it is being replaced, the one before.
    async fn peppers(&self) -> Answer<Peppers>;
}

/// A first request under an idempotency key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Whose key: the same key of another token is another key.
    pub token: TokenKey,
    /// The key.
    pub key: String,
    /// Keyed digest of the request, and with which pepper.
    pub request: [u8; 32],
    /// Of `request`.
    pub pepper: PepperId,
    /// The entry that bills it.
    pub entry: EntryId,
    /// When that came in.
    pub at: Timestamp,
    /// The seed that draws it.
    pub seed: u64,
}

/// Remembers requests by idempotency key: what they were a keyed digest of, never the text or the image.
#[async_trait]
pub trait Idempotency: Send + Sync {
    /// Stores `claim` if there is none of its token and key since `expired_before`, and returns the one
    /// that is stored then. Of any number of parallel calls one is stored and all get that one.
    async fn claim(&self, claim: &Claim, expired_before: Timestamp) -> Answer<Claim>;
}

/// Deletes what has been kept for long enough.
#[async_trait]
pub trait Purger: Send + Sync {
    /// Deletes entries, data keys and claims that are older than their time at `now`; returns how many.
    async fn purge(&self, now: Timestamp) -> Answer<u64>;
}
