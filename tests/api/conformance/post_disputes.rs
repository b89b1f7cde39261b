//! `POST /disputes`.

use super::By::{Admin, Owner};
use super::Case;

pub const CASES: &[Case] = &[
    Case(
        "about a day",
        Admin,
        "",
        r#"{"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","reason":"why"}"#,
        200,
        r#""approvals":[]"#,
    ),
    Case(
        "by an owner",
        Owner,
        "",
        r#"{"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","reason":"why"}"#,
        403,
        "your role does not allow this",
    ),
    Case("nothing said", Admin, "", "{}", 400, "is required"),
    Case(
        "the future",
        Admin,
        "",
        r#"{"from":"2026-01-01T00:00:00Z","to":"2099-01-02T00:00:00Z","reason":"why"}"#,
        400,
        "must not be in the future",
    ),
    Case(
        "backwards",
        Admin,
        "",
        r#"{"from":"2026-01-02T00:00:00Z","to":"2026-01-01T00:00:00Z","reason":"why"}"#,
        400,
        "must be after `from`",
    ),
    Case(
        "no time",
        Admin,
        "",
        r#"{"from":"yesterday","to":"2026-01-01T00:00:00Z","reason":"why"}"#,
        400,
        "must be a time as",
    ),
    Case(
        "no reason",
        Admin,
        "",
        r#"{"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","reason":" "}"#,
        400,
        "1 to 200 characters",
    ),
    Case(
        "another member",
        Admin,
        "",
        r#"{"account":"x","from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","reason":"why"}"#,
        400,
        "is not a field",
    ),
];
