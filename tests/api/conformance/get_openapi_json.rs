//! `GET /openapi.json`.

use super::By::{Nobody, Test, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case("for anyone", Nobody, "", "", 200, r#""openapi""#),
    Case("with a token", Test, "", "", 200, r#""3.1"#),
    Case("with a wrong one", Wrong, "", "", 200, "/render/png"),
];
