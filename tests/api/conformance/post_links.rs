//! `POST /links`.

use super::By::{Live, Nobody, Test, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case("a link", Live, "", "handwriting_id=Perry&text=Hi&width=60px&height=30px", 200, "link_signature"),
    Case(
        "of a test token",
        Test,
        "",
        "handwriting_id=Perry&text=Hi&width=60px&height=30px&format=svg",
        200,
        "/linked?",
    ),
    Case(
        "that ends too late",
        Live,
        "",
        "handwriting_id=Perry&text=Hi&width=60px&height=30px&expires_in_s=99999999",
        400,
        "expires_in_s",
    ),
    Case("without text", Live, "", "handwriting_id=Perry", 400, "text is required"),
    Case(
        "a format that is none",
        Live,
        "",
        "handwriting_id=Perry&text=Hi&width=60px&height=30px&format=gif",
        400,
        "format",
    ),
    Case("no credential", Nobody, "", "handwriting_id=Perry&text=Hi&width=60px&height=30px", 401, "unauthorized"),
    Case("a wrong secret", Wrong, "", "handwriting_id=Perry&text=Hi&width=60px&height=30px", 401, "unauthorized"),
];
