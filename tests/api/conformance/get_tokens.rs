//! `GET /tokens`.

use super::By::{Live, Nobody, Owner, Stranger, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case("no credential", Nobody, "", "", 401, "unauthorized"),
    Case("a wrong credential", Wrong, "", "", 401, "unauthorized"),
    Case("a token", Live, "", "", 401, "unauthorized"),
    Case("the list", Owner, "", "", 200, r#""tokens""#),
    Case("of one kind", Owner, "?kind=live", "", 200, r#""kind":"live""#),
    Case("of a label that none has", Owner, "?label=x", "", 200, r#""tokens":[]"#),
    Case("a kind that is none", Owner, "?kind=gold", "", 400, "kind"),
    Case("a limit too high", Owner, "?limit=1001", "", 400, "limit"),
    Case("after what is no key", Owner, "?after=x", "", 400, "after"),
    Case("an unknown parameter", Owner, "?page=2", "", 400, "page"),
    Case("of another account", Stranger, "", "", 200, r#""tokens""#),
];
