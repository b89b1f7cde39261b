//! `GET /render/strokes`.

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
