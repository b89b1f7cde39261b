//! `GET /disputes/{id}`.

use super::By::{Admin, Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("as its account sees it", Owner, "/disputes/{dispute}", "", 200, r#""state":"waiting""#),
    Case("by one who runs the service", Admin, "/disputes/{dispute}", "", 200, r#""reason":"an invoice""#),
    Case("of another account", Stranger, "/disputes/{dispute}", "", 404, "dispute not found"),
    Case("what is no id", Owner, "/disputes/x", "", 404, "dispute not found"),
];
