//! `GET /receipts/keys`.

use super::By::{Nobody, Test};
use super::Case;

pub const CASES: &[Case] = &[
    Case("for anyone", Nobody, "", "", 200, r#""crv":"P-256""#),
    Case("with a token", Test, "", "", 200, r#""keys":["#),
];
