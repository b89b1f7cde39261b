//! `GET /account/usage`.

use super::By::{Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("this month", Owner, "", "", 200, r#""total""#),
    Case("by token and hour", Owner, "?by=token&per=hour", "", 200, r#""rows":[]"#),
    Case("as CSV", Owner, "?format=csv", "", 200, "period,of,live_images"),
    Case("in a zone", Owner, "?zone=Asia/Kolkata", "", 200, "Asia/Kolkata"),
    Case("a zone that is none", Owner, "?zone=Mars/Base", "", 400, "zone"),
    Case("a period that is none", Owner, "?per=week", "", 400, "per"),
    Case("of another account", Stranger, "", "", 200, r#""total""#),
];
