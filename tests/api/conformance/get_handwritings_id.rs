//! `GET /handwritings/{id}`.

use super::By::{Live, Nobody, Test, Wrong};
use super::Case;

pub const CASES: &[Case] = &[
    Case("a hand by its id", Test, "/handwritings/2D5S46A80003", "", 200, r#""title":"Perry""#),
    Case("the same with a live token", Live, "/handwritings/2D5S46A80003", "", 200, r#""id":"2D5S46A80003""#),
    Case("an unknown id", Test, "/handwritings/0000000000000000", "", 404, "not found"),
    Case("an id that is none", Test, "/handwritings/%2e%2e", "", 404, "not found"),
    Case("no credential", Nobody, "/handwritings/2D5S46A80003", "", 401, "unauthorized"),
    Case("a wrong secret", Wrong, "/handwritings/2D5S46A80003", "", 401, "unauthorized"),
];
