//! Who tries secrets is shut out, and who knows them is not.

use axum::http::StatusCode;
use longhand_core::tokens::OwnerKey;
use longhand_edge::render::RenderPorts;

use crate::{Ask, Server};

const TARGET: &str = "/handwritings?limit=1";
const WRONG: &str = "FEDCBA9876543210";
const USUAL: &str = "192.0.2.7";
const ATTACKER: &str = "198.51.100.1";

async fn server() -> Server {
    Server::with_ports(|ports| RenderPorts { lockout: true, ..ports }).await
}

/// Tries a wrong secret for a key so many times; what each try was answered.
async fn attack(server: &Server, key: &str, from: &str, times: usize) -> Vec<(StatusCode, Vec<u8>, String)> {
    let mut answers = Vec::new();
    for _ in 0..times {
        let answer = server.ask(Ask::get(TARGET).pair(key, WRONG).from(from)).await;
        let wait = answer.header("retry-after").to_owned();
        answers.push((answer.status, answer.body, wait));
    }
    answers
}

async fn status(server: &Server, ask: Ask) -> u16 {
    server.ask(ask).await.status.as_u16()
}

#[tokio::test]
async fn twenty_wrong_secrets_shut_a_key_for_all_but_who_knows_it_where_it_is_used() {
    let server = server().await;
    let right = || Ask::get(TARGET).token(&server.customer.live);
    assert_eq!(status(&server, right().from(USUAL)).await, 200);
    // Longer than a token is remembered.
    server.wait(6);
    let key = server.customer.live.token.key.as_str();
    let answers = attack(&server, key, ATTACKER, 22).await;
    let statuses: Vec<u16> = answers.iter().map(|(status, ..)| status.as_u16()).collect();
    assert_eq!(statuses, [[401; 20].as_slice(), &[429; 2]].concat());
    assert_eq!(
        String::from_utf8_lossy(&answers[21].1),
        r#"{"errors":[{"error":"too many wrong secrets; try again in 900 s"}]}"#
    );
    assert_eq!(answers[21].2, "900");
    server.wait(6);
    assert_eq!(status(&server, right().from("203.0.113.5")).await, 429, "also with the secret, from anywhere else");
    assert_eq!(status(&server, right().from(USUAL)).await, 200, "who knows it goes on where they are");
    server.wait(6);
    assert_eq!(status(&server, Ask::get(TARGET).pair(key, WRONG).from(USUAL)).await, 429, "but must know it");
    assert_eq!(status(&server, Ask::get(TARGET).token(&server.customer.test).from("203.0.113.5")).await, 200);
    server.wait(900);
    assert_eq!(status(&server, right().from("203.0.113.5")).await, 200, "after a quarter of an hour");
}

#[tokio::test]
async fn an_unknown_key_is_shut_as_a_known_one_is() {
    let server = server().await;
    let known = attack(&server, server.customer.live.token.key.as_str(), ATTACKER, 25).await;
    let unknown = attack(&server, "0123456789ABCDEF", "198.51.100.2", 25).await;
    assert_eq!(known, unknown);
}

#[tokio::test]
async fn a_hundred_wrong_secrets_shut_an_address_for_whatever_key() {
    let server = server().await;
    for n in 0..10 {
        let key = format!("000000000000000{n}");
        let tries = attack(&server, &key, ATTACKER, 10).await;
        assert!(tries.iter().all(|(status, ..)| *status == 401), "{n}");
    }
    assert_eq!(attack(&server, "00000000000000ZZ", ATTACKER, 1).await[0].0, 429);
    let right = || Ask::get(TARGET).token(&server.customer.live);
    assert_eq!(status(&server, right().from(ATTACKER)).await, 429);
    assert_eq!(status(&server, right().from(USUAL)).await, 200, "other addresses notice nothing");
}

#[tokio::test]
async fn a_hundred_wrong_owner_keys_shut_their_address_and_not_the_owner() {
    let server = server().await;
    let account = || Ask::get("/account");
    let wrong = |n: u8| OwnerKey::new(server.customer.account.id.clone(), &[n; 32]);
    for n in 0..100 {
        let answer = server.ask(account().bearer(wrong(n).reveal()).from(ATTACKER)).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (401, "unauthorized".to_owned()), "{n}");
    }
    let refused = server.owner(account().from(ATTACKER)).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "900"), "also with the right one");
    assert_eq!(server.owner(account().from(USUAL)).await.status, 200, "the owner notices nothing");
    assert_eq!(attack(&server, "00000000000000ZZ", ATTACKER, 1).await[0].0, 429, "nor does it try secrets of tokens");
    server.wait(900);
    assert_eq!(server.owner(account().from(ATTACKER)).await.status, 200, "after a quarter of an hour");
}

#[tokio::test]
async fn a_slip_now_and_then_shuts_nobody_out() {
    let server = server().await;
    let key = server.customer.live.token.key.as_str();
    for _ in 0..6 {
        let tries = attack(&server, key, USUAL, 9).await;
        assert!(tries.iter().all(|(status, ..)| *status == 401));
        assert_eq!(status(&server, Ask::get(TARGET).token(&server.customer.live)).await, 200);
        server.wait(601);
    }
}
