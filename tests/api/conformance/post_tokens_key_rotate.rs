//! `POST /tokens/{key}/rotate`.

use super::By::{Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("at once", Owner, "", "{}", 200, r#""secret":"hwt_test_"#),
    Case("with an overlap", Owner, "", r#"{"overlap_s":3600}"#, 200, r#""overlap_until":"2027"#),
    Case("an overlap too long", Owner, "", r#"{"overlap_s":604801}"#, 400, "overlap_s"),
    Case("an overlap below nothing", Owner, "", r#"{"overlap_s":-1}"#, 400, "overlap_s"),
    Case("an unknown member", Owner, "", r#"{"expires":"2030-01-01T00:00:00Z"}"#, 400, "expires"),
    Case("an unknown key", Owner, "/tokens/0000000000000000/rotate", "{}", 404, "token not found"),
    Case("of another account", Stranger, "", "{}", 404, "token not found"),
];
