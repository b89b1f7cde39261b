//! `PATCH /tokens/{key}`.

use super::By::{Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("a title", Owner, "", r#"{"title":"Mail"}"#, 200, r#""title":"Mail""#),
    Case("labels", Owner, "", r#"{"labels":["b"]}"#, 200, r#""labels":["b"]"#),
    Case("a cap taken off", Owner, "", r#"{"monthly_cap":0}"#, 200, r#""monthly_cap":null"#),
    Case("a scope that is none", Owner, "", r#"{"scopes":["all"]}"#, 400, "scopes"),
    Case("the kind", Owner, "", r#"{"kind":"live"}"#, 400, "kind"),
    Case("an unknown key", Owner, "/tokens/0000000000000000", "{}", 404, "token not found"),
    Case("of another account", Stranger, "", r#"{"title":"Mine"}"#, 404, "token not found"),
];
