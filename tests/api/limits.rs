//! Limits of calls: exact for one process and for several, told in every answer, apart from quotas.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::http::Method;
use longhand_core::app::PlanBook;
use longhand_edge::render::RenderPorts;
use longhand_edge::walk;

use crate::faulty::FAILING;
use crate::fixed::plan_book;
use crate::harness::call_on;
use crate::{Answer, Ask, Server};

const SMALL: &str = "/render/png?handwriting_id=Perry&text=a&width=30px&height=30px";

/// Plans with these limits, as paid=3,paid-account=5,address=9.
fn limits(text: &str) -> Arc<PlanBook> {
    let line = |part: &str| {
        let (name, calls) = part.split_once('=').expect("a limit");
        match name.strip_suffix("-account") {
            _ if name == "address" => format!("address_calls_per_minute = {calls}\n"),
            None => format!("plan.{name}.allows.calls_per_minute = {calls}\n"),
            Some(plan) => format!("plan.{plan}.allows.account_calls_per_minute = {calls}\n"),
        }
    };
    plan_book(&text.split(',').filter(|part| !part.is_empty()).map(line).collect::<String>())
}

async fn server(text: &str) -> Server {
    Server::with_ports(|ports| RenderPorts { plans: limits(text), ..ports }).await
}

/// What an answer says: of its first limit what remains, and when to come again.
fn told(answer: &Answer) -> (u16, &str, &str) {
    (answer.status.as_u16(), answer.header("x-ratelimit-remaining"), answer.header("retry-after"))
}

#[tokio::test]
async fn as_many_calls_as_the_limit_pass_and_the_next_is_told_when() {
    let server = server("paid=3,address=100").await;
    let ask = || Ask::get(SMALL).token(&server.customer.live);
    for left in ["2", "1", "0"] {
        assert_eq!(told(&server.ask(ask()).await), (200, left, ""));
    }
    let refused = server.ask(ask()).await;
    let wait: i64 = refused.header("retry-after").parse().expect("seconds");
    assert_eq!((refused.status.as_u16(), refused.header("x-ratelimit-limit")), (429, "3"));
    assert!(refused.error().starts_with("too many calls by this token: at most 3 in a minute"), "{}", refused.error());
    assert_eq!(refused.header("ratelimit-policy"), "\"address\";q=100;w=60, \"token\";q=3;w=60");
    let entry = server.entries().await.into_iter().find(|entry| entry.status == 429).expect("an entry");
    assert_eq!((entry.units.images, entry.route.as_str()), (0, "/render/png"));
    let other = server.ask(Ask::get(SMALL).token(&server.customer.test)).await;
    assert_eq!(told(&other), (200, "2", ""), "another token has its own");
    server.wait(wait - 1);
    assert_eq!(server.ask(ask()).await.status, 429);
    server.wait(1);
    assert_eq!(server.ask(ask()).await.status, 200, "after {wait} s");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_five_hundred_calls_at_once_to_three_processes_the_limit_passes() {
    let server = Server::new().await;
    let processes = [(); 3].map(|()| server.process(limits("paid=300")));
    let calls = (0..500).map(|n| {
        let (router, ask) = (processes[n % 3].clone(), Ask::get("/handwritings?limit=1").token(&server.customer.live));
        tokio::spawn(async move { call_on(&router, ask).await.status().as_u16() })
    });
    let (mut passed, mut refused) = (0, 0);
    for call in calls.collect::<Vec<_>>() {
        match call.await.expect("an answer") {
            200 => passed += 1,
            429 => refused += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!((passed, refused), (300, 200));
}

#[tokio::test]
async fn an_address_is_limited_whatever_it_shows_and_nothing_is_done_for_it() {
    let server = server("address=4").await;
    let (test, live) = (&server.customer.test, &server.customer.live);
    for ask in [Ask::get("/status"), Ask::get(SMALL).token(live), Ask::get(SMALL).pair("x", "y"), Ask::get("/nowhere")]
    {
        assert_ne!(server.ask(ask).await.status, 429);
    }
    let ask = |method, path| Ask::new(method, path).header("x-forwarded-for", "203.0.113.9").json("{}");
    for ask in [
        ask(Method::GET, SMALL).token(test),
        ask(Method::GET, SMALL),
        ask(Method::GET, "/status"),
        ask(Method::GET, "/nowhere"),
        ask(Method::POST, "/tokens").bearer(&server.customer.owner_key),
        ask(Method::POST, "/leaks"),
    ] {
        let said = format!("{ask:?}");
        assert_eq!(server.ask(ask).await.status, 429, "{said}");
    }
    let drawn: u32 = server.entries().await.iter().map(|entry| entry.units.images).sum();
    assert_eq!(drawn, 1);
    let listed = server.owner(Ask::get("/tokens").from("198.51.100.1")).await.json();
    assert_eq!(listed["tokens"].as_array().map(Vec::len), Some(2), "no token was made");
    let six = |from: &str| Ask::get("/status").from(from);
    for _ in 0..4 {
        assert_eq!(server.ask(six("2001:db8::1")).await.status, 200);
    }
    assert_eq!(server.ask(six("2001:db8::ffff")).await.status, 429, "one subscriber");
    assert_eq!(server.ask(six("2001:db8:0:1::1")).await.status, 200, "another");
}

#[tokio::test]
async fn every_answer_of_every_route_tells_where_the_caller_stands() {
    let server = server("free=9000,paid=9000,address=9000").await;
    for (method, path, _) in walk() {
        let target = path.replace("{key}", "0000000000000000").replace("{id}", "0000000000000000");
        for ask in [
            Ask::new(method.clone(), &target),
            Ask::new(method.clone(), &target).token(&server.customer.test),
            Ask::new(method.clone(), &target).bearer(&server.customer.owner_key).json("{}"),
        ] {
            let answer = server.ask(ask).await;
            for name in ["ratelimit", "ratelimit-policy", "x-ratelimit-limit", "x-ratelimit-remaining"] {
                assert_ne!(answer.header(name), "", "{name}: {method} {path} {}", answer.status);
            }
        }
    }
    let without = Server::new().await;
    assert_eq!(without.ask(Ask::get("/status")).await.header("ratelimit"), "", "no limit, nothing to tell");
}

#[tokio::test]
async fn all_tokens_of_an_account_together_have_a_limit_of_their_own() {
    let server = server("paid=3,paid-account=5").await;
    let (test, live) = (&server.customer.test, &server.customer.live);
    for token in [test, test, live, live, live] {
        assert_eq!(server.ask(Ask::get(SMALL).token(token)).await.status, 200);
    }
    let refused = server.ask(Ask::get(SMALL).token(test)).await;
    assert!(
        refused.error().starts_with("too many calls by this account: at most 5 in a minute"),
        "{}",
        refused.error()
    );
    assert_eq!(refused.header("ratelimit-policy"), "\"token\";q=3;w=60, \"account\";q=5;w=60");
    let wait: i64 = refused.header("retry-after").parse().expect("seconds");
    let other = server.another("Second").await;
    assert_eq!(server.ask(Ask::get(SMALL).token(&other.test)).await.status, 200, "another account notices nothing");
    server.wait(wait - 1);
    assert_eq!(server.ask(Ask::get(SMALL).token(test)).await.status, 429);
    server.wait(1);
    assert_eq!(server.ask(Ask::get(SMALL).token(test)).await.status, 200, "after {wait} s");
}

#[tokio::test]
async fn a_quota_is_402_and_a_rate_429() {
    let server = server("paid=2").await;
    let capped = server.mint_capped(1).await;
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(server.ask(Ask::get(SMALL).token(&capped)).await.status.as_u16());
    }
    assert_eq!(statuses, [200, 402, 429]);
}

#[tokio::test]
async fn without_its_counters_the_service_draws_nothing() {
    let server = Server::with_ports(|ports| {
        let permits = std::sync::Arc::new(FAILING);
        RenderPorts { permits, plans: limits("paid=9"), ..ports }
    })
    .await;
    assert_eq!(server.ask(Ask::get(SMALL).token(&server.customer.live)).await.status, 503);
    assert!(server.entries().await.iter().all(|entry| entry.units.images == 0));
    let response = call_on(&server.process(limits("")), Ask::get(SMALL).token(&server.customer.live)).await;
    assert_eq!(to_bytes(response.into_body(), usize::MAX).await.expect("a body")[..4], *b"\x89PNG");
}
