//! `GET /tokens`, and `GET`, `PATCH`, `DELETE /tokens/{key}`, `POST /tokens/{key}/rotate`.

use axum::http::Method;
use serde_json::Value;

use crate::{Ask, Server};

const TARGET: &str = "/handwritings?limit=1";

fn keys(page: &Value) -> Vec<String> {
    page["tokens"].as_array().expect("tokens").iter().map(|t| t["key"].as_str().expect("a key").to_owned()).collect()
}

#[tokio::test]
async fn pages_make_up_the_whole_list_and_filters_pick_from_it() {
    let server = Server::new().await;
    for n in 0..23 {
        let body = format!(r#"{{"labels":["n{}"],"kind":"{}"}}"#, n % 3, if n % 2 == 0 { "test" } else { "live" });
        server.owner(Ask::post("/tokens").json(&body)).await;
    }
    let all = keys(&server.owner(Ask::get("/tokens?limit=1000")).await.json());
    assert!(all.len() == 25 && all.is_sorted());
    let (mut pages, mut target) = (Vec::new(), "/tokens?limit=7".to_owned());
    loop {
        let page = server.owner(Ask::get(&target)).await.json();
        pages.extend(keys(&page));
        let Some(next) = page["next"].as_str() else { break };
        target = format!("/tokens?limit=7&after={next}");
    }
    assert_eq!(pages, all);
    assert_eq!(keys(&server.owner(Ask::get("/tokens?label=n1")).await.json()).len(), 8);
    assert_eq!(keys(&server.owner(Ask::get("/tokens?kind=live")).await.json()).len(), 12);
    assert!(keys(&server.owner(Ask::get("/tokens?label=none")).await.json()).is_empty());
    for (query, field) in
        [("limit=0", "limit"), ("limit=1001", "limit"), ("after=x", "after"), ("kind=gold", "kind"), ("page=2", "page")]
    {
        let answer = server.owner(Ask::get(&format!("/tokens?{query}"))).await;
        assert_eq!((answer.status.as_u16(), answer.fields().contains(field)), (400, true), "{query}");
    }
}

#[tokio::test]
async fn the_list_tells_the_last_use() {
    let server = Server::new().await;
    let ask = Ask::get(TARGET).token(&server.customer.test).header("user-agent", "cards/1.0");
    server.ask(ask).await;
    let listed = server.owner(Ask::get("/tokens?kind=test")).await.json()["tokens"][0]["last_use"].clone();
    assert_eq!((&listed["address"], &listed["user_agent"]), (&"192.0.2.7".into(), &"cards/1.0".into()));
}

#[tokio::test]
async fn a_change_changes_what_it_names_and_nothing_else() {
    let server = Server::new().await;
    let target = format!("/tokens/{}", server.customer.test.token.key);
    let patch = |body: &str| Ask::new(Method::PATCH, &target).json(body);
    let first = server.owner(patch(r#"{"title":"A","labels":["x"],"owner":"o","monthly_cap":5}"#)).await.json();
    assert_eq!((&first["title"], &first["owner"], &first["monthly_cap"]), (&"A".into(), &"o".into(), &5.into()));
    let second = server.owner(patch(r#"{"title":"B","owner":"","monthly_cap":0}"#)).await.json();
    assert_eq!((&second["title"], &second["owner"], &second["monthly_cap"]), (&"B".into(), &Value::Null, &Value::Null));
    assert_eq!(second["labels"], first["labels"]);
    for (body, field) in [
        (r#"{"kind":"live"}"#, "kind"),
        (r#"{"account":"x"}"#, "account"),
        (r#"{"key":"x"}"#, "key"),
        (r#"{"created":"x"}"#, "created"),
    ] {
        let answer = server.owner(patch(body)).await;
        assert_eq!((answer.status.as_u16(), answer.fields().contains(field)), (400, true), "{body}");
    }
    assert_eq!(server.get(TARGET).await.status, 200);
}

#[tokio::test]
async fn a_rotation_ends_the_old_secret_at_once_or_after_its_overlap() {
    let server = Server::new().await;
    let key = server.customer.test.token.key.to_string();
    let rotate = |body: &str| Ask::post(&format!("/tokens/{key}/rotate")).json(body);
    let fresh = |made: &Value| Ask::get(TARGET).pair(&key, made["secret"].as_str().expect("a secret"));
    assert_eq!(server.get(TARGET).await.status, 200);
    let first = server.owner(rotate(r#"{"overlap_s":60}"#)).await.json();
    assert_eq!(server.ask(fresh(&first)).await.status, 200, "a new secret counts at once");
    server.wait(6);
    assert_eq!(
        (server.get(TARGET).await.status, server.ask(fresh(&first)).await.status.as_u16()),
        (axum::http::StatusCode::OK, 200)
    );
    server.wait(54);
    assert_eq!((server.get(TARGET).await.status.as_u16(), server.ask(fresh(&first)).await.status.as_u16()), (401, 200));
    let second = server.owner(rotate("{}")).await.json();
    server.wait(6);
    assert_eq!(
        (server.ask(fresh(&first)).await.status.as_u16(), server.ask(fresh(&second)).await.status.as_u16()),
        (401, 200)
    );
    for wrong in [r#"{"overlap_s":604801}"#, r#"{"overlap_s":-1}"#, r#"{"overlap_s":"long"}"#] {
        assert_eq!(
            server.owner(rotate(wrong)).await.fields().into_iter().collect::<Vec<_>>(),
            ["overlap_s"],
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn a_rotation_never_lengthens_a_tokens_life() {
    let server = Server::new().await;
    let made = server.owner(Ask::post("/tokens").json(r#"{"expires":"2027-01-15T08:30:00Z"}"#)).await.json();
    let key = made["key"].as_str().expect("a key");
    let rotated =
        server.owner(Ask::post(&format!("/tokens/{key}/rotate")).json(r#"{"overlap_s":604800}"#)).await.json();
    assert_eq!(rotated["expires"], made["expires"]);
    server.wait(31 * 60);
    for secret in [&made["secret"], &rotated["secret"]] {
        assert_eq!(server.ask(Ask::get(TARGET).pair(key, secret.as_str().expect("a secret"))).await.status, 401);
    }
}

#[tokio::test]
async fn an_ended_token_stays_ended() {
    let server = Server::new().await;
    let target = format!("/tokens/{}", server.customer.test.token.key);
    let delete = || Ask::new(Method::DELETE, &target);
    let first = server.owner(delete()).await.json();
    server.wait(10);
    assert_eq!(server.owner(delete()).await.json()["revoked"], first["revoked"], "ending it again changes nothing");
    assert_eq!(server.owner(Ask::post(&format!("{target}/rotate")).json("{}")).await.status, 409);
    assert_eq!(server.owner(Ask::get(&target)).await.json()["state"], "revoked");
}

#[tokio::test]
async fn ten_thousand_tokens_are_listed_to_the_last() {
    let server = Server::new().await;
    for _ in 0..10_000 - 2 {
        server.mint().await;
    }
    let (mut all, mut target) = (Vec::new(), "/tokens?limit=1000".to_owned());
    loop {
        let page = server.owner(Ask::get(&target)).await.json();
        all.extend(keys(&page));
        let Some(next) = page["next"].as_str() else { break };
        target = format!("/tokens?limit=1000&after={next}");
    }
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 10_000);
    assert_eq!(server.get(TARGET).await.status, 200);
}

#[tokio::test]
async fn in_its_last_week_a_token_tells_its_end_with_every_answer() {
    let server = Server::new().await;
    let end = "2027-02-01T08:00:00Z";
    let made = server.owner(Ask::post("/tokens").json(&format!(r#"{{"expires":"{end}"}}"#))).await.json();
    let ask = |target: &str| {
        Ask::get(target).pair(made["key"].as_str().expect("a key"), made["secret"].as_str().expect("a secret"))
    };
    assert_eq!(server.ask(ask(TARGET)).await.header("x-token-expires"), "", "ten days and more before");
    let end: jiff::Timestamp = end.parse().expect("a time");
    server.wait(end.as_second() - server.now().as_second() - 7 * 24 * 3600);
    for target in [TARGET, "/render/png?width=x", "/handwritings/nobody"] {
        assert_eq!(server.ask(ask(target)).await.header("x-token-expires"), end.to_string(), "{target}");
    }
    assert_eq!(server.get(TARGET).await.header("x-token-expires"), "", "a token without an end");
}
