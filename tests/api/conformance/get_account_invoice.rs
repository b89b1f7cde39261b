//! `GET /account/invoice`.

use super::By::{Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("so far", Owner, "", "", 200, r#""preview":true"#),
    Case("of a month", Owner, "?period=2026-01", "", 200, r#""preview":false"#),
    Case("of a year by a tariff of months", Owner, "?period=2026", "", 200, r#""period":"2026-01""#),
    Case("a period that is none", Owner, "?period=May", "", 400, "period"),
    Case("a parameter that is none", Owner, "?month=5", "", 400, "month"),
    Case("of another account", Stranger, "", "", 200, r#""used":0"#),
];
