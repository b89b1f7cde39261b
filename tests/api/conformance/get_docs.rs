//! `GET /docs`.

use super::By::{Nobody, Test, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case("for anyone", Nobody, "", "", 200, "/render/png"),
    Case("with a token", Test, "", "", 200, "handwriting_size"),
    Case("with a wrong one", Wrong, "", "", 200, "<h1"),
];
