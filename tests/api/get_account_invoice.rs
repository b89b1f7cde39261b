//! `GET /account/invoice`, by the prices of `docs/plans.toml`.

use std::sync::Arc;

use jiff::Timestamp;
use longhand_core::account::{Plan, Role};
use longhand_core::app::{self, AccountChange, Invoices, Manager, Names, Notary, Rollup};
use longhand_core::audit::{Actor, Entry};
use longhand_core::correction::{Correction, NewCorrection};
use longhand_core::error::AppError;
use longhand_core::ids::EntryId;
use longhand_core::plans::Plans;
use longhand_core::ports::AuditSink as _;
use longhand_core::tariff::Period;
use longhand_core::tokens::Kind;
use longhand_system::SystemEntropy;
use serde_json::{Value, json};

use crate::fixed::PLANS;
use crate::harness::{admin, call};

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
    // The fifteenth, nine o'clock in Berlin: 14 days and 9 hours of 31 are over.
    let forecast = json!({ "used": 15, "total": "49.00", "method": so_far["forecast"]["method"] });
    assert_eq!(so_far["forecast"], forecast);
    server.wait(31 * 24 * 3600);
    let mut past = invoice(&server, "?period=2027-01").await;
    assert_eq!(past["preview"], false);
    assert_eq!(past["forecast"], Value::Null);
    (past["preview"], past["forecast"]) = (true.into(), so_far["forecast"].clone());
    assert_eq!(past, so_far, "nothing was used since");
    assert_eq!(invoice(&server, "").await["used"], 0);
}

#[tokio::test]
async fn nothing_is_owed_for_a_period_before_the_account_was_made() {
    let server = Server::new().await;
    let before = invoice(&server, "?period=2026-12").await;
    assert_eq!((&before["lines"], &before["total"], &before["issued"]), (&json!([]), &"0.00".into(), &Value::Null));
    assert_eq!(invoice(&server, "?period=2027-01").await["total"], "49.00");
    server.ask(Ask::get(IMAGE).token(&server.customer.live)).await;
    server.wait(2 * 3600);
    assert_eq!(send(&server, "2026-12").await, before, "and nothing is sent");
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

/// Adds up, and sends the invoice of a month.
async fn send(server: &Server, month: &str) -> Value {
    Rollup::on(&server.store).run(server.now()).await.expect("a store");
    let who = Manager { account: Arc::new(server.customer.account.clone()), actor: admin() };
    let plans = Plans::read(PLANS).expect("plans");
    let invoices = Invoices::new(&plans, &*server.store, &*server.store).expect("prices");
    let day = Period::day(month).expect("a day");
    let sent = invoices.issue(&server.management.usage, &who, day, server.now()).await;
    sent.map_or_else(|refused| Value::from(refused.to_string()), |bill| bill.view())
}

/// A call of January that is found now.
async fn come_late(server: &Server, number: u8, at: Timestamp) {
    let mut late = server.entries().await.into_iter().find(|e| e.kind == Some(Kind::Live)).expect("an entry");
    (late.id, late.at) = (EntryId::new([number; 10]), at);
    server.store.append_late(&late).await.expect("a store");
}

#[tokio::test]
async fn what_comes_after_an_invoice_was_sent_is_a_dated_line_of_the_next_and_changes_nothing_that_was_sent() {
    let server = Server::new().await;
    let began = server.now();
    assert_eq!(server.ask(Ask::get(IMAGE).token(&server.customer.live)).await.status, 200);
    let drawn = server.entries().await.pop().expect("an entry");
    for number in 1..1000_u16 {
        let mut id = [0; 10];
        id[..2].copy_from_slice(&number.to_be_bytes());
        server.store.append(&Entry { id: EntryId::new(id), ..drawn.clone() }).await.expect("a store");
    }
    let said = send(&server, "2027-01").await;
    assert_eq!(said, "the period is not over, or not all of its hours are added up");
    server.wait(17 * 24 * 3600);
    let sent = send(&server, "2027-01").await;
    assert_eq!((&sent["used"], &sent["total"]), (&1000.into(), &"49.00".into()));
    assert_eq!(sent["issued"], server.now().to_string());
    for number in [201, 202] {
        come_late(&server, number, began).await;
    }
    server.wait(3600);
    assert_eq!(send(&server, "2027-01").await, sent, "sent again it is as it was");
    assert_eq!(invoice(&server, "?period=2027-01").await, sent);
    let next = invoice(&server, "").await;
    let found = json!([{ "period": "2027-01", "at": server.now(), "units": 2, "amount": "0.10" }]);
    assert_eq!((&next["adjustments"], &next["total"]), (&found, &"49.10".into()));
    assert_eq!((&next["used"], &next["issued"]), (&0.into(), &Value::Null));
    // In the invoice after that it is not once more, but what came since is.
    server.wait(28 * 24 * 3600);
    Rollup::on(&server.store).run(server.now()).await.expect("a store");
    let plans = Plans::read(PLANS).expect("plans");
    let who = Manager { account: Arc::new(server.customer.account.clone()), actor: admin() };
    let invoices = Invoices::new(&plans, &*server.store, &*server.store).expect("prices");
    let february = Period::day("2027-02").expect("a day");
    let sent = invoices.issue(&server.management.usage, &who, february, server.now()).await.expect("it is over");
    assert_eq!(sent.total.to_string(), "49.10");
    assert_eq!(invoice(&server, "").await["adjustments"], json!([]));
    come_late(&server, 203, began).await;
    Rollup::on(&server.store).run(server.now()).await.expect("a store");
    let next = invoice(&server, "").await;
    assert_eq!(next["adjustments"][0]["amount"], "0.05", "{next}");
}

/// Corrects what is billed of the hour that runs; what is said, if that was refused.
async fn correct(server: &Server, role: Role, images: i64) -> Result<Correction, AppError> {
    let actor = Actor { role, ..admin() };
    let who = Manager { account: Arc::new(server.customer.account.clone()), actor };
    let new = NewCorrection::read(images, 5 * images, "drawn twice by a fault of ours").expect("no fault");
    let names = Names::new(Arc::new(SystemEntropy));
    app::correct(&*server.store, &names, &who, (server.now(), new), &call(server.now())).await
}

#[tokio::test]
async fn a_correction_is_seen_beside_what_was_counted_and_after_an_invoice_it_is_a_line_of_the_next() {
    let server = Server::new().await;
    for _ in 0..3 {
        assert_eq!(server.ask(Ask::get(IMAGE).token(&server.customer.live)).await.status, 200);
    }
    assert!(correct(&server, Role::Owner, -2).await.is_err(), "only those who run the service correct");
    let made = correct(&server, Role::Admin, -2).await.expect("a correction");
    assert_eq!(invoice(&server, "").await["used"], 3, "it counts when it is signed");
    assert_eq!(Notary::on(&server.store).run().await.expect("a store"), 1);
    let so_far = invoice(&server, "").await;
    let shown = json!([{
        "hour": made.hour, "images": -2, "characters": -10, "reason": "drawn twice by a fault of ours", "at": made.at,
    }]);
    assert_eq!((&so_far["used"], &so_far["corrections"]), (&1.into(), &shown));
    let usage = server.owner(Ask::get("/account/usage")).await.json();
    assert_eq!(usage["total"]["live"]["images"], 3, "what was counted stays");
    let changes = server.owner(Ask::get("/changes")).await.json();
    let told = changes["changes"].as_array().expect("changes").iter().find(|c| c["action"] == "usage.correct");
    assert_eq!(told.expect("it is told")["after"], shown[0]);
    // After the invoice was sent.
    server.wait(17 * 24 * 3600);
    let sent = send(&server, "2027-01").await;
    assert_eq!((&sent["used"], &sent["corrections"]), (&1.into(), &shown));
    server.wait(-16 * 24 * 3600);
    correct(&server, Role::Admin, 1500).await.expect("a correction");
    Notary::on(&server.store).run().await.expect("a store");
    server.wait(17 * 24 * 3600);
    assert_eq!(invoice(&server, "?period=2027-01").await, sent);
    let next = invoice(&server, "").await;
    assert_eq!((&next["adjustments"][0]["units"], &next["adjustments"][0]["amount"]), (&1500.into(), &"25.05".into()));
}
