//! `POST /disputes/{id}/approve`.

use super::By::{Admin, Owner};
use super::Case;

pub const CASES: &[Case] = &[
    Case("the second approval", Admin, "/disputes/{dispute}/approve", "{}", 200, r#""state":"approved""#),
    Case("by an owner", Owner, "/disputes/{dispute}/approve", "{}", 403, "your role does not allow this"),
    Case("an unknown dispute", Admin, "/disputes/0000000000000000/approve", "{}", 404, "dispute not found"),
    Case("a member that is none", Admin, "/disputes/{dispute}/approve", r#"{"by":"me"}"#, 400, "is not a field"),
];
