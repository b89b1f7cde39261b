//! `longhand receipts`: what a customer kept of the answers, checked without the service.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::{Service, longhand};

fn drawn(texts: &[&str]) -> Service {
    let service = Service::start();
    draw(&service, texts);
    service
}

/// Draws, and keeps each answer's headers in a file as `curl --dump-header` writes them, and the keys.
pub fn draw(service: &Service, texts: &[&str]) {
    let basic = service.basic("live token");
    for (text, number) in texts.iter().zip(1..) {
        let target = format!("/render/png?handwriting_id=Perry&width=200px&height=60px&text={text}");
        let reply = service.send(format!("GET {target} HTTP/1.0\r\n{basic}\r\n\r\n").as_bytes()).expect("an answer");
        assert_eq!(reply.status, 200);
        let lines: Vec<String> = reply.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        fs::write(
            service.directory.path().join(format!("{number}.txt")),
            format!("HTTP/1.1 200 OK\r\n{}\r\n", lines.concat()),
        )
        .expect("written");
    }
    let keys = service.send(b"GET /receipts/keys HTTP/1.0\r\n\r\n").expect("an answer");
    fs::write(service.directory.path().join("keys.json"), keys.body).expect("written");
}

fn receipts(directory: &Path, args: &[&str]) -> Output {
    longhand().args(["receipts", "--keys", "keys.json"]).args(args).current_dir(directory).output().expect("it starts")
}

fn said(done: &Output) -> String {
    String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr)
}

#[test]
fn receipts_add_up_to_what_is_counted_without_the_service() {
    let mut service = drawn(&["Dear+Anna", "Dear+Ben", "yes"]);
    let usage = crate::process::output(longhand().args(["usage", "--json", "--data"]).arg(service.data()));
    let usage: Value = serde_json::from_slice(&usage.stdout).expect("JSON");
    service.kill();
    let done = receipts(service.directory.path(), &["1.txt", "2.txt", "3.txt", "3.txt", "--json"]);
    assert!(done.status.success(), "{}", said(&done));
    let told: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!((told["receipts"].as_u64(), told["renders"].as_u64()), (Some(4), Some(3)), "one was shown twice");
    assert_eq!((&told["sums"][0]["images"], &told["sums"][0]["characters"]), (&3.into(), &20.into()));
    let counted = usage.to_string();
    assert!(counted.contains(r#""characters":20"#) && counted.contains(r#""images":3"#), "{counted}");
}

#[test]
fn a_forged_receipt_and_another_text_are_named_and_end_with_5() {
    let service = drawn(&["Dear+Anna"]);
    let directory = service.directory.path();
    let sent = "handwriting_id=Perry&width=200px&height=60px&text=Dear+Anna";
    assert!(receipts(directory, &["1.txt", "--request", sent]).status.success());
    let other = receipts(directory, &["1.txt", "--request", &sent.replace("Anna", "Ann")]);
    assert_eq!(other.status.code(), Some(5));
    assert!(said(&other).contains("it is the receipt of another request"), "{}", said(&other));

    let text = fs::read_to_string(directory.join("1.txt")).expect("read");
    let receipt = text.lines().find_map(|line| line.strip_prefix("x-receipt: ")).expect("a receipt");
    let mut parts: Vec<&str> = receipt.split('.').collect();
    let longer = format!("{}AAAA", parts[1]);
    parts[1] = &longer;
    fs::write(directory.join("forged.txt"), format!("{receipt}\n{}\n", parts.join("."))).expect("written");
    let forged = receipts(directory, &["forged.txt"]);
    assert_eq!(forged.status.code(), Some(5));
    assert!(said(&forged).contains("forged.txt:2: "), "{}", said(&forged));
    assert!(said(&forged).contains("1 fault found"), "{}", said(&forged));
}
