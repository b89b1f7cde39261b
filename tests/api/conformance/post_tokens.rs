//! `POST /tokens`.

use super::By::Owner;
use super::Case;

pub const CASES: &[Case] = &[
    Case("a test token", Owner, "", "{}", 200, r#""secret":"hwt_test_"#),
    Case("a live token", Owner, "", r#"{"kind":"live"}"#, 200, r#""secret":"hwt_live_"#),
    Case(
        "with everything",
        Owner,
        "",
        r#"{"kind":"test","title":"Cards","labels":["a"],"owner":"Anna","scopes":["render:png"],"addresses":["192.0.2.0/24"],"origins":["https://example.org"],"monthly_cap":9,"expires":"2027-02-01T00:00:00Z"}"#,
        200,
        r#""monthly_cap":9"#,
    ),
    Case("a kind that is none", Owner, "", r#"{"kind":"gold"}"#, 400, "kind"),
    Case("an end in the past", Owner, "", r#"{"expires":"2020-01-01T00:00:00Z"}"#, 400, "expires"),
    Case("an unknown member", Owner, "", r#"{"plan":"paid"}"#, 400, "plan"),
    Case("a form", Owner, "", "kind=live", 415, "application/json"),
];
