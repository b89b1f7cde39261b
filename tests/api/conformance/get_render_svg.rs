//! `GET /render/svg`.

use super::By::{Live, Test};
use super::Case;

pub const CASES: &[Case] = &[
    Case(
        "a note with a test token",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px",
        "",
        200,
        "image/svg+xml",
    ),
    Case(
        "a note with a live token",
        Live,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px",
        "",
        200,
        "image/svg+xml",
    ),
    Case(
        "an unknown parameter, as the original",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&colour=red",
        "",
        200,
        "image/svg+xml",
    ),
    Case(
        "single lines",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&paths=lines",
        "",
        200,
        "image/svg+xml",
    ),
    Case(
        "that writes itself",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&duration=2",
        "",
        200,
        "animation",
    ),
    Case(
        "lines that write themselves",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&duration=2&paths=lines",
        "",
        400,
        "duration",
    ),
];
