//! Caps of images a month: of tokens and of accounts, and who is told that one is nearly spent.

use std::sync::Arc;

use axum::http::Method;
use longhand_core::app::TOKEN_MEMORY;
use serde_json::Value;

use crate::notices::{Letterbox, set_contact, tell};
use crate::{Ask, Server};

const TARGET: &str = "/render/png?handwriting_id=Perry&text=a&width=40px&height=40px";
const MONTH: i64 = 31 * 24 * 3600;

/// Sets the account's cap, and waits until it holds.
async fn cap(server: &Server, images: u64) {
    let body = format!(r#"{{"monthly_cap":{images}}}"#);
    let changed = server.owner(Ask::new(Method::PATCH, "/account").json(&body)).await.json();
    assert_eq!(changed["monthly_cap"].as_u64().unwrap_or(0), images);
    server.wait(TOKEN_MEMORY.as_secs() + 1);
}

/// The statuses of so many renders, one after the other.
async fn draw(server: &Server, times: usize, ask: impl Fn() -> Ask) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..times {
        statuses.push(server.ask(ask()).await.status.as_u16());
    }
    statuses
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accounts_cap_is_exact_over_all_its_tokens_under_parallel_calls() {
    let server = Arc::new(Server::new().await);
    cap(&server, 20).await;
    let tokens = [server.mint_capped(1000).await, server.mint_capped(1000).await, server.mint_capped(5).await];
    let calls: Vec<_> = (0..200)
        .map(|n| {
            let (server, ask) = (Arc::clone(&server), Ask::get(TARGET).token(&tokens[n % 3]));
            tokio::spawn(async move { server.ask(ask).await.status.as_u16() })
        })
        .collect();
    let mut drawn = 0;
    for call in calls {
        let status = call.await.expect("an answer");
        assert!([200, 402].contains(&status), "{status}");
        drawn += u32::from(status == 200);
    }
    assert_eq!(drawn, 20);
    let ask = || Ask::get(TARGET).token(&tokens[0]);
    let refused = server.ask(ask()).await.error();
    assert!(refused.contains("the account's cap of images is reached"), "{refused}");
    assert_eq!(server.ask(Ask::get(TARGET).token(&server.customer.test)).await.status, 200, "test renders are free");
    server.wait(MONTH);
    assert_eq!(draw(&server, 1, ask).await, [200], "a month later");
    cap(&server, 0).await;
    assert_eq!(draw(&server, 21, ask).await, [200; 21], "without a cap");
}

#[tokio::test]
async fn a_render_that_the_accounts_cap_refuses_takes_nothing_off_the_tokens() {
    let server = Server::new().await;
    cap(&server, 2).await;
    let token = server.mint_capped(10).await;
    let ask = || Ask::get(TARGET).token(&token);
    assert_eq!(draw(&server, 5, ask).await, [200, 200, 402, 402, 402]);
    cap(&server, 100).await;
    assert_eq!(draw(&server, 9, ask).await, [200, 200, 200, 200, 200, 200, 200, 200, 402]);
    let refused = server.ask(ask()).await.error();
    assert!(refused.contains("the token's cap of images is reached"), "{refused}");
}

#[tokio::test]
async fn an_account_is_told_once_a_month_that_half_then_most_then_all_of_a_cap_is_spent() {
    let (server, letterbox) = (Server::new().await, Arc::new(Letterbox::default()));
    set_contact(&server, "anna@example.org").await;
    cap(&server, 10).await;
    let token = server.mint_capped(4).await;
    let capped = || Ask::get(TARGET).token(&token);
    let live = || Ask::get(TARGET).token(&server.customer.live);
    for month in 0..2 {
        let mut subjects = Vec::new();
        for n in 0..14 {
            let status = if n < 4 { draw(&server, 1, capped).await } else { draw(&server, 1, live).await };
            assert_eq!(status, [if n < 10 { 200 } else { 402 }], "{month} {n}");
            let told = tell(&server, &letterbox).await;
            subjects.extend(told.iter().map(|(_, text)| (n, text.lines().next().unwrap_or_default().to_owned())));
        }
        let of_token = |share| format!("Your token {} has used {share} % of its cap", token.token.key);
        let of_account = |share| format!("Your account has used {share} % of its cap");
        let expected =
            [(1, of_token(50)), (3, of_token(100)), (4, of_account(50)), (7, of_account(80)), (9, of_account(100))];
        assert_eq!(subjects, expected, "{month}");
        server.wait(MONTH);
    }
}

#[tokio::test]
async fn a_cap_is_a_whole_number_that_its_owner_sets() {
    let server = Server::new().await;
    for body in [r#"{"monthly_cap":-1}"#, r#"{"monthly_cap":1.5}"#, r#"{"monthly_cap":"many"}"#] {
        let answer = server.owner(Ask::new(Method::PATCH, "/account").json(body)).await;
        assert_eq!((answer.status.as_u16(), answer.fields().contains("monthly_cap")), (400, true), "{body}");
    }
    cap(&server, 7).await;
    assert_eq!(server.owner(Ask::get("/account")).await.json()["monthly_cap"], 7);
    let changes = server.owner(Ask::get("/changes")).await.json();
    let mut all = changes["changes"].as_array().expect("changes").iter();
    let change = all.find(|change| change["action"] == "account.change").expect("the change");
    assert_eq!((&change["before"]["monthly_cap"], &change["after"]["monthly_cap"]), (&Value::Null, &7.into()));
}

#[tokio::test]
async fn what_is_billed_once_is_taken_off_a_cap_once_and_passes_at_its_end_too() {
    let server = Server::new().await;
    let made = server.mint_capped(2).await;
    let draw = async |key: &str, text: &str| {
        let form = format!("handwriting_id=Perry&text={text}&width=40px&height=40px");
        let ask = Ask::post("/render/png").token(&made).form(&form).header("idempotency-key", key);
        server.ask(ask).await.status.as_u16()
    };
    for (key, status) in [("a", 200), ("a", 200), ("a", 200), ("b", 200), ("c", 402), ("a", 200), ("b", 200)] {
        assert_eq!(draw(key, key).await, status, "{key}");
    }
    assert_eq!(server.entries().await.iter().map(|entry| entry.units.images).sum::<u32>(), 2);
    // Next month it is still that of this one, for as long as its key is remembered.
    server.wait(17 * 24 * 3600 - 8 * 3600);
    assert_eq!([draw("d", "d").await, draw("e", "e").await, draw("f", "f").await], [200, 200, 402]);
}

#[tokio::test]
async fn a_repeat_that_fails_gives_nothing_back_and_a_first_try_that_fails_does() {
    let server = Server::new().await;
    let made = server.mint_capped(1).await;
    let draw = async |key: &str, text: &str, size: &str| {
        let form = format!("handwriting_id=Perry&text={text}&width=90px&height={size}&overflow=error");
        let ask = Ask::post("/render/png").token(&made).form(&form).header("idempotency-key", key);
        server.ask(ask).await.status.as_u16()
    };
    let long = "far+too+long+for+a+box+as+small+as+this+one+is";
    assert_eq!(draw("a", long, "20px").await, 400, "it does not fit");
    assert_eq!(draw("a", long, "20px").await, 400);
    assert_eq!(draw("b", "b", "90px").await, 200, "the image was given back");
    assert_eq!(draw("c", "c", "90px").await, 402);
}
