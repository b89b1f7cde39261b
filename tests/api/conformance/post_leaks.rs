//! `POST /leaks`.

use super::By::{Live, Nobody, Owner};
use super::Case;

pub const CASES: &[Case] = &[
    Case("without a signature", Nobody, "", "[]", 401, "unauthorized"),
    Case("by a token", Live, "", "[]", 401, "unauthorized"),
    Case("by an owner", Owner, "", "[]", 401, "unauthorized"),
    Case("what is no report", Nobody, "", "{}", 401, "unauthorized"),
];
