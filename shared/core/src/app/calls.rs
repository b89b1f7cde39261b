//! An account's calls, and which of them make up a figure of its usage.

use std::sync::Arc;

use jiff::Timestamp;

use crate::audit::{Entry, Wanted};
use crate::error::StoreError;
use crate::ids::AccountId;
use crate::ports::{AuditReader, Cursor, Span};
use crate::tokens::Kind;

/// Entries looked at together when not all are wanted, and how many times for one page.
const TOGETHER: u32 = 1000;
const MOST_LOOKS: usize = 10;

/// Which calls are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallFilter {
    /// Those alone.
    pub wanted: Wanted,
    /// Only those that count as used, with tokens of this kind: what [`Usage`](super::Usage) reports is their sum.
    pub counted: Option<Kind>,
}

/// A page of calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallPage {
    /// Oldest first; fewer than asked for, or none, where many had to be passed over.
    pub calls: Vec<Entry>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<Cursor>,
}

/// Lists calls.
pub struct Calls {
    log: Arc<dyn AuditReader>,
}

impl CallFilter {
    fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    fn wants(&self, entry: &Entry) -> bool {
        let counts = |kind: Kind| entry.kind == Some(kind) && entry.token.is_some() && entry.units.images > 0;
        self.wanted.wants(entry) && self.counted.is_none_or(counts)
    }
}

impl Calls {
    /// From this log.
    #[must_use]
    pub fn new(log: Arc<dyn AuditReader>) -> Self {
        Self { log }
    }

    /// At most `limit` calls of an account.
    ///
    /// # Errors
    /// The log does not answer.
    pub async fn list(
        &self,
        account: &AccountId,
        (span, filter): (Span, &CallFilter),
        after: Option<Cursor>,
        limit: u32,
        now: Timestamp,
    ) -> Result<CallPage, StoreError> {
        let together = if filter.is_everything() { limit } else { TOGETHER };
        let mut page = CallPage { calls: Vec::new(), next: after };
        for _ in 0..MOST_LOOKS {
            let entries = self.log.entries(account, span, page.next.as_ref(), together, now).await?;
            let is_last = entries.len() < together as usize;
            for entry in entries {
                page.next = Some(Cursor { at: entry.at, id: entry.id.clone() });
                page.calls.extend(filter.wants(&entry).then_some(entry));
                if page.calls.len() == limit as usize {
                    return Ok(page);
                }
            }
            if is_last {
                page.next = None;
                break;
            }
        }
        Ok(page)
    }
}
