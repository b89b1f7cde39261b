//! `GET /render/estimate`.

use super::By::{Live, Test};
use super::Case;

pub const CASES: &[Case] = &[
    Case(
        "a note with a test token",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px",
        "",
        200,
        "application/json",
    ),
    Case(
        "a note with a live token",
        Live,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px",
        "",
        200,
        "application/json",
    ),
    Case(
        "an unknown parameter, as the original",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&colour=red",
        "",
        200,
        "application/json",
    ),
    Case("of a PDF", Test, "?handwriting_id=Perry&text=Hi&width=60pt&height=30pt&format=pdf", "", 200, r#""width_mm""#),
    Case(
        "a format that is none",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&format=gif",
        "",
        400,
        "format",
    ),
];
