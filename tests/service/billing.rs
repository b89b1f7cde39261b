//! The service tells whoever bills: a file, or Stripe.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use longhand_tests::stripe::{KEY, Stripe};
use serde_json::Value;
use tempfile::TempDir;

use crate::process::output;
use crate::verify::{billed, issue, last_month};
use crate::{Service, longhand};

/// Serves this data with these arguments until it is so.
fn serve_until(data: &TempDir, more: &[&str], mut so: impl FnMut() -> bool) {
    let directory = TempDir::new().expect("a temporary directory");
    let mut service = Service::on(directory);
    let mut command = longhand();
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path()).args(more);
    service.run(command);
    let begin = Instant::now();
    while !so() {
        assert!(begin.elapsed() < Duration::from_mins(1), "it was not told");
        sleep(Duration::from_millis(50));
    }
}

#[test]
fn an_hour_that_is_over_is_written_to_the_file_of_meter_events_once() {
    let data = billed();
    let file = data.path().join("events.jsonl");
    let args = ["--meter-file", file.to_str().expect("a path")];
    let lines = || fs::read_to_string(&file).unwrap_or_default().lines().count();
    serve_until(&data, &args, || lines() == 2);
    let text = fs::read_to_string(&file).expect("read");
    let events: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(
        (&events[0]["meter"], &events[0]["value"], &events[0]["customer"]),
        (&"images".into(), &3.into(), &"cus_1".into())
    );
    assert_eq!(events[1]["meter"], "characters");
    serve_until(&data, &args, || lines() >= 2);
    assert_eq!(fs::read_to_string(&file).expect("read"), text);
}

#[test]
fn stripe_is_told_with_a_key_from_a_file_also_of_an_hour_added_up_by_hand() {
    let data = billed();
    output(longhand().args(["rollup", "--data"]).arg(data.path()));
    let stripe = Stripe::start(jiff::Timestamp::now().as_second());
    let key = data.path().join("stripe.key");
    fs::write(&key, KEY).expect("written");
    let args = ["--stripe-key", key.to_str().expect("a path"), "--stripe-address", &stripe.address];
    serve_until(&data, &args, || stripe.books().events.len() == 2);
    let images = stripe.books().events.iter().find(|event| event.name == "longhand_images").map(|event| event.value);
    assert_eq!(images, Some(3));
}

#[test]
fn no_invoice_is_kept_of_a_period_of_which_the_biller_has_something_else() {
    let data = billed();
    let file = data.path().join("events.jsonl");
    let path = file.to_str().expect("a path");
    serve_until(&data, &["--meter-file", path], || fs::read_to_string(&file).unwrap_or_default().lines().count() == 2);
    assert_eq!(issue(data.path(), &["--meter-file", path]), (Some(0), String::new()));
    let text = fs::read_to_string(&file).expect("read");
    let mut event: Value = serde_json::from_str(text.lines().next().expect("a line")).expect("JSON");
    let day = last_month().first_of_month();
    event["identifier"] = "somebody else's".into();
    event["at"] = format!("{day}T12:30:00Z").into();
    fs::write(&file, format!("{text}{event}\n")).expect("written");
    let (status, said) = issue(data.path(), &["--meter-file", path]);
    assert!(
        status == Some(5) && said.contains(&format!("the biller has 3 images of cus_1 in {day}T12:00:00Z, told 0")),
        "{said}"
    );
    assert_eq!(issue(data.path(), &[]), (Some(0), String::new()), "of a biller that is not named nothing is known");
}
