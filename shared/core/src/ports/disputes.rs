//! Disputes, and what is opened under them.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Answer, Written};
use crate::audit::Change;
use crate::audit::seal::{DataKey, Sealed};
use crate::dispute::Dispute;
use crate::ids::{AccountId, DisputeId, EntryId, KeyId};

/// Reads disputes.
#[async_trait]
pub trait DisputeReader: Send + Sync {
    /// The dispute of this id about `account`.
    async fn dispute(&self, account: &AccountId, id: &DisputeId) -> Answer<Option<Dispute>>;

    /// Up to `limit` disputes about `account` by id, after the id `after`.
    async fn disputes(&self, account: &AccountId, after: Option<&DisputeId>, limit: u32) -> Answer<Vec<Dispute>>;
}

/// Opens and changes disputes, each with the change that tells of it, in one transaction.
#[async_trait]
pub trait DisputeWriter: Send + Sync {
    /// Stores a new dispute; a conflict if its id is taken.
    async fn create_dispute(&self, dispute: &Dispute, change: &Change) -> Answer<Written>;

    /// Stores `dispute` if the stored one's version is one less; else a conflict.
    async fn replace_dispute(&self, dispute: &Dispute, change: &Change) -> Answer<Written>;
}

/// Lets the keys of one account's texts be opened, and no longer than it must be.
#[async_trait]
pub trait Warrants: Send + Sync {
    /// Lets whoever reads texts open `account`'s keys from soon on. Issued again it is the same warrant.
    async fn issue(&self, account: &AccountId, dispute: &DisputeId) -> Answer<()>;

    /// Up to `limit` approved disputes that ended before `now` and whose warrant is not withdrawn.
    async fn overdue(&self, now: Timestamp, limit: u32) -> Answer<Vec<Dispute>>;

    /// Ends a dispute's warrant; it is then not overdue any more. One that was not issued is none.
    async fn withdraw(&self, dispute: &Dispute) -> Answer<()>;
}

/// Tells an account of what was done, where nothing of its was changed.
#[async_trait]
pub trait ChangeSink: Send + Sync {
    /// Stores `change` for good before it returns.
    async fn tell(&self, change: &Change) -> Answer<()>;
}

/// Reads sealed texts: for disputes alone.
#[async_trait]
pub trait SealedReader: Send + Sync {
    /// The sealed text of an entry of `account`, unless it is older than the retention at `now`.
    async fn sealed(&self, account: &AccountId, entry: &EntryId, now: Timestamp) -> Answer<Option<Sealed>>;
}

/// Opens wrapped data keys: for disputes alone.
#[async_trait]
pub trait DataKeyOpener: Send + Sync {
    /// The key of this id, if it is `account`'s and not older than the retention at `now`.
    ///
    /// # Errors
    /// Without a warrant of the account no key opens.
    async fn open_key(&self, account: &AccountId, key: &KeyId, now: Timestamp) -> Answer<Option<DataKey>>;
}
