//! Whatever is sent, the answer is one that the document knows, and never a fault of ours.
//!
//! `LONGHAND_REQUESTS` says how many requests are made. Each thousand comes of its number alone, so that a failure
//! comes again, and more requests are other requests.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use axum::http::Method;
use futures_util::StreamExt as _;
use longhand_edge::{Known, walk};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::harness::Customer;
use crate::{Ask, Server};

/// Requests unless told otherwise.
const REQUESTS: usize = 200_000;
/// Requests to one server: an owner key that one of them rotates, or a token that it ends, is another's again soon.
const TOGETHER: usize = 1000;
/// What names and values may be made of, as they stand in an address.
const IN_QUERY: &str = "[a-z0-9_.~%&=+;,!'()*/:@-]{0,60}";
const NAMES: [&str; 12] = [
    "handwriting_id=Perry&text=a&",
    "text=a&",
    "width=",
    "height=",
    "handwriting_color=",
    "limit=",
    "order_by=",
    "format=",
    "duration=",
    "on_missing=skip&text=%00&",
    "link_expires=",
    "random_seed=",
];
const KINDS: [&str; 5] =
    ["application/json", "application/x-www-form-urlencoded", "text/plain", "", "application/json;"];
const HEADERS: [&str; 10] = [
    "accept",
    "authorization",
    "content-encoding",
    "idempotency-key",
    "origin",
    "range",
    "sec-fetch-dest",
    "user-agent",
    "x-forwarded-for",
    "x-request-id",
];
/// Stands for the key of a token of the caller's own.
const OWN: &str = "OWNTOKEN";
const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FROB"];

fn query() -> impl Strategy<Value = String> {
    let pair = (prop::sample::select(&NAMES[..]), IN_QUERY);
    prop::collection::vec(pair, 0..4)
        .prop_map(|pairs| pairs.into_iter().map(|(name, rest)| name.to_owned() + &rest).collect())
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        query().prop_map(String::into_bytes),
        "\\{(\"(text|handwriting_id|width|kind|title|labels|overlap_s)\":(null|true|-?[0-9]{1,25}|\"[^\"\\\\]{0,9}\"|\\[\\]|\\{\\}),?){0,3}\\}"
            .prop_map(String::into_bytes),
    ]
}

/// A route of ours with any name in it, or any method of any path; and who may call it.
fn route() -> impl Strategy<Value = (Method, String, Known)> {
    // Public pages are soon known, and who ends a token or a key ends its use by the requests after it.
    let is_rare = |(method, path, known): &(Method, &str, Known)| {
        *known == Known::Nobody || *method == Method::DELETE || path.ends_with("/owner-key")
    };
    let (rare, usual): (Vec<_>, Vec<_>) = walk().into_iter().partition(is_rare);
    let of = |routes: Vec<(Method, &'static str, Known)>| {
        let name = prop_oneof![Just(OWN.to_owned()), "[A-Z0-9a-z%.]{1,16}"];
        (prop::sample::select(routes), name).prop_map(|((method, path, known), name)| {
            (method, path.replace("{key}", &name).replace("{id}", &name), known)
        })
    };
    let any = (prop::sample::select(&METHODS[..]), "(/(render|tokens|png|[a-z0-9%.;-]{0,9})){1,4}")
        .prop_map(|(method, path)| (method.parse().expect("a method"), path, Known::Token));
    prop_oneof![2 => of(rare), 40 => of(usual), 2 => any]
}

/// A request, who may make it, and a number that says who does.
fn request() -> impl Strategy<Value = (Ask, Known, u8)> {
    let header = (prop::sample::select(&HEADERS[..]), "[ -~]{0,40}");
    let headers = prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(header, 1..3)];
    let parts = (route(), query(), body(), prop::sample::select(&KINDS[..]), headers, 0..12u8);
    parts.prop_map(|((method, path, known), query, body, kind, headers, who)| {
        let ask = Ask::new(method, &format!("{path}?{query}")).body(&body).header("content-type", kind);
        (headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value)), known, who)
    })
}

/// The request as somebody sends it, mostly one who may.
fn sent(mut ask: Ask, customer: &Customer, known: Known, who: u8) -> Ask {
    ask.target = ask.target.replace(OWN, customer.test.token.key.as_str());
    match (who, known) {
        (0, _) => ask,
        (1 | 2, Known::Person) | (3.., Known::Token) => {
            ask.token([&customer.live, &customer.test][usize::from(who % 2)])
        }
        _ => ask.bearer(&customer.owner_key),
    }
}

/// Makes the requests of one number, many at once.
async fn round(number: usize) {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let server = Server::new().await;
    let requests = request();
    let answers = (0..TOGETHER).map(|_| {
        let (ask, known, who) = requests.new_tree(&mut runner).expect("a request").current();
        let (ask, server) = (sent(ask, &server.customer, known, who), &server);
        async move {
            let asked = ask.clone();
            let answer = server.ask(ask).await;
            assert!(answer.status.as_u16() < 500, "round {number}: {}\n{asked:?}", answer.status);
        }
    });
    futures_util::stream::iter(answers).buffer_unordered(200).for_each(|()| async {}).await;
}

#[test]
fn no_request_makes_the_service_fail() {
    let wanted = std::env::var("LONGHAND_REQUESTS").map_or(REQUESTS, |count| count.parse().expect("a number"));
    let rounds = wanted.div_ceil(TOGETHER);
    let next = AtomicUsize::new(0);
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= rounds {
                return;
            }
            runtime.block_on(round(number));
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
}
