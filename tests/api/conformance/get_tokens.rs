//! `GET /tokens`.

use super::By::{Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("the list", Owner, "", "", 200, r#""tokens""#),
    Case("of one kind", Owner, "?kind=live", "", 200, r#""kind":"live""#),
    Case("of a label that none has", Owner, "?label=x", "", 200, r#""tokens":[]"#),
    Case("a kind that is none", Owner, "?kind=gold", "", 400, "kind"),
    Case("a limit too high", Owner, "?limit=1001", "", 400, "limit"),
    Case("after what is no key", Owner, "?after=x", "", 400, "after"),
    Case("an unknown parameter", Owner, "?page=2", "", 400, "page"),
    Case("of another account", Stranger, "", "", 200, r#""tokens""#),
];
