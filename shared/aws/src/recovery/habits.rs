//! What may become of a table's items after a copy of them was made.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::Tables;
use crate::item::{DOC, Item};
use crate::tokens::{RECORD, USED};

/// An entry of a call is stored when that has ended, at most a quarter of an hour later; clocks differ by less.
const STORED: SignedDuration = SignedDuration::from_hours(1);
/// For how long an hour is added up anew, and until it surely was.
const ADDED_UP: SignedDuration = SignedDuration::from_hours(36 * 24);

/// A table of which copies are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Accounts,
    Tokens,
    Audit,
    Changes,
    Spending,
    Usage,
    Notices,
    Disputes,
}

/// What may become of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habit {
    /// It may be another than it was.
    pub changes: bool,
    /// It may be gone before its end.
    pub leaves: bool,
    /// By when it was certainly stored; `None` if it does not say.
    pub since: Option<Timestamp>,
}

impl Kept {
    /// Each of them with its name.
    pub fn all(tables: &Tables) -> [(Self, &str); 8] {
        [
            (Self::Accounts, tables.accounts.as_str()),
            (Self::Tokens, &tables.tokens),
            (Self::Audit, &tables.audit),
            (Self::Changes, &tables.changes),
            (Self::Spending, &tables.spending),
            (Self::Usage, &tables.usage),
            (Self::Notices, &tables.notices),
            (Self::Disputes, &tables.disputes),
        ]
    }

    /// What may become of one of its items.
    pub fn habit(self, item: &Item) -> Habit {
        let sort = string(item, "sk");
        let habit = |changes, leaves, since| Habit { changes, leaves, since };
        match self {
            Self::Accounts if string(item, "pk").starts_with("member#") => habit(false, true, None),
            Self::Accounts => habit(true, false, in_doc(item, "/created")),
            // Those of an erased account leave. What is revoked, or known to others, stays so.
            Self::Tokens => habit(matches!(sort, RECORD | USED), true, in_doc(item, "/created")),
            Self::Audit => habit(false, false, sorted(sort).and_then(|at| at.checked_add(STORED).ok())),
            Self::Changes => habit(false, true, sorted(sort).and_then(|at| at.checked_add(STORED).ok())),
            Self::Spending => habit(true, false, None),
            Self::Usage => of_usage(item, string(item, "account"), sort),
            Self::Notices | Self::Disputes => habit(true, true, None),
        }
    }
}

/// The table of totals has partitions of other things, whose names begin with `#`.
fn of_usage(item: &Item, partition: &str, sort: &str) -> Habit {
    let habit = |changes, leaves, since| Habit { changes, leaves, since };
    match partition.split(['#', '@']).nth(1) {
        Some("pages") => habit(false, false, None),
        Some("invoices") => habit(false, false, in_doc(item, "/at")),
        // It is signed once.
        Some("corrections") => habit(true, false, in_doc(item, "/correction/at")),
        Some("kept" | "hours" | "bills") => habit(true, false, None),
        // Lists of what is to be done.
        Some(_) => habit(true, true, None),
        None => habit(true, false, sorted(sort).and_then(|hour| hour.checked_add(ADDED_UP).ok())),
    }
}

fn string<'a>(item: &'a Item, name: &str) -> &'a str {
    item.get(name).and_then(|value| value.as_s().ok()).map_or("", String::as_str)
}

/// The moment by which an item is sorted: see [`crate::item::sortable`].
fn sorted(sort: &str) -> Option<Timestamp> {
    Timestamp::from_microsecond(sort.split('#').next()?.parse().ok()?).ok()
}

/// A moment in an item's record.
fn in_doc(item: &Item, place: &str) -> Option<Timestamp> {
    let doc: Value = serde_json::from_str(string(item, DOC)).ok()?;
    doc.pointer(place)?.as_str()?.parse().ok()
}
