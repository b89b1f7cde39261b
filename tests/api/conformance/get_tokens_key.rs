//! `GET /tokens/{key}`.

use super::By::{Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("a token", Owner, "", "", 200, r#""key":"{key}""#),
    Case("without its secret", Owner, "", "", 200, r#""state":"active""#),
    Case("an unknown key", Owner, "/tokens/0000000000000000", "", 404, "token not found"),
    Case("what is no key", Owner, "/tokens/x", "", 404, "token not found"),
    Case("of another account", Stranger, "", "", 404, "token not found"),
];
