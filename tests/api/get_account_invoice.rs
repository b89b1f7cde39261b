//! `GET /account/invoice`, by the tariffs of `docs/tariffs.toml`.

use longhand_core::account::Plan;
use longhand_core::app::AccountChange;
use serde_json::{Value, json};

use crate::{Ask, Server};

const IMAGE: &str = "/render/png?handwriting_id=Perry&text=Hello&width=60px&height=30px";

async fn invoice(server: &Server, query: &str) -> Value {
    server.owner(Ask::get(&format!("/account/invoice{query}"))).await.json()
}

#[tokio::test]
async fn an_account_sees_what_it_owes_so_far_and_what_it_owed() {
    let server = Server::new().await;
    for (token, times) in [(&server.customer.live, 7), (&server.customer.test, 5)] {
        for _ in 0..times {
            assert_eq!(server.ask(Ask::get(IMAGE).token(token)).await.status, 200);
        }
    }
    let so_far = invoice(&server, "").await;
    assert_eq!((&so_far["period"], &so_far["preview"], &so_far["used"]), (&"2027-01".into(), &true.into(), &7.into()));
    let expected = json!([
        { "what": "fee", "quantity": 1, "price": "49.00", "amount": "49.00" },
        { "what": "included", "quantity": 7, "price": "0", "amount": "0.00" },
    ]);
    assert_eq!(so_far["lines"], expected);
    assert_eq!((&so_far["total"], &so_far["currency"]), (&"49.00".into(), &"EUR".into()));
    assert_eq!(so_far["from"], "2026-12-31T23:00:00Z", "months are Berlin's");
    server.wait(31 * 24 * 3600);
    let mut past = invoice(&server, "?period=2027-01").await;
    assert_eq!(past["preview"], false);
    past["preview"] = true.into();
    assert_eq!(past, so_far, "nothing was used since");
    assert_eq!(invoice(&server, "").await["used"], 0);
}

#[tokio::test]
async fn what_another_account_owes_is_not_seen_and_faults_are_named_at_once() {
    let server = Server::new().await;
    server.ask(Ask::get(IMAGE).token(&server.customer.live)).await;
    let other = server.another("Second").await;
    let theirs = server.ask(Ask::get("/account/invoice").bearer(&other.owner_key)).await.json();
    assert_eq!((&theirs["account"], &theirs["used"]), (&other.account.id.as_str().into(), &0.into()));
    for (query, fields) in [("?period=2027-13", "period"), ("?period=x", "period"), ("?month=2027-01&a=b", "a")] {
        let answer = server.owner(Ask::get(&format!("/account/invoice{query}"))).await;
        assert_eq!((answer.status.as_u16(), answer.fields().contains(fields)), (400, true), "{query}");
    }
}

#[tokio::test]
async fn an_account_that_pays_nothing_has_no_invoice() {
    let server = Server::new().await;
    server.change_account(AccountChange { plan: Some(Plan::Free), ..AccountChange::default() }).await;
    let answer = server.owner(Ask::get("/account/invoice")).await;
    assert_eq!((answer.status.as_u16(), answer.error().as_str()), (404, "a tariff for the account's plan not found"));
}
