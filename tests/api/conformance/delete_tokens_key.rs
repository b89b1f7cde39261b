//! `DELETE /tokens/{key}`.

use super::By::{Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("a token", Owner, "", "", 200, r#""state":"revoked""#),
    Case("an unknown key", Owner, "/tokens/0000000000000000", "", 404, "token not found"),
    Case("of another account", Stranger, "", "", 404, "token not found"),
];
