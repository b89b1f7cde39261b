//! `GET /account/export`.

use super::By::{Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("all of it", Owner, "", "", 200, r#""next":null"#),
    Case("its tokens", Owner, "", "", 200, "{key}"),
    Case("a later page", Owner, "?after=2026-01-01T00:00:00Z,0000000000000000", "", 200, r#""calls":"#),
    Case("after what is no call", Owner, "?after=x", "", 400, "after"),
    Case("a parameter that is none", Owner, "?limit=5", "", 400, "limit"),
    Case("of another account", Stranger, "", "", 200, "Second"),
];
