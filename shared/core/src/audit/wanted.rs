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

/// What may be known of calls that are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Whose they are: an account's id.
    Account,
    /// With what: a token's key.
    Token,
    /// How they were answered: see [`Wanted::statuses`].
    Status,
    /// Where they went: a route's pattern.
    Route,
    /// What the caller quotes.
    Request,
}

impl Wanted {
    /// Looks for calls of which this is known as well.
    ///
    /// # Errors
    /// What the text must be instead.
    pub fn add(&mut self, known: Known, text: &str) -> Result<(), &'static str> {
        fn keep<T>(place: &mut Option<T>, read: Option<T>, must: &'static str) -> Result<(), &'static str> {
            *place = read;
            place.is_some().then_some(()).ok_or(must)
        }
        match known {
            Known::Account => keep(&mut self.account, text.parse().ok(), "must be an account's id"),
            Known::Token => keep(&mut self.token, text.parse().ok(), "must be a token's key"),
            Known::Status => {
                let must = "must be a status, as 404, or a hundred of them, as 4xx";
                keep(&mut self.status, Self::statuses(text), must)
            }
            Known::Route => keep(&mut self.route, Some(text.to_owned()), ""),
            Known::Request => keep(&mut self.request, RequestId::of_caller(text), "must be a request id"),
        }
    }

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
