//! `POST /render/pdf`.

use super::By::{Live, Test};
use super::Case;

pub const CASES: &[Case] = &[
    Case(
        "a note with a test token",
        Test,
        "",
        "handwriting_id=Perry&text=Hi&width=60pt&height=30pt",
        200,
        "application/pdf",
    ),
    Case(
        "a note with a live token",
        Live,
        "",
        "handwriting_id=Perry&text=Hi&width=60pt&height=30pt",
        200,
        "application/pdf",
    ),
    Case("JSON", Test, "", r#"{"handwriting_id":"Perry","text":"Hi"}"#, 200, "application/pdf"),
];
