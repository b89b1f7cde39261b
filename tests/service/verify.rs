//! `longhand verify`: whatever is done to the data behind the service's back is found.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

use crate::commands::write_three_notes;
use crate::process::output;
use crate::{Service, longhand};

/// Moves all that was logged three hours back, in the order of its ids a second apart, so that its hour is over.
const THREE_HOURS_AGO: &str = "
    UPDATE audit SET hour_s = hour_s - 10800,
        at_us = (hour_s - 10800 + (SELECT count(*) FROM audit AS other WHERE other.id <= audit.id)) * 1000000;
    UPDATE audit SET doc = json_set(doc, '$.at', strftime('%Y-%m-%dT%H:%M:%SZ', at_us / 1000000, 'unixepoch'));
    PRAGMA wal_checkpoint(TRUNCATE);
";

/// What somebody may do, and the faults that tell of it.
const DONE: [(&str, &[&str]); 10] = [
    ("DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)", &["changed", "misbilled", "miscounted"]),
    (
        "UPDATE audit SET doc = json_set(doc, '$.units.characters', 1) WHERE status_of(doc) = 200",
        &["changed", "misbilled", "miscounted"],
    ),
    ("UPDATE audit SET doc = json_set(doc, '$.address', '192.0.2.9')", &["changed"]),
    ("UPDATE audit SET at_us = at_us + 1500000 WHERE id = (SELECT min(id) FROM audit)", &["changed"]),
    ("UPDATE usage SET doc = json_set(doc, '$.images', 2)", &["miscounted"]),
    ("UPDATE bills SET doc = json_set(doc, '$.told.images', 4), open = 0", &["misbilled"]),
    ("DELETE FROM ledger WHERE number = (SELECT max(number) FROM ledger)", &["no_page"]),
    ("DELETE FROM ledger WHERE number = 1", &["broken"]),
    ("UPDATE ledger SET doc = json_set(doc, '$.page.entries', 1) WHERE number = 1", &["broken", "changed", "unsigned"]),
    ("UPDATE ledger SET doc = json_set(doc, '$.page.before', 'x') WHERE number = 2", &["broken", "unsigned"]),
];

/// Data with three renders in an hour that is over and was not added up, and no service on it.
fn drawn_three_hours_ago() -> TempDir {
    let mut service = Service::start();
    write_three_notes(&service);
    service.kill();
    let directory = TempDir::new().expect("a temporary directory");
    copy(&service.data(), directory.path());
    change(directory.path(), THREE_HOURS_AGO);
    directory
}

/// The same of a customer of the biller's.
pub fn billed() -> TempDir {
    let directory = drawn_three_hours_ago();
    let list = output(longhand().args(["account", "list", "--json", "--data"]).arg(directory.path()));
    let accounts: Value = serde_json::from_slice(&list.stdout).expect("JSON");
    let id = accounts[0]["id"].as_str().expect("an id").to_owned();
    output(longhand().args(["account", "change", &id, "--customer", "cus_1", "--data"]).arg(directory.path()));
    directory
}

/// The same, added up.
fn data() -> TempDir {
    let directory = billed();
    output(longhand().args(["rollup", "--data"]).arg(directory.path()));
    change(directory.path(), "PRAGMA wal_checkpoint(TRUNCATE)");
    directory
}

fn change(data: &Path, sql: &str) {
    Connection::open(data.join("longhand.db")).expect("the data").execute_batch(sql).expect(sql);
}

fn copy(from: &Path, to: &Path) {
    for file in fs::read_dir(from).expect("a directory").map(|file| file.expect("a file")) {
        if file.file_type().expect("a kind").is_file() {
            fs::copy(file.path(), to.join(file.file_name())).expect("copied");
        }
    }
}

/// The exit status and what is said, in JSON.
fn verify(data: &Path, more: &[&str]) -> (Option<i32>, Value) {
    let mut command = longhand();
    let done: Output = command
        .args(["verify", "--json", "--data"])
        .arg(data)
        .args(more)
        .stderr(Stdio::null())
        .output()
        .expect("it starts");
    (done.status.code(), serde_json::from_slice(&done.stdout).unwrap_or_default())
}

/// A day of the month before this one.
pub fn last_month() -> jiff::civil::Date {
    let today = jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    today.first_of_month().yesterday().expect("a day")
}

/// The exit status of sending last month's invoices, and what is said of why not.
pub fn issue(data: &Path, more: &[&str]) -> (Option<i32>, String) {
    let last_month = last_month().strftime("%Y-%m").to_string();
    let plans = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/plans.toml");
    let args = ["invoice", "--issue", "--period", &last_month, "--plans", plans, "--data"];
    let done = longhand().args(args).arg(data).args(more).output().expect("it starts");
    (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
}

/// The kinds of faults, each once.
fn faults(verdict: &Value) -> Vec<&str> {
    let all = verdict["faults"].as_array().expect("faults").iter();
    let mut kinds: Vec<_> = all.map(|fault| fault["fault"].as_str().expect("a kind")).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[test]
fn whatever_is_done_to_the_log_the_totals_or_the_ledger_is_found_and_stops_the_invoices() {
    let sound = data();
    let (status, verdict) = verify(sound.path(), &[]);
    assert_eq!((status, faults(&verdict).len(), &verdict["entries"]), (Some(0), 0, &3.into()), "{verdict}");
    assert!(verdict["pages"].as_u64() >= Some(2) && verdict["hours"] == verdict["pages"], "{verdict}");
    assert_eq!(issue(sound.path(), &[]), (Some(0), String::new()));
    for (sql, expected) in DONE {
        let copied = TempDir::new().expect("a temporary directory");
        copy(sound.path(), copied.path());
        change(copied.path(), &sql.replace("status_of(doc)", "json_extract(doc, '$.status')"));
        let (status, verdict) = verify(copied.path(), &[]);
        assert_eq!((status, faults(&verdict)), (Some(5), expected.to_vec()), "{sql}: {verdict}");
        let (status, why) = issue(copied.path(), &[]);
        assert!(status == Some(5) && why.lines().count() > 1, "{sql}: no invoice is sent: {why}");
    }
}

#[test]
fn who_signs_everything_anew_is_found_by_the_key_or_the_page_that_was_noted() {
    let sound = data();
    let (_, noted) = verify(sound.path(), &[]);
    let (key, head) = (noted["key"].as_str().expect("a key"), noted["head"].as_str().expect("a page"));
    assert_eq!(verify(sound.path(), &["--key", key, "--head", head]).0, Some(0));
    let forged = sound.path();
    change(
        forged,
        "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit); DELETE FROM usage; DELETE FROM bills; DELETE FROM ledger; DELETE FROM usage_kept",
    );
    fs::remove_file(forged.join("longhand-signing.key")).expect("the key is there");
    output(longhand().args(["rollup", "--data"]).arg(forged));
    assert_eq!(verify(forged, &[]).0, Some(0), "by itself it looks sound");
    assert_eq!(faults(&verify(forged, &["--key", key]).1), ["unsigned"]);
    assert_eq!(faults(&verify(forged, &["--head", head]).1), ["gone"]);
    assert_eq!(verify(forged, &["--key", "?"]).0, Some(2));
}
