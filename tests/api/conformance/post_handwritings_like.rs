//! `POST /handwritings/like`. What is answered to an image is in `tests/api/post_handwritings_like.rs`.

use super::By::{Live, Nobody, Owner, Test, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case("no body", Test, "", "", 415, "the body must be image/png or image/jpeg"),
    Case("JSON", Live, "", "{}", 415, "the body must be image/png or image/jpeg"),
    Case("a limit that is none", Test, "?limit=0", "{}", 400, "limit must be"),
    Case("no credential", Nobody, "", "{}", 401, "unauthorized"),
    Case("an owner key", Owner, "", "{}", 401, "unauthorized"),
    Case("a wrong secret", Wrong, "", "{}", 401, "unauthorized"),
];
