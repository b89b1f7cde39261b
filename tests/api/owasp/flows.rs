//! API6, unrestricted access to sensitive business flows: what is rarely done is held down. Accounts are made by those
//! who run the service alone, and nothing that is uploaded stays, so that new tokens are all there is of the kind.

use super::operations;
use crate::{Ask, Server};

#[tokio::test]
async fn an_account_makes_a_hundred_tokens_an_hour_and_who_runs_the_service_any_number() {
    let server = Server::new().await;
    let make = |n: usize| match n % 2 {
        0 => Ask::post("/tokens").json("{}"),
        _ => Ask::post("/tokens/import").json(&format!(r#"{{"key":"{n:016}","secret":"FEDCBA9876543210"}}"#)),
    };
    let faulty = Ask::post("/tokens/import").json(r#"{"key":"","secret":""}"#);
    for n in 0..100 {
        assert_eq!(server.owner(faulty.clone()).await.status, 400, "faults count as nothing");
        assert_eq!(server.owner(make(n)).await.status, 200, "{n}");
    }
    for n in [100, 101] {
        let refused = server.owner(make(n)).await;
        assert_eq!(refused.status, 429);
        let wait: i64 = refused.header("retry-after").parse().expect("seconds");
        assert_eq!(refused.error(), format!("at most 100 new tokens in an hour; try again in {wait} s"));
    }
    server.mint().await;
    let (key, other) = (&server.customer.test.token.key, server.another("Second").await);
    let rotate = Ask::post(&format!("/tokens/{key}/rotate")).json("{}");
    assert_eq!(server.owner(rotate).await.status, 200, "a new secret is no new token");
    assert_eq!(server.ask(make(2).bearer(&other.owner_key)).await.status, 200, "another account notices nothing");
    let wait: i64 = server.owner(make(100)).await.header("retry-after").parse().expect("seconds");
    server.wait(wait);
    assert_eq!(server.owner(make(100)).await.status, 200, "after {wait} s");
}

#[test]
fn what_makes_something_lasting_is_known() {
    let making: Vec<String> = operations().iter().filter(|o| o.method == "POST").map(super::Operation::name).collect();
    let held_down = ["POST /tokens", "POST /tokens/import"];
    let by_few = ["POST /disputes", "POST /disputes/{id}/approve", "POST /disputes/{id}/close", "POST /leaks"];
    let in_place = ["POST /account/owner-key", "POST /tokens/{key}/rotate"];
    let nothing =
        |name: &str| name.starts_with("POST /render/") || ["POST /links", "POST /handwritings/like"].contains(&name);
    for name in making {
        let known = held_down.iter().chain(&by_few).chain(&in_place).any(|known| *known == name) || nothing(&name);
        assert!(known, "does {name} make something that nobody should have thousands of?");
    }
}
