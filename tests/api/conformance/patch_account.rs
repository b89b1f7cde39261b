//! `PATCH /account`.

use super::By::Owner;
use super::Case;

pub const CASES: &[Case] = &[
    Case("a title", Owner, "", r#"{"title":"Third"}"#, 200, r#""title":"Third""#),
    Case("a title that is none", Owner, "", r#"{"title":7}"#, 400, "title"),
    Case("a contact", Owner, "", r#"{"contact":"anna@example.org"}"#, 200, r#""contact":"anna@example.org""#),
    Case("no contact", Owner, "", r#"{"contact":""}"#, 200, r#""contact":null"#),
    Case("a contact that is none", Owner, "", r#"{"contact":"Anna"}"#, 400, "contact must be a mail address"),
    Case("two faults", Owner, "", r#"{"contact":"Anna","colour":"red"}"#, 400, "colour"),
    Case(
        "the plan, which is not the owner's to set",
        Owner,
        "",
        r#"{"plan":"free"}"#,
        403,
        "only those who run the service",
    ),
    Case("the state", Owner, "", r#"{"state":"suspended"}"#, 403, "only those who run the service"),
    Case("a plan that is none", Owner, "", r#"{"plan":"gold"}"#, 400, "plan"),
    Case("an unknown member", Owner, "", r#"{"id":"x"}"#, 400, "id"),
];
