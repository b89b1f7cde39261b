//! Billers: a file, and Stripe.

use std::sync::Arc;

use longhand_core::bill::{Customer, Meter, MeterEvent};
use longhand_core::ports::{Biller, Span, Taken};
use longhand_embedded::FileBiller;
use longhand_stripe::{SecretKey, Stripe, Unusable};
use longhand_system::SystemEntropy;
use longhand_tests::stripe::{self, KEY, Trouble};
use tempfile::TempDir;

use crate::made::at;

const HOUR: i64 = 3600;

fn customer(n: u8) -> Customer {
    format!("cus_{n}").parse().expect("a customer")
}

fn event(identifier: &str, n: u8, value: i64) -> MeterEvent {
    MeterEvent { identifier: identifier.to_owned(), meter: Meter::Images, customer: customer(n), value, at: at(0) }
}

fn hours(from: i64, count: i64) -> Span {
    Span { from: at(from), to: at(from + count * HOUR) }
}

/// Stripe, at a stand-in for it.
fn at_stripe(server: &stripe::Stripe) -> Stripe {
    Stripe::new(&server.address, SecretKey::new(&format!("{KEY}\n")), Arc::new(SystemEntropy)).expect("usable")
}

fn server() -> stripe::Stripe {
    stripe::Stripe::start(at(HOUR).as_second())
}

async fn told_twice_it_is_billed_once(biller: &dyn Biller) {
    for told in [event("a", 1, 5), event("a", 1, 5), event("bb", 1, 2), event("bb", 1, 2), event("c", 2, 7)] {
        assert_eq!(biller.tell(&told).await.expect("an answer"), Taken::Yes);
    }
    let characters = MeterEvent { meter: Meter::Characters, ..event("d", 1, 11) };
    let next_hour = MeterEvent { at: at(HOUR), ..event("e", 1, 13) };
    for told in [characters, next_hour, event("f", 2, -2), event("f", 2, -2), event("g", 4, -3)] {
        assert_eq!(biller.tell(&told).await.expect("an answer"), Taken::Yes);
    }
    let known = async |n, meter, hour| biller.known(&customer(n), meter, hours(hour, 1)).await.expect("an answer");
    assert_eq!((known(1, Meter::Images, 0).await, known(2, Meter::Images, 0).await), (7, 5));
    assert_eq!(known(4, Meter::Images, 0).await, -3);
    assert_eq!((known(1, Meter::Characters, 0).await, known(1, Meter::Images, HOUR).await), (11, 13));
    assert_eq!(known(3, Meter::Images, 0).await, 0);
    let day = biller.known(&customer(1), Meter::Images, hours(0, 24)).await;
    assert_eq!(day.expect("an answer"), 20);
}

#[tokio::test]
async fn a_file_has_each_event_once_also_when_it_is_opened_again() {
    let directory = TempDir::new().expect("a directory");
    let path = directory.path().join("events.jsonl");
    told_twice_it_is_billed_once(&FileBiller::open(&path).expect("a file")).await;
    let again = FileBiller::open(&path).expect("a file");
    assert_eq!(again.tell(&event("a", 1, 5)).await.expect("an answer"), Taken::Yes);
    assert_eq!(again.known(&customer(1), Meter::Images, hours(0, 1)).await.expect("an answer"), 7);
    assert_eq!(std::fs::read_to_string(&path).expect("read").lines().count(), 7);
    std::fs::write(&path, "something else\n").expect("written");
    assert!(FileBiller::open(&path).is_err(), "what is no event is not written over");
}

#[tokio::test]
async fn a_line_that_a_crash_tore_is_told_again_and_nothing_else_is_touched() {
    let directory = TempDir::new().expect("a directory");
    let path = directory.path().join("events.jsonl");
    let biller = FileBiller::open(&path).expect("a file");
    for (identifier, value) in [("a", 5), ("b", 7)] {
        assert_eq!(biller.tell(&event(identifier, 1, value)).await.expect("an answer"), Taken::Yes);
    }
    let whole = std::fs::read(&path).expect("read");
    let first = whole.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
    for torn in first..whole.len() {
        std::fs::write(&path, &whole[..torn]).expect("written");
        let biller = FileBiller::open(&path).unwrap_or_else(|error| panic!("torn after {torn} bytes: {error}"));
        assert_eq!(biller.tell(&event("b", 1, 7)).await.expect("an answer"), Taken::Yes);
        assert_eq!(biller.known(&customer(1), Meter::Images, hours(0, 1)).await.expect("an answer"), 12);
        assert_eq!(std::fs::read(&path).expect("read"), whole, "torn after {torn} bytes");
    }
    for other in ["something else", "{}", "{\"identifier\":\n"] {
        std::fs::write(&path, other).expect("written");
        assert!(FileBiller::open(&path).is_err(), "{other}: what is no event is not written over");
        assert_eq!(std::fs::read_to_string(&path).expect("read"), other);
    }
}

#[tokio::test]
async fn stripe_has_each_event_once() {
    told_twice_it_is_billed_once(&at_stripe(&server())).await;
}

#[tokio::test]
async fn stripes_troubles_are_waited_out_and_no_event_is_lost_or_told_twice() {
    let server = server();
    let biller = at_stripe(&server);
    for trouble in [Trouble::Down, Trouble::Lost, Trouble::Conflict, Trouble::Limited] {
        server.books().troubles.push_back(trouble);
        let told = event(&format!("{trouble:?}"), 1, 3);
        // A fault is answered alike to each try with one key: the next run has another key.
        let mut taken = biller.tell(&told).await;
        if taken.is_err() {
            taken = biller.tell(&told).await;
        }
        assert_eq!(taken.expect("an answer"), Taken::Yes, "{trouble:?}");
    }
    assert_eq!(server.books().events.len(), 4);
    assert_eq!(biller.known(&customer(1), Meter::Images, hours(0, 1)).await.expect("an answer"), 12);
}

#[tokio::test]
async fn what_stripe_will_never_take_is_refused_with_its_reason() {
    let server = server();
    let biller = at_stripe(&server);
    let old = MeterEvent { at: at(-36 * 24 * HOUR), ..event("a", 1, 1) };
    let stranger = MeterEvent { customer: "nobody".parse().expect("a customer"), ..event("b", 1, 1) };
    for (told, why) in [(old, "timestamp_too_far_in_past"), (stranger, "No such customer: 'nobody'")] {
        let taken = biller.tell(&told).await.expect("an answer");
        assert!(matches!(&taken, Taken::Refused(reason) if reason.contains(why)), "{taken:?}");
    }
    assert!(server.books().events.is_empty());
}

#[tokio::test]
async fn a_key_that_stripe_does_not_know_is_a_fault_that_passes_and_is_not_in_its_words() {
    let server = server();
    let biller = Stripe::new(&server.address, SecretKey::new("sk_of_others"), Arc::new(SystemEntropy)).expect("usable");
    let error = biller.tell(&event("a", 1, 1)).await.expect_err("it may be put right");
    assert!(error.to_string().contains("401") && !format!("{error:?}").contains("sk_of_others"), "{error:?}");
}

#[test]
fn stripe_is_called_over_https_alone() {
    for wrong in ["http://api.stripe.com", "api.stripe.com", "ftp://127.0.0.1", "https://api.stripe.com/v1", ""] {
        let made = Stripe::new(wrong, SecretKey::new("k"), Arc::new(SystemEntropy));
        assert!(matches!(made, Err(Unusable::Address)), "{wrong}");
    }
    let made = Stripe::new("https://api.stripe.com", SecretKey::new("a\nb"), Arc::new(SystemEntropy));
    assert!(matches!(made, Err(Unusable::Key)));
}
