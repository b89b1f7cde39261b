//! `GET /linked`.

use super::By::{Live, Nobody};
use super::Case;

pub const CASES: &[Case] = &[
    Case("nothing", Nobody, "", "", 403, "the link is not valid"),
    Case(
        "without a signature",
        Nobody,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&link_key={key}&link_expires=1800000060",
        "",
        403,
        "the link is not valid",
    ),
    Case(
        "a made-up signature",
        Nobody,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&link_key={key}&link_expires=1800000060&link_signature=0000000000000000000000000000000000000000000000000000000000000000",
        "",
        403,
        "the link is not valid",
    ),
    Case(
        "a token in its place",
        Live,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px",
        "",
        403,
        "the link is not valid",
    ),
    Case(
        "a key of nobody",
        Nobody,
        "?handwriting_id=Perry&text=Hi&width=60px&height=30px&link_key=0000000000000000&link_expires=1800000060&link_signature=0000000000000000000000000000000000000000000000000000000000000000",
        "",
        403,
        "the link is not valid",
    ),
];
