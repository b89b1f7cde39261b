//! What was spent of caps.

use core::fmt;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::ids::{AccountId, TokenKey};

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

/// Counts what is spent where there is a cap.
#[async_trait]
pub trait Spending: Send + Sync {
    /// Adds one image to what `spender` spent in the month that begins at `month` if that stays within `cap`, and
    /// returns how many that makes; `None` if it does not. Exact under parallel calls.
    async fn spend(&self, spender: &Spender, month: Timestamp, cap: u64) -> Answer<Option<u64>>;

    /// Takes one image back that was not given out after all.
    async fn refund(&self, spender: &Spender, month: Timestamp) -> Answer<()>;
}
