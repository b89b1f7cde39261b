//! Whether what a copy has is what its table had.

use jiff::Timestamp;

use super::habits::Habit;
use crate::item::Item;

/// What an item of a copy is beside that of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same.
    Same,
    /// Older than the table's, which has changed since, as it may.
    Changed,
    /// Gone from the table since, as it may.
    Gone,
    /// Another than the table's, which cannot have become so.
    Wrong,
    /// Gone from the table, which it may not.
    Lost,
}

/// What `copy` is beside the `live` item of its key.
pub fn judge(habit: Habit, copy: &Item, live: Option<&Item>, now: Timestamp) -> Verdict {
    let Some(live) = live else {
        let is_over = number(copy, "expires_s").is_some_and(|end| end <= now.as_second());
        return if habit.leaves || is_over { Verdict::Gone } else { Verdict::Lost };
    };
    if copy == live {
        return Verdict::Same;
    }
    let may_be = match (number(copy, "version"), number(live, "version")) {
        (Some(before), Some(after)) => before < after,
        _ => true,
    };
    if habit.changes && may_be { Verdict::Changed } else { Verdict::Wrong }
}

fn number(item: &Item, name: &str) -> Option<i64> {
    item.get(name)?.as_n().ok()?.parse().ok()
}
