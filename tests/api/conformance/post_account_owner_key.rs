//! `POST /account/owner-key`.

use super::By::Owner;
use super::Case;

pub const CASES: &[Case] = &[
    Case("a new key", Owner, "", "{}", 200, r#""owner_key":"hwo_"#),
    Case("an unknown member", Owner, "", r#"{"key":"x"}"#, 400, "key"),
    Case("a form", Owner, "", "a=b", 415, "application/json"),
];
