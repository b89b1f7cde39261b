//! Notices by mail.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use longhand_core::ids::{AccountId, TokenKey};
use longhand_core::notice::{About, Notice};
use longhand_core::ports::{Outbox as _, Written};
use longhand_embedded::Store;
use longhand_system::SystemEntropy;

use crate::process::output;
use crate::{Service, longhand};

#[test]
fn a_notice_is_handed_to_the_machines_mailer() {
    let mut service = Service::start();
    let account = output(longhand().args(["account", "list", "--json", "--data"]).arg(service.data()));
    let account: serde_json::Value = serde_json::from_slice(&account.stdout).expect("JSON");
    let id = account[0]["id"].as_str().expect("an id");
    output(longhand().args(["account", "change", id, "--contact", "anna@example.org", "--data"]).arg(service.data()));
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(48);
    let create = ["token", "create", "--title", "Grüße", "--expires", &soon.to_string(), "--data"];
    output(longhand().args(create).arg(service.data()));
    service.kill();
    let (script, mail) = (service.directory.path().join("mailer"), service.directory.path().join("mail"));
    fs::write(&script, format!("#!/bin/sh\n(echo \"$@\"; cat) > {}.part\nmv {0}.part {0}\n", mail.display()))
        .expect("written");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("a script");
    let mut command = longhand();
    command.args(["serve", "--listen", "127.0.0.1:0", "--mail-from", "Longhand <notices@example.org>"]);
    command.arg("--mail-command").arg(&script).arg("--data").arg(service.data());
    service.run(command);
    let late = Instant::now() + Duration::from_secs(30);
    while !mail.exists() && Instant::now() < late {
        std::thread::sleep(Duration::from_millis(50));
    }
    let mail = fs::read_to_string(mail).expect("a mail within 30 s");
    for part in [
        "anna@example.org\n",
        "From: Longhand <notices@example.org>",
        "To: anna@example.org",
        "Subject: Token ",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
    ] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
}

#[tokio::test]
async fn what_could_not_be_told_is_listed_and_told_again_or_never_by_one_command() {
    let mut service = Service::start();
    service.kill();
    let account = output(longhand().args(["account", "list", "--json", "--data"]).arg(service.data()));
    let account: serde_json::Value = serde_json::from_slice(&account.stdout).expect("JSON");
    let id = account[0]["id"].as_str().expect("an id").to_owned();
    let store = Store::open(&service.data(), Arc::new(SystemEntropy)).expect("the service's store");
    let now = jiff::Timestamp::now();
    let about = |n: u8| About::TokenEnds { key: TokenKey::new([n; 10]), title: "Cards".to_owned(), expires: now };
    let notices = [1, 2].map(|n| Notice {
        id: format!("ends#{n}"),
        account: if n == 1 { id.parse().expect("an id") } else { AccountId::new([7; 10]) },
        at: now,
        about: about(n),
    });
    for notice in &notices {
        assert_eq!(store.post(notice).await.expect("posted"), Written::Done);
        store.set_aside(notice, now).await.expect("set aside");
    }
    let run = |more: &[&str]| {
        let done = output(longhand().arg("notices").args(more).arg("--data").arg(service.data()));
        String::from_utf8(done.stdout).expect("text")
    };
    let said = run(&[]);
    assert!(said.contains(&id) && said.contains("ends on") && said.contains("Set aside: 2."), "{said}");
    assert!(!said.contains('@'), "to whom it goes is not shown: {said}");
    assert!(run(&["--account", &id, "--again"]).ends_with("Will be sent within a minute: 1.\n"));
    assert_eq!(store.unsent(9).await.expect("a store"), notices[..1]);
    assert!(run(&["--drop"]).ends_with("Will not be sent: 1.\n"));
    assert_eq!(store.unsent(9).await.expect("a store"), notices[..1]);
    assert_eq!(run(&[]), "Nothing is set aside.\n");
}

#[test]
fn a_file_that_is_not_of_countries_is_named_before_anything_is_served() {
    let directory = tempfile::tempdir().expect("a directory");
    let files = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/support");
    for (file, said) in [
        ("owners.mmdb", "the file of countries (Longhand-Test-ASN) has no country.iso_code"),
        ("lib.rs", "the file of countries cannot be read"),
        ("nothing.mmdb", "the file of countries cannot be read"),
    ] {
        let serve = ["serve", "--listen", "127.0.0.1:0", "--countries", &format!("{files}/{file}"), "--data"];
        let ended = longhand().args(serve).arg(directory.path()).output().expect("it runs");
        let error = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.code() == Some(4) && error.contains(said), "{file}: {:?} {error}", ended.status);
    }
    let mut service = Service::start();
    service.kill();
    let mut command = longhand();
    command.args(["serve", "--listen", "127.0.0.1:0", "--countries", &format!("{files}/countries.mmdb"), "--data"]);
    command.arg(service.data());
    service.run(command);
    let status = service.send(b"GET /status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("an answer");
    assert_eq!(status.status, 200);
}
