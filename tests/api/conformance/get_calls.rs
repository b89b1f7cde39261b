//! `GET /calls`.

use super::By::{Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("the list", Owner, "", "", 200, r#""calls""#),
    Case("a span without any", Owner, "?to=2020-01-01T00:00:00Z", "", 200, r#""calls":[]"#),
    Case("a time that is none", Owner, "?from=today", "", 400, "from"),
    Case("after what is no place", Owner, "?after=x", "", 400, "after"),
    Case("a limit of nothing", Owner, "?limit=0", "", 400, "limit"),
    Case("a status that is none", Owner, "?status=6xx", "", 400, "status must be"),
    Case("a request id that is none", Owner, "?request_id=%20", "", 400, "request_id must be"),
    Case("of what there is not", Owner, "?status=5xx&route=/none&request_id=x", "", 200, r#""calls":[]"#),
    Case("an unknown parameter", Owner, "?page=2", "", 400, "page"),
    Case("of another account", Stranger, "", "", 200, r#""calls""#),
];
