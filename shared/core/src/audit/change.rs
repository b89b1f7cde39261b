//! One act of management: who did what to which thing, and how it was before and after.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::Role;
use crate::ids::{AccountId, EntryId};

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The identity provider's subject; `owner-key` and `local` where there is none.
    pub subject: String,
    /// As what.
    pub role: Role,
}

/// Stored in the same transaction as what it tells of. Secrets and digests are never in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The audit entry of the call that did it.
    pub id: EntryId,
    /// When.
    pub at: Timestamp,
    /// Whose thing it was done to.
    pub account: AccountId,
    /// By whom.
    pub actor: Actor,
    /// What: `token.create`, `account.plan`, …
    pub action: String,
    /// To what: a token key or account id.
    pub object: String,
    /// Null for a thing that was not there.
    pub before: Value,
    /// Null for a thing that is gone.
    pub after: Value,
}
