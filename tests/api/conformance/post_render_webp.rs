//! `POST /render/webp`.

use super::By::{Live, Nobody, Owner, Test, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case(
        "a note with a test token",
        Test,
        "",
        "handwriting_id=Perry&text=Hi&width=60px&height=30px",
        200,
        "image/webp",
    ),
    Case(
        "a note with a live token",
        Live,
        "",
        "handwriting_id=Perry&text=Hi&width=60px&height=30px",
        200,
        "image/webp",
    ),
    Case("no credential", Nobody, "", "handwriting_id=Perry&text=Hi&width=60px&height=30px", 401, "unauthorized"),
    Case("a wrong secret", Wrong, "", "handwriting_id=Perry&text=Hi&width=60px&height=30px", 401, "unauthorized"),
    Case("an owner key", Owner, "", "handwriting_id=Perry&text=Hi&width=60px&height=30px", 401, "unauthorized"),
    Case("no hand", Test, "", "text=Hi", 400, "handwriting_id is required"),
    Case("no text", Test, "", "handwriting_id=Perry", 400, "text is required"),
    Case("an unknown hand", Test, "", "handwriting_id=nobody&text=Hi", 400, "handwriting_id"),
    Case("a width that is none", Test, "", "handwriting_id=Perry&text=Hi&width=wide&height=30px", 400, "width"),
    Case(
        "characters that no hand has",
        Test,
        "",
        "handwriting_id=Perry&text=%E2%98%83&width=60px&height=30px",
        400,
        "SNOWMAN",
    ),
    Case("JSON", Test, "", r#"{"handwriting_id":"Perry","text":"Hi"}"#, 200, "image/webp"),
    Case(
        "parameters beside the body",
        Test,
        "?pen=felt",
        "handwriting_id=Perry&text=Hi&width=60px&height=30px",
        400,
        "belongs into the body",
    ),
    Case("an unknown member", Test, "", r#"{"handwriting_id":"Perry","text":"Hi","colour":"red"}"#, 400, "colour"),
    Case("a body cut off", Test, "", r#"{"handwriting_id""#, 400, "JSON"),
];
