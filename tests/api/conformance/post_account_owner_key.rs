//! `POST /account/owner-key`.

use super::By::{Live, Nobody, Owner, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case("no credential", Nobody, "", "{}", 401, "unauthorized"),
    Case("a wrong credential", Wrong, "", "{}", 401, "unauthorized"),
    Case("a token", Live, "", "{}", 401, "unauthorized"),
    Case("a new key", Owner, "", "{}", 200, r#""owner_key":"hwo_"#),
    Case("an unknown member", Owner, "", r#"{"key":"x"}"#, 400, "key"),
    Case("a form", Owner, "", "a=b", 415, "application/json"),
];
