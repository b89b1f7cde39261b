//! `DELETE /accounts/{id}`.

use super::By::{Admin, Owner, Stranger};
use super::Case;

pub const CASES: &[Case] = &[
    Case("its own", Owner, "/accounts/{account}", "", 200, r#""state":"closed""#),
    Case("what is no account's id", Owner, "/accounts/all", "", 404, "account not found"),
    Case("another account", Stranger, "/accounts/{account}", "", 404, "account not found"),
    Case("for who runs the service", Admin, "/accounts/{account}", "", 200, r#""members":[]"#),
];
