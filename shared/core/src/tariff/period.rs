//! Months and years that invoices are for.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::Length;
use crate::audit::hour_of;
use crate::ports::Span;

/// A month or year of a time zone's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// As people write it: 2026-11, or 2026.
    pub name: String,
    /// Hours that begin in it.
    pub span: Span,
}

impl Period {
    /// The one of this length that `day` lies in; `None` at the end of time.
    #[must_use]
    pub fn of(day: Date, length: Length, zone: &TimeZone) -> Option<Self> {
        let (first, next, name) = match length {
            Length::Month => (day.first_of_month(), 1.month(), "%Y-%m"),
            Length::Year => (day.first_of_year(), 1.year(), "%Y"),
        };
        let begin = |day: Date| Some(whole(day.to_zoned_datetime(zone.clone()).ok()?.timestamp()));
        let span = Span { from: begin(first)?, to: begin(first.checked_add(next).ok()?)? };
        Some(Self { name: first.strftime(name).to_string(), span })
    }

    /// The day that `text` names or begins with (2026, 2026-11 or 2026-11-30); `None` if it names none.
    #[must_use]
    pub fn day(text: &str) -> Option<Date> {
        let full = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            _ => text.to_owned(),
        };
        full.parse().ok()
    }
}

/// The first hour that begins at `at` or after it: where a zone's midnight lies within an hour, that hour is of the
/// day before, so that each hour is in one period.
fn whole(at: Timestamp) -> Timestamp {
    let hour = hour_of(at);
    let next = SignedDuration::from_hours(i64::from(hour != at));
    hour.saturating_add(next).unwrap_or(Timestamp::MAX)
}
