//! `GET /texts/{id}`.

use super::By::{Admin, Owner};
use super::Case;

pub const CASES: &[Case] = &[
    Case("before a second person has approved", Admin, "/texts/{dispute}", "", 403, "the dispute waits for approval"),
    Case("by an owner key", Owner, "/texts/{dispute}", "", 401, "unauthorized"),
    Case("an unknown dispute", Admin, "/texts/0000000000000000", "", 404, "dispute not found"),
    Case("a limit too high", Admin, "/texts/{dispute}?limit=101", "", 400, "from 1 to 100"),
    Case("after nowhere", Admin, "/texts/{dispute}?after=x", "", 400, "`next` of another page"),
];
