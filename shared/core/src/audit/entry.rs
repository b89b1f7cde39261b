//! One call.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::seal::Sealed;
use crate::ids::{AccountId, EntryId, RequestId, TokenKey};
use crate::receipt::Commitment;
use crate::tokens::Kind;

/// How long entries and the keys of their texts are kept.
pub const RETENTION: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Most bytes of a user agent that are kept.
pub const LONGEST_USER_AGENT: usize = 256;

/// What a call is counted as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// Images drawn.
    pub images: u32,
    /// Unicode scalar values of their texts in composed form.
    pub characters: u32,
}

/// One call, whatever its end. This is all that is kept of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Ours, unlike any other.
    pub id: EntryId,
    /// What the caller may quote: their own id or ours.
    pub request_id: RequestId,
    /// When the call came in.
    pub at: Timestamp,
    /// Whose call it was, if that was found out.
    pub account: Option<AccountId>,
    /// With which token.
    pub token: Option<TokenKey>,
    /// Test or live.
    pub kind: Option<Kind>,
    /// Which member, for calls by people.
    pub subject: Option<String>,
    /// HTTP method.
    pub method: String,
    /// The route's pattern, never the path or query as sent; empty if there is no such route.
    pub route: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// From the first byte read to the answer being ready, µs.
    pub duration_us: u64,
    /// Bytes of the answer's body.
    pub bytes: u64,
    /// The calling program, as it says; at most [`LONGEST_USER_AGENT`] bytes.
    pub user_agent: String,
    /// Where the call came from.
    pub address: Option<IpAddr>,
    /// What it counts as: nothing unless an image was given out.
    pub units: Units,
    /// To what was asked for, if it has a receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Commitment>,
    /// The text that was drawn.
    pub text: Option<Sealed>,
}

/// The oldest moment of what is still seen at `now`.
#[must_use]
pub fn oldest_kept(now: Timestamp) -> Timestamp {
    now.saturating_sub(RETENTION).unwrap_or(Timestamp::MIN)
}

/// The start of the hour of `at` (UTC), in which an entry is filed and billed.
#[must_use]
pub fn hour_of(at: Timestamp) -> Timestamp {
    let second = at.as_second();
    Timestamp::from_second(second - second.rem_euclid(3600)).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::receipt::Opening;

    /// Call `n`, which gave out an image.
    pub(crate) fn made_up(n: u8) -> Entry {
        Entry {
            id: EntryId::new([n; 10]),
            request_id: RequestId::of_caller("r").unwrap(),
            at: Timestamp::UNIX_EPOCH,
            account: None,
            token: None,
            kind: None,
            subject: None,
            method: "GET".into(),
            route: "/render/png".into(),
            status: 200,
            duration_us: 1,
            bytes: 2,
            user_agent: "curl".into(),
            address: None,
            units: Units { images: 1, characters: 9 },
            commitment: None,
            text: None,
        }
    }

    #[test]
    fn an_hour_begins_at_its_first_nanosecond() {
        for (at, hour) in [
            ("2026-11-24T16:00:00Z", "2026-11-24T16:00:00Z"),
            ("2026-11-24T16:59:59.999999999Z", "2026-11-24T16:00:00Z"),
            ("1969-12-31T23:59:59Z", "1969-12-31T23:00:00Z"),
        ] {
            assert_eq!(hour_of(at.parse().unwrap()), hour.parse().unwrap(), "{at}");
        }
        assert_eq!(hour_of(Timestamp::MIN), hour_of(Timestamp::MIN));
    }

    #[test]
    fn an_entry_holds_these_fields_and_no_others() {
        let commitment = Some(Opening::new([1; 32]).commit(&[]));
        let entry = Entry { commitment, ..made_up(1) };
        let mut json = serde_json::to_value(&entry).unwrap();
        let names: Vec<String> = json.as_object().unwrap().keys().cloned().collect();
        let mut allowed = [
            "id",
            "request_id",
            "at",
            "account",
            "token",
            "kind",
            "subject",
            "method",
            "route",
            "status",
            "duration_us",
            "bytes",
            "user_agent",
            "address",
            "units",
            "commitment",
            "text",
        ];
        allowed.sort_unstable();
        assert_eq!(names, allowed);
        json["note"] = "hello".into();
        assert!(serde_json::from_value::<Entry>(json).is_err());
    }
}
