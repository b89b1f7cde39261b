//! `longhand account` and `longhand token`, while the service runs.

use std::process::{Output, Stdio};

use serde_json::Value;

use crate::process::output;
use crate::{Service, longhand};

fn json(service: &Service, args: &[&str]) -> Value {
    let done = output(longhand().args(args).arg("--json").args(["--data"]).arg(service.data()));
    serde_json::from_slice(&done.stdout).expect("JSON")
}

fn status(service: &Service, token: &Value) -> u16 {
    let (key, secret) = (token["key"].as_str().expect("a key"), token["secret"].as_str().expect("a secret"));
    let head = format!("GET /handwritings?limit=1 HTTP/1.0\r\nAuthorization: Bearer {key}.{secret}\r\n\r\n");
    service.send(head.as_bytes()).expect("an answer").status
}

#[test]
fn tokens_are_made_listed_rotated_and_revoked_beside_the_running_service() {
    let service = Service::start();
    let made = json(&service, &["token", "create", "--kind", "live", "--title", "Cards", "--label", "a"]);
    assert_eq!(status(&service, &made), 200, "it works from the moment it is made");
    let key = made["key"].as_str().expect("a key");
    let listed = json(&service, &["token", "list"]);
    assert!(listed.as_array().expect("a list").iter().any(|t| t["key"] == *key && t["title"] == "Cards"));
    assert!(!listed.to_string().contains("hwt_"), "no secret is listed");
    let rotated = json(&service, &["token", "rotate", key, "--overlap-s", "3600"]);
    std::thread::sleep(std::time::Duration::from_secs(6));
    assert_eq!((status(&service, &made), status(&service, &rotated)), (200, 200), "both during the overlap");
    assert_eq!(json(&service, &["token", "revoke", key])["state"], "revoked");
    std::thread::sleep(std::time::Duration::from_secs(6));
    assert_eq!((status(&service, &made), status(&service, &rotated)), (401, 401));
}

#[test]
fn an_old_pair_is_taken_in_with_its_secret_from_standard_input() {
    let service = Service::start();
    let mut child = longhand()
        .args(["token", "--data"])
        .arg(service.data())
        .args(["import", "0123456789ABCDEF"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    std::io::Write::write_all(&mut child.stdin.take().expect("its input"), b"FEDCBA9876543210\n").expect("written");
    assert!(child.wait().expect("its end").success());
    let pair = serde_json::json!({ "key": "0123456789ABCDEF", "secret": "FEDCBA9876543210" });
    assert_eq!(status(&service, &pair), 200);
}

#[test]
fn accounts_are_made_and_changed() {
    let service = Service::start();
    let made = json(&service, &["account", "create", "--title", "Second", "--plan", "free"]);
    let id = made["id"].as_str().expect("an id");
    assert!(made["owner_key"].as_str().expect("a key").starts_with("hwo_"));
    assert_eq!(json(&service, &["account", "list"]).as_array().expect("a list").len(), 2);
    assert_eq!(
        json(&service, &["account", "change", id, "--plan", "paid", "--state", "suspended"])["state"],
        "suspended"
    );
    assert_ne!(json(&service, &["account", "owner-key", id])["owner_key"], made["owner_key"]);
}

/// Three live images of five characters each.
pub fn write_three_notes(service: &Service) {
    let (key, secret) = service.printed("live token");
    let render = format!(
        "GET /render/png?handwriting_id=Perry&text=Hello&width=60px&height=30px HTTP/1.0\r\n\
         Authorization: Bearer {key}.{secret}\r\n\r\n"
    );
    for _ in 0..3 {
        assert_eq!(service.send(render.as_bytes()).expect("an answer").status, 200);
    }
}

#[test]
fn usage_is_shown_by_account_and_hours_are_added_up_by_hand() {
    let service = Service::start();
    write_three_notes(&service);
    let used = json(&service, &["usage"]);
    assert_eq!(used[0]["live"], serde_json::json!({ "images": 3, "characters": 15 }));
    let now = jiff::Timestamp::now().to_string();
    let open = json(&service, &["rollup", "--hour", &now]);
    assert_eq!(open[0]["totals"][0]["images"], 3, "the open hour is shown");
    assert_eq!(json(&service, &["rollup"]), serde_json::json!([]), "and not yet due");
    assert_eq!(json(&service, &["usage"]), used);
    let plain = output(longhand().args(["usage", "--data"]).arg(service.data()));
    assert!(String::from_utf8_lossy(&plain.stdout).contains("live: 3 images, 15 characters"));
}

#[test]
fn calls_are_found_by_what_is_known_of_them_and_shown_without_texts() {
    let service = Service::start();
    write_three_notes(&service);
    service.send(b"GET /nothing HTTP/1.0\r\nX-Request-Id: lost-1\r\n\r\n").expect("an answer");
    let all = json(&service, &["calls"]);
    let statuses = |found: &Value| {
        let found = found.as_array().expect("a list").iter();
        found.map(|call| call["status"].as_u64().expect("a number")).collect::<Vec<_>>()
    };
    assert_eq!(statuses(&all), [404, 200, 200, 200], "newest first");
    assert!(all.as_array().expect("a list").iter().all(|call| call.get("text").is_none()), "{all}");
    assert_eq!(json(&service, &["calls", "--request-id", "lost-1", "--status", "4xx"])[0], all[0]);
    assert_eq!(statuses(&json(&service, &["calls", "--route", "/render/png", "--limit", "2"])), [200, 200]);
    let (account, token) = (&all[1]["account"], &all[1]["token"]);
    let of = ["calls", "--account", account.as_str().expect("an id"), "--token", token.as_str().expect("a key")];
    assert_eq!(statuses(&json(&service, &of)).len(), 3);
    let plain = output(longhand().args(["calls", "--data"]).arg(service.data())).stdout;
    let plain = String::from_utf8_lossy(&plain);
    assert!(plain.lines().count() == 4 && plain.lines().next().is_some_and(|l| l.ends_with("lost-1")), "{plain}");
    let wrong = ["calls", "--account", "x", "--token", "y", "--status", "600", "--request-id", " ", "--data"];
    let said = longhand().args(wrong).arg(service.data()).output().expect("it starts");
    let (status, said) = (said.status.code(), String::from_utf8_lossy(&said.stderr).into_owned());
    assert!(status == Some(2) && said.matches(" must be ").count() == 4, "all at once: {said}");
}

#[test]
fn wrong_commands_say_what_is_wrong_and_leave_status_2() {
    let service = Service::start();
    let fails = |args: &[&str], says: &str| {
        let done: Output = longhand().args(args).arg("--data").arg(service.data()).output().expect("it starts");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.code() == Some(2) && said.contains(says), "{args:?}: {said}");
    };
    fails(&["token", "create", "--kind", "gold"], "must be one of test, live");
    fails(&["token", "create", "--scope", "everything"], "--scope unable to parse");
    fails(&["token", "revoke", "0000000000000000"], "token not found");
    fails(&["account", "create", "--title", "x", "--plan", "gold"], "must be one of free, paid, enterprise");
    json(&service, &["account", "create", "--title", "Second"]);
    fails(&["token", "create"], "--account is required");
}

#[test]
fn invoices_are_worked_out_by_a_file_of_plans_or_by_those_in_force() {
    let service = Service::start();
    write_three_notes(&service);
    let file = service.directory.path().join("plans.toml");
    let tariff = "fee = \"9.00\"\nincluded = 1\ntiers = [{ price = \"0.125\" }]\n";
    std::fs::write(&file, format!("prices.currency = \"EUR\"\n[plan.paid.price]\n{tariff}")).expect("written");
    let path = file.to_str().expect("a path");
    let bill = json(&service, &["invoice", "--plans", path]);
    assert_eq!((&bill[0]["used"], &bill[0]["total"], &bill[0]["preview"]), (&3.into(), &"9.25".into(), &true.into()));
    assert_eq!(bill, json(&service, &["invoice", "--plans", path]), "looking changes nothing");
    assert!(refused(&service, "").contains("no prices are in force"));
    let put = output(longhand().args(["plans", path, "--data"]).arg(service.data()));
    assert!(String::from_utf8_lossy(&put.stdout).contains("in force"));
    let shown = output(longhand().args(["plans", "--data"]).arg(service.data()));
    assert_eq!(shown.stdout, std::fs::read(&file).expect("read"), "as it was put");
    let plans = |more: &[&str]| {
        let done = output(longhand().arg("plans").args(more).arg("--data").arg(service.data()));
        String::from_utf8(done.stdout).expect("text")
    };
    assert!(plans(&["--pause-tests"]).starts_with("Tests are paused until 20"));
    assert!(plans(&[]).starts_with("# Test renders are paused until 20"));
    assert!(plans(&["--resume-tests"]).starts_with("Tests are drawn again;"));
    assert_eq!(plans(&[]).as_bytes(), shown.stdout);
    assert_eq!(bill, json(&service, &["invoice"]));
    let before = json(&service, &["invoice", "--plans", path, "--period", "2020-01"]);
    assert_eq!((&before[0]["total"], &before[0]["preview"]), (&"0.00".into(), &false.into()), "there was no account");
    let plain = output(longhand().args(["invoice", "--plans", path, "--data"]).arg(service.data()));
    let plain = String::from_utf8_lossy(&plain.stdout).into_owned();
    assert!(plain.contains("2 images at 0.125") && plain.contains("9.25 EUR"), "{plain}");

    let account = json(&service, &["account", "list"])[0]["id"].as_str().expect("an id").to_owned();
    let now = jiff::Timestamp::now().to_string();
    let made = json(&service, &["account", "correct", &account, "--hour", &now, "--images", "-1", "--reason", "ours"]);
    assert_eq!((&made["images"], &made["reason"]), (&(-1).into(), &"ours".into()));
    json(&service, &["rollup"]);
    assert_eq!(json(&service, &["invoice"])[0]["total"], "9.13");
    let plain = output(longhand().args(["invoice", "--data"]).arg(service.data()));
    assert!(String::from_utf8_lossy(&plain.stdout).contains("was corrected by -1 images, +0 characters: ours"));
    let early = longhand().args(["invoice", "--issue", "--period", &now[..7], "--data"]).arg(service.data()).output();
    let said = early.expect("it starts").stderr;
    assert!(String::from_utf8_lossy(&said).contains("the period is not over"), "{}", String::from_utf8_lossy(&said));

    std::fs::write(&file, "prices.currency = \"euro\"\n[plan.enterprise.price]\nfee = \"0.001\"\ntiers = []\n")
        .expect("written");
    let said = refused(&service, path);
    for fault in ["prices.currency must be", "plan.enterprise.price.fee must", "plan.enterprise.price.tiers must have"]
    {
        assert!(said.contains(fault), "{said}");
    }
    std::fs::write(&file, "prices.currency = \"EUR\"\n").expect("written");
    assert!(refused(&service, path).contains("there is no tariff for its plan"));
}

/// What is said of a file of plans; of those in force, without one.
fn refused(service: &Service, plans: &str) -> String {
    let mut command = longhand();
    command.args(["invoice", "--data"]).arg(service.data());
    if !plans.is_empty() {
        command.args(["--plans", plans]);
    }
    let done = command.output().expect("it starts");
    assert_eq!(done.status.code(), Some(2));
    String::from_utf8_lossy(&done.stderr).into_owned()
}

/// What `longhand` says and how it ends where nobody listens to it.
#[cfg(unix)]
fn unheard(data: &std::path::Path, args: &[&str]) -> (Option<i32>, String) {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let done = longhand().args(args).arg("--data").arg(data).stdout(writer).output().expect("it starts");
    (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
}

#[cfg(unix)]
#[test]
fn where_nobody_listens_commands_fail_and_do_not_panic() {
    let service = Service::start();
    write_three_notes(&service);
    let all: [&[&str]; 9] = [
        &["token", "list"],
        &["account", "list"],
        &["usage"],
        &["usage", "--json"],
        &["calls"],
        &["notices"],
        &["verify"],
        &["plans"],
        &["token", "create"],
    ];
    for args in all {
        let (status, said) = unheard(&service.data(), args);
        assert_eq!(status, Some(4), "{args:?}: {said}");
        assert!(said.starts_with("longhand: cannot write standard output"), "{args:?}: {said}");
    }
}
