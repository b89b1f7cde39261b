//! `GET /status`.

use super::By::{Nobody, Test, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case("for anyone", Nobody, "", "", 200, r#""region":"here""#),
    Case("with a token", Test, "", "", 200, "here"),
    Case("with a wrong one", Wrong, "", "", 200, "here"),
    Case("with parameters", Nobody, "?a=b", "", 200, "here"),
];
