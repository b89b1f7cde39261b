//! Which calls are looked for.

use core::ops::RangeInclusive;

use super::Entry;
use crate::ids::{AccountId, RequestId, TokenKey};

/// Calls that are looked for: those for which all of it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this account.
    pub account: Option<AccountId>,
    /// With this token.
    pub token: Option<TokenKey>,
    /// Answered with one of these statuses.
    pub status: Option<RangeInclusive<u16>>,
    /// Of this route's pattern, as `/render/png`.
    pub route: Option<String>,
    /// That the caller quotes by this id.
    pub request: Option<RequestId>,
}

impl Wanted {
    /// Whether a call is one.
    #[must_use]
    pub fn wants(&self, entry: &Entry) -> bool {
        fn is<T: PartialEq>(wanted: Option<&T>, known: Option<&T>) -> bool {
            wanted.is_none() || wanted == known
        }
        is(self.account.as_ref(), entry.account.as_ref())
            && is(self.token.as_ref(), entry.token.as_ref())
            && self.status.as_ref().is_none_or(|statuses| statuses.contains(&entry.status))
            && is(self.route.as_ref(), Some(&entry.route))
            && is(self.request.as_ref(), Some(&entry.request_id))
    }

    /// Statuses as they are written: one, or all of a hundred as `5xx`.
    #[must_use]
    pub fn statuses(text: &str) -> Option<RangeInclusive<u16>> {
        let hundred = |text: &str| text.parse::<u16>().ok().filter(|n| (1..=5).contains(n)).map(|n| n * 100);
        if let Some(hundred) = text.strip_suffix("xx").and_then(hundred) {
            return Some(hundred..=hundred + 99);
        }
        text.parse().ok().filter(|status| (100..=599).contains(status)).map(|status| status..=status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_one_or_a_hundred() {
        assert_eq!(Wanted::statuses("404"), Some(404..=404));
        assert_eq!(Wanted::statuses("5xx"), Some(500..=599));
        for none in ["", "xx", "6xx", "0xx", "50x", "99", "600", "-1", "+5xx1"] {
            assert_eq!(Wanted::statuses(none), None, "{none}");
        }
    }
}
