//! What a period that runs will come to.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use super::Count;
use crate::ports::Span;

/// What a period that runs will come to if it goes on as it began ([`FORECAST`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// So many units.
    pub used: u64,
    /// So much.
    pub total: Decimal,
}

/// How it is forecast.
pub const FORECAST: &str = "what was used so far, times the length of the period, by the part of it that is over";
/// Of less than this nothing is forecast.
const LEAST_KNOWN: SignedDuration = SignedDuration::from_hours(24);

/// What the whole of a period will have come to, of which so much was used by `now`.
pub(super) fn by_then(used: Count, period: Span, now: Timestamp) -> Option<Count> {
    let (over, whole) = (now.duration_since(period.from), period.to.duration_since(period.from));
    if over < LEAST_KNOWN || over >= whole {
        return None;
    }
    let part = |used: u64| u128::from(used) * whole.as_millis().unsigned_abs() / over.as_millis().unsigned_abs();
    let part = |used: u64| u64::try_from(part(used)).ok();
    Some(Count { images: part(used.images)?, characters: part(used.characters)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forecast_goes_on_as_the_period_began_and_is_none_for_one_that_just_began_or_is_over() {
        let at = |day: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * day);
        let (month, used) = (Span { from: at(0), to: at(30) }, Count { images: 100, characters: u64::MAX / 3 });
        assert_eq!(by_then(used, month, at(0)), None);
        assert_eq!(by_then(used, month, at(1)), None, "more than there are numbers for");
        let few = Count { images: 100, characters: 7 };
        let by_day = [1, 3, 10, 29].map(|day| by_then(few, month, at(day)).map(|count| count.images));
        assert_eq!(by_day, [Some(3000), Some(1000), Some(300), Some(103)]);
        assert_eq!(by_then(few, month, at(30)), None);
        assert_eq!(by_then(few, month, at(-1)), None);
    }
}
