//! Time that is asked about.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A span of time: from its start on, up to and not including its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First moment.
    pub from: Timestamp,
    /// First moment after.
    pub to: Timestamp,
}

impl Span {
    /// The hour that begins at `from`.
    #[must_use]
    pub fn hour(from: Timestamp) -> Self {
        Self { from, to: from.saturating_add(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MAX) }
    }
}
