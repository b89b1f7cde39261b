//! `GET /render/pdf`.

use super::By::{Live, Test};
use super::Case;

pub const CASES: &[Case] = &[
    Case(
        "a note with a test token",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60pt&height=30pt",
        "",
        200,
        "application/pdf",
    ),
    Case(
        "a note with a live token",
        Live,
        "?handwriting_id=Perry&text=Hi&width=60pt&height=30pt",
        "",
        200,
        "application/pdf",
    ),
    Case(
        "an unknown parameter, as the original",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60pt&height=30pt&colour=red",
        "",
        200,
        "application/pdf",
    ),
    Case(
        "RGB",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60pt&height=30pt&handwriting_color=%23000000",
        "",
        400,
        "handwriting_color must be valid CMYK",
    ),
    Case(
        "pages",
        Test,
        "?handwriting_id=Perry&text=one+two+three+four+five+six+seven+eight&width=160pt&height=90pt&overflow=paginate",
        "",
        200,
        "application/pdf",
    ),
    Case("px", Test, "?handwriting_id=Perry&text=Hi&width=60px", "", 200, "application/pdf"),
];
