//! `GET /handwritings`.

use super::By::{Live, Nobody, Owner, Test, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case("the whole list", Test, "", "", 200, "application/json"),
    Case("a page", Live, "?limit=2&offset=1", "", 200, r#""title""#),
    Case("past the end", Test, "?offset=5000", "", 200, "[]"),
    Case("in descending order", Test, "?order_by=title&order_dir=desc&limit=1", "", 200, "title"),
    Case("a limit of nothing", Test, "?limit=0", "", 400, "limit"),
    Case("a limit too high", Test, "?limit=1001", "", 400, "limit"),
    Case("an offset below nothing", Test, "?offset=-1", "", 400, "offset"),
    Case("an order that is none", Test, "?order_by=rating_friendliness", "", 400, "order_by"),
    Case("a direction that is none", Test, "?order_dir=up", "", 400, "order_dir"),
    Case("no credential", Nobody, "", "", 401, "unauthorized"),
    Case("a wrong secret", Wrong, "", "", 401, "unauthorized"),
    Case("an owner key", Owner, "", "", 401, "unauthorized"),
];
