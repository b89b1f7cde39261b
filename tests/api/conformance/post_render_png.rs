//! `POST /render/png`.

use super::By::{Live, Test};
use super::Case;

pub const CASES: &[Case] = &[
    Case("a note with a test token", Test, "", "handwriting_id=Perry&text=Hi&width=60px&height=30px", 200, "image/png"),
    Case("a note with a live token", Live, "", "handwriting_id=Perry&text=Hi&width=60px&height=30px", 200, "image/png"),
    Case("JSON", Test, "", r#"{"handwriting_id":"Perry","text":"Hi"}"#, 200, "image/png"),
];
