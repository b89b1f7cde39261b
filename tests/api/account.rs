//! `GET` and `PATCH /account`, `POST /account/owner-key`.

use axum::http::Method;

use crate::{Ask, Server};

#[tokio::test]
async fn an_owner_sees_and_renames_the_account_but_sets_neither_plan_nor_state() {
    let server = Server::new().await;
    assert_eq!(server.owner(Ask::get("/account")).await.json()["title"], "First");
    let patch = |body: &str| Ask::new(Method::PATCH, "/account").json(body);
    assert_eq!(server.owner(patch(r#"{"title":"Renamed"}"#)).await.json()["title"], "Renamed");
    for body in [r#"{"plan":"enterprise"}"#, r#"{"state":"active"}"#] {
        assert_eq!(server.owner(patch(body)).await.status, 403, "{body}");
    }
    for (body, field) in [
        (r#"{"plan":"gold"}"#, "plan"),
        (r#"{"members":[]}"#, "members"),
        (r#"{"id":"x"}"#, "id"),
        (r#"{"title":1}"#, "title"),
    ] {
        let answer = server.owner(patch(body)).await;
        assert_eq!((answer.status.as_u16(), answer.fields().contains(field)), (400, true), "{body}");
    }
}

#[tokio::test]
async fn a_new_owner_key_ends_the_one_before() {
    let server = Server::new().await;
    let made = server.owner(Ask::post("/account/owner-key")).await.json();
    let fresh = made["owner_key"].as_str().expect("a key");
    assert_eq!(server.owner(Ask::get("/account")).await.status, 401);
    assert_eq!(server.ask(Ask::get("/account").bearer(fresh)).await.status, 200);
}

#[tokio::test]
async fn an_owner_key_is_for_its_own_account_alone() {
    let server = Server::new().await;
    let other = server.another("Second").await;
    let ask = Ask::get("/account").header("x-account-id", other.account.id.as_str());
    assert_eq!(server.owner(ask).await.status, 404);
    let own = Ask::get("/account").header("x-account-id", server.customer.account.id.as_str());
    assert_eq!(server.owner(own).await.status, 200);
    assert_eq!(server.owner(Ask::get("/account").header("x-account-id", "nonsense")).await.status, 400);
}
