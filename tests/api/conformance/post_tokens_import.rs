//! `POST /tokens/import`.

use super::By::Owner;
use super::Case;

pub const CASES: &[Case] = &[
    Case(
        "an old pair",
        Owner,
        "",
        r#"{"key":"0123456789ABCDEF","secret":"FEDCBA9876543210"}"#,
        200,
        r#""key":"0123456789ABCDEF""#,
    ),
    Case("a key that is taken", Owner, "", r#"{"key":"{key}","secret":"FEDCBA9876543210"}"#, 409, "already"),
    Case("without its secret", Owner, "", r#"{"key":"0123456789ABCDEF"}"#, 400, "secret"),
    Case("a key that is none", Owner, "", r#"{"key":"x","secret":"FEDCBA9876543210"}"#, 400, "key"),
    Case("nothing", Owner, "", "{}", 400, "key"),
];
