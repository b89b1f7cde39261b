//! `GET /account`.

use super::By::{Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("the account", Owner, "", "", 200, r#""title":"First""#),
    Case("another one", Stranger, "", "", 200, r#""title":"Second""#),
];
