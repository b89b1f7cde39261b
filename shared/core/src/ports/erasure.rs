//! Taking things away for good.

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::ids::AccountId;

/// Takes away what an account left behind. Calls and totals stay: they are what was billed, and without their keys no
/// text among them can be read.
#[async_trait]
pub trait Eraser: Send + Sync {
    /// Deletes up to about `limit` things of `account`: the keys of its texts first, then its tokens, disputes, and the
    /// changes told of before `erased`. How many; 0 if nothing is left.
    async fn erase(&self, account: &AccountId, erased: Timestamp, limit: u32) -> Answer<u64>;
}
