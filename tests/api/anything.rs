//! Whatever is sent, the answer is one that the document knows, and never a fault of ours.

use axum::http::Method;
use longhand_edge::walk;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::{Ask, Server};

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

fn query() -> impl Strategy<Value = String> {
    let pair = (prop::sample::select(NAMES.to_vec()), IN_QUERY);
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

fn kind() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "application/json",
        "application/x-www-form-urlencoded",
        "text/plain",
        "",
        "application/json;",
    ])
}

#[test]
fn no_request_makes_the_service_fail() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let server = runtime.block_on(Server::new());
    let routes: Vec<(Method, &str)> = walk().into_iter().map(|(method, path, _)| (method, path)).collect();
    let requests = (prop::sample::select(routes), query(), body(), kind(), 0..3u8, "[A-Z0-9a-z%.]{1,16}");
    let mut runner = TestRunner::new(Config { cases: 1500, failure_persistence: None, ..Config::default() });
    let done = runner.run(&requests, |((method, path), query, body, kind, who, name)| {
        let path = path.replace("{key}", &name).replace("{id}", &name);
        let ask = Ask::new(method, &format!("{path}?{query}")).body(&body).header("content-type", kind);
        let ask = match who {
            0 => ask,
            1 => ask.token(&server.customer.live),
            _ => ask.bearer(&server.customer.owner_key),
        };
        // An owner key that is rotated ends the run for owners, which is a run too.
        let answer = runtime.block_on(server.ask(ask));
        prop_assert!(answer.status.as_u16() < 500, "{}", answer.status);
        Ok(())
    });
    done.expect("no failure");
}
