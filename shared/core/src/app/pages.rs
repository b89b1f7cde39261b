//! Everything there is of something, page by page.

use futures_util::stream::{Stream, try_unfold};

use crate::account::Account;
use crate::ids::AccountId;
use crate::ports::{AccountLister, Answer};

/// Accounts read at a time.
const PAGE: u32 = 1000;

/// All accounts, a page at a time.
pub(super) fn pages_of_accounts(lister: &dyn AccountLister) -> impl Stream<Item = Answer<Vec<Account>>> + Send {
    // Where the next page begins; nothing after the last one.
    try_unfold(Some(None::<AccountId>), move |begin| async move {
        let Some(after) = begin else { return Ok(None) };
        let page = lister.accounts(after.as_ref(), PAGE).await?;
        let next = page.last().filter(|_| page.len() == PAGE as usize).map(|last| Some(last.id.clone()));
        Ok(Some((page, next)))
    })
}
