//! `GET /render/strokes`.

use super::By::{Live, Nobody, Owner, Test, Wrong};
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
        "application/json",
    ),
    Case("a parameter twice", Test, "?handwriting_id=Perry&text=Hi&width=60px&height=30px&text=b", "", 400, "text"),
    Case(
        "InkML",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&format=inkml",
        "",
        200,
        "application/inkml+xml",
    ),
    Case("G-code", Test, "?handwriting_id=Perry&text=Hi&width=60px&height=30px&format=gcode", "", 200, "text/x-gcode"),
    Case(
        "HP-GL",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&format=hpgl",
        "",
        200,
        "application/vnd.hp-hpgl",
    ),
    Case("boxes of words", Test, "?handwriting_id=Perry&text=Hi&width=60px&height=30px&layout=true", "", 200, "words"),
    Case(
        "a format that is none",
        Test,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&format=png",
        "",
        400,
        "format",
    ),
];
