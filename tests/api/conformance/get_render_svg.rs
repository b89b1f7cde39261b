//! `GET /render/svg`.

use super::By::{Live, Nobody, Owner, Test, Wrong};
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
    Case("no credential", Nobody, "?handwriting_id=Perry&text=Hi&width=60px&height=30px", "", 401, "unauthorized"),
    Case("a wrong secret", Wrong, "?handwriting_id=Perry&text=Hi&width=60px&height=30px", "", 401, "unauthorized"),
    Case("an owner key", Owner, "?handwriting_id=Perry&text=Hi&width=60px&height=30px", "", 401, "unauthorized"),
    Case("no hand", Test, "?text=Hi", "", 400, "handwriting_id is required"),
    Case("no text", Test, "?handwriting_id=Perry", "", 400, "text is required"),
    Case("an unknown hand", Test, "?handwriting_id=nobody&text=Hi", "", 400, "handwriting_id"),
    Case("a width that is none", Test, "?handwriting_id=Perry&text=Hi&width=wide&height=30px", "", 400, "width"),
    Case(
        "characters that no hand has",
        Test,
        "?handwriting_id=Perry&text=%E2%98%83&width=60px&height=30px",
        "",
        400,
        "SNOWMAN",
    ),
    Case(
        "an unknown parameter, as the original",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&colour=red",
        "",
        200,
        "image/svg+xml",
    ),
    Case("a parameter twice", Test, "?handwriting_id=Perry&text=Hi&width=60px&height=30px&text=b", "", 400, "text"),
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
