//! `GET /render/webp`.

use super::By::{Live, Test};
use super::Case;

pub const CASES: &[Case] = &[
    Case(
        "a note with a test token",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px",
        "",
        200,
        "image/webp",
    ),
    Case(
        "a note with a live token",
        Live,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px",
        "",
        200,
        "image/webp",
    ),
    Case(
        "an unknown parameter, as the original",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&colour=red",
        "",
        200,
        "image/webp",
    ),
    Case("animated", Test, "?handwriting_id=Perry&text=Hi&width=60px&height=30px&duration=0.2", "", 200, "image/webp"),
    Case("single lines", Test, "?handwriting_id=Perry&text=Hi&width=60px&height=30px&paths=lines", "", 400, "paths"),
];
