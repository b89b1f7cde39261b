//! What callers are told of their limits: the fields of the IETF's draft-ietf-httpapi-ratelimit-headers-10, and
//! those that were there before it.

use axum::http::HeaderName;
use axum::response::Response;
use longhand_core::permit::{Standing, WINDOW_S};

use crate::audit::tell as set;

/// All of them.
pub(crate) const TOLD: [&str; 6] =
    ["ratelimit", "ratelimit-policy", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "retry-after"];

/// Tells where a call stands: under each limit, and in the older fields under the token's, or else its address's.
pub(crate) fn tell(response: &mut Response, standings: &[Standing]) {
    let Some(first) = standings.iter().find(|s| s.name == "token").or(standings.first()) else { return };
    let all = |one: fn(&Standing) -> String| standings.iter().map(one).collect::<Vec<_>>().join(", ");
    let values = [
        all(|s| format!("\"{}\";r={};t={}", s.name, s.remaining, s.resets_s)),
        all(|s| format!("\"{}\";q={};w={WINDOW_S}", s.name, s.limit)),
        first.limit.to_string(),
        first.remaining.to_string(),
        first.resets_s.to_string(),
    ];
    for (name, value) in TOLD.into_iter().zip(values) {
        set(response, &HeaderName::from_static(name), &value);
    }
}
