//! `GET /disputes`.

use super::By::{Admin, Owner};
use super::Case;

pub const CASES: &[Case] = &[
    Case("none yet", Owner, "", "", 200, r#"{"disputes":[],"next":null}"#),
    Case("by one who runs the service", Admin, "?limit=1", "", 200, "disputes"),
    Case("a limit of nothing", Owner, "?limit=0", "", 400, "limit"),
    Case("after no id", Owner, "?after=x", "", 400, "must be a dispute's id"),
    Case("an unknown parameter", Owner, "?state=open", "", 400, "is not a parameter"),
];
