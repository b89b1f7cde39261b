//! `GET /account`.

use super::By::{Live, Nobody, Owner, Stranger, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case("no credential", Nobody, "", "", 401, "unauthorized"),
    Case("a wrong credential", Wrong, "", "", 401, "unauthorized"),
    Case("a token", Live, "", "", 401, "unauthorized"),
    Case("the account", Owner, "", "", 200, r#""title":"First""#),
    Case("another one", Stranger, "", "", 200, r#""title":"Second""#),
];
