//! `GET /render/pdf`.

use super::By::{Live, Nobody, Owner, Test, Wrong};
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
    Case("no credential", Nobody, "?handwriting_id=Perry&text=Hi&width=60pt&height=30pt", "", 401, "unauthorized"),
    Case("a wrong secret", Wrong, "?handwriting_id=Perry&text=Hi&width=60pt&height=30pt", "", 401, "unauthorized"),
    Case("an owner key", Owner, "?handwriting_id=Perry&text=Hi&width=60pt&height=30pt", "", 401, "unauthorized"),
    Case("no hand", Test, "?text=Hi", "", 400, "handwriting_id is required"),
    Case("no text", Test, "?handwriting_id=Perry", "", 400, "text is required"),
    Case("an unknown hand", Test, "?handwriting_id=nobody&text=Hi", "", 400, "handwriting_id"),
    Case("a width that is none", Test, "?handwriting_id=Perry&text=Hi&width=wide&height=30pt", "", 400, "width"),
    Case(
        "characters that no hand has",
        Test,
        "?handwriting_id=Perry&text=%E2%98%83&width=60pt&height=30pt",
        "",
        400,
        "SNOWMAN",
    ),
    Case(
        "an unknown parameter, as the original",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60pt&height=30pt&colour=red",
        "",
        200,
        "application/pdf",
    ),
    Case("a parameter twice", Test, "?handwriting_id=Perry&text=Hi&width=60pt&height=30pt&text=b", "", 400, "text"),
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
        "?handwriting_id=Perry&text=one+two+three+four&width=120pt&height=60pt&overflow=paginate",
        "",
        200,
        "application/pdf",
    ),
    Case("px", Test, "?handwriting_id=Perry&text=Hi&width=60px", "", 200, "application/pdf"),
];
