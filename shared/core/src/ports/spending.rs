//! What was spent of caps.

use core::fmt;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::ids::{AccountId, EntryId, TokenKey};

/// Who spends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Spender {
    /// One token.
    Token(TokenKey),
    /// All tokens of an account together.
    Account(AccountId),
}

impl fmt::Display for Spender {
    /// The name that it is counted under.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(key) => key.fmt(f),
            Self::Account(id) => write!(f, "account-{id}"),
        }
    }
}

/// What became of an image that is billed once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It is taken, which makes so many.
    Taken(u64),
    /// It was taken before.
    Again,
    /// The cap has none left.
    NoneLeft,
}

/// Counts what is spent where there is a cap.
#[async_trait]
pub trait Spending: Send + Sync {
    /// Adds one image to what `spender` spent in the month that begins at `month` if that stays within `cap`, and
    /// returns how many that makes; `None` if it does not. Exact under parallel calls.
    async fn spend(&self, spender: &Spender, month: Timestamp, cap: u64) -> Answer<Option<u64>>;

    /// The same for an image that `entry` bills once, however often it is drawn: the first takes it, all others hold on to
    /// what is taken. Exact under parallel calls but for a process that dies in between, which counts one too many.
    async fn hold(&self, spender: &Spender, month: Timestamp, cap: u64, entry: &EntryId) -> Answer<Held>;

    /// Lets go of such an image, which was not given out after all. It is taken back when nobody holds it any more.
    async fn release(&self, spender: &Spender, month: Timestamp, entry: &EntryId) -> Answer<()>;

    /// Takes one image back that was not given out after all.
    async fn refund(&self, spender: &Spender, month: Timestamp) -> Answer<()>;
}
