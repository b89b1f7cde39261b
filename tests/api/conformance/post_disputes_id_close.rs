//! `POST /disputes/{id}/close`.

use super::By::{Admin, Owner};
use super::Case;

pub const CASES: &[Case] = &[
    Case("a waiting one", Admin, "/disputes/{dispute}/close", "{}", 200, r#""state":"ended""#),
    Case("by an owner", Owner, "/disputes/{dispute}/close", "{}", 403, "your role does not allow this"),
    Case("an unknown dispute", Admin, "/disputes/0000000000000000/close", "{}", 404, "dispute not found"),
];
