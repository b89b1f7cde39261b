//! What checkov takes for mistakes, each with the reason why it is none here.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::FILES;

/// Check, resources, reason. What is not in here fails, and so does what is in here for nothing.
const NONE_HERE: [(&str, &[&str], &str); 11] = [
    ("CKV_AWS_73", &["Api"], "a trace keeps the query, and with it the text"),
    ("CKV_AWS_120", &["Api"], "what is drawn is drawn anew, and a cache would keep texts"),
    (
        "CKV_AWS_115",
        &["Disputes", "Erasure", "Notices", "Recovery", "Render", "Rollup", "Tokens"],
        "the gateway's throttle bounds them; an account of ten concurrent runs, as new ones are, can reserve none",
    ),
    ("CKV_AWS_116", &["Disputes", "Render", "Tokens"], "they are called and answer; a failure is an answer"),
    ("CKV_AWS_116", &["Notices"], "it runs again within a minute"),
    (
        "CKV_AWS_117",
        &["Disputes", "Erasure", "Notices", "Recovery", "Render", "Rollup", "Tokens"],
        "there is nothing in a network of ours",
    ),
    (
        "CKV_AWS_173",
        &["Disputes", "Erasure", "Notices", "Recovery", "Render", "Rollup", "Tokens"],
        "no secret is in an environment",
    ),
    ("CKV_AWS_28", &["PermitsTable"], "what is deleted must be gone"),
    ("CKV_AWS_165", &["ClaimsTable", "TextKeysTable"], "what is deleted must be gone"),
    ("CKV_AWS_18", &["Archive"], "one role writes it and none reads it; operators' own reading is in their trail"),
    ("CKV_AWS_33", &["DataKey"], "conditions narrow it to the account, by its stores"),
];
#[test]
fn each_known_mistake_is_none_for_a_reason() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let requirements = Path::new(env!("CARGO_MANIFEST_DIR")).join("template/checkov.txt");
    let python = longhand_tests::python::environment(target, &requirements);
    let checkov = python.with_file_name("checkov");
    let mut command = Command::new(python);
    command.arg(checkov).arg("-f").arg(&FILES[0]);
    let done = command.args(["--framework", "cloudformation", "--skip-download", "--quiet", "-o", "json"]).output();
    let said = done.expect("python3 starts").stdout;
    let report: Value = serde_json::from_slice(&said).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&said)));
    let passed = report["summary"]["passed"].as_u64().expect("a count");
    assert!(passed >= 100, "{passed}: it looked at the template");
    let failed = report["results"]["failed_checks"].as_array().expect("checks").iter();
    let one = |check: &Value| {
        let resource = check["resource"].as_str().expect("a resource").rsplit('.').next().expect("a name");
        (check["check_id"].as_str().expect("an id").to_owned(), resource.to_owned())
    };
    let found: BTreeSet<(String, String)> = failed.map(one).collect();
    let excused = NONE_HERE.iter().map(|(id, resources, _)| (*id, *resources));
    let excused = excused.flat_map(|(id, of)| of.iter().map(move |name| (id.to_owned(), (*name).to_owned())));
    assert_eq!(found, excused.collect::<BTreeSet<_>>());
}
