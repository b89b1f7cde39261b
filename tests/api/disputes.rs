//! Texts are read under a dispute that two people approved, of its account and span alone, and never in silence.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::Method;
use jiff::Timestamp;
use longhand_core::app::{Manager, Texts, withdraw_overdue};
use longhand_core::audit::Change;
use longhand_core::audit::seal::DataKey;
use longhand_core::dispute::LIFE;
use longhand_core::error::{AppError, StoreError};
use longhand_core::ids::{AccountId, KeyId};
use longhand_core::ports::{AuditReader as _, ChangeSink, DataKeyOpener, SealedReader as _, Span};
use serde_json::{Value, json};

use crate::harness::{admin, call};
use crate::people::{as_admin, server};
use crate::{Answer, Ask, Server};

/// A second later, so that texts stand in order.
async fn draw(server: &Server, token: &longhand_core::app::Minted, text: &str) {
    server.wait(1);
    let target = format!("/render/png?handwriting_id=Perry&width=200px&height=60px&text={text}");
    assert_eq!(server.ask(Ask::get(&target).token(token)).await.status, 200);
}

/// A second later, so that changes stand in order.
async fn post(server: &Server, target: &str, subject: &str, body: &Value) -> Answer {
    server.wait(1);
    server.ask(as_admin(server, Ask::post(target).json(&body.to_string()), subject)).await
}

async fn read(server: &Server, id: &str, query: &str) -> Answer {
    server.wait(1);
    server.ask(as_admin(server, Ask::get(&format!("/texts/{id}{query}")), "admin")).await
}

async fn changes(server: &Server) -> Vec<Change> {
    let span = Span { from: Timestamp::UNIX_EPOCH, to: Timestamp::MAX };
    server.store.changes(&server.customer.account.id, span, None, 1000).await.expect("changes")
}

fn texts(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let all = json["texts"].as_array().expect("texts").iter();
    all.map(|text| text["text"].as_str().unwrap_or("–").to_owned()).collect()
}

#[tokio::test]
async fn two_people_open_the_texts_of_one_accounts_span_and_the_account_sees_it() {
    let server = server().await;
    let other = server.another("Second").await;
    draw(&server, &server.customer.live, "early").await;
    server.wait(100);
    let from = server.now();
    draw(&server, &server.customer.live, "Dear+Anna").await;
    draw(&server, &server.customer.test, "a+try").await;
    draw(&server, &other.live, "secret+of+another").await;
    server.ask(Ask::get("/handwritings").token(&server.customer.live)).await;
    server.wait(100);
    let body = json!({ "from": from, "to": server.now(), "reason": "the invoice of May" });
    let opened = post(&server, "/disputes", "admin", &body).await.json();
    let id = opened["id"].as_str().expect("an id").to_owned();
    draw(&server, &server.customer.live, "late").await;
    let approve = format!("/disputes/{id}/approve");
    assert_eq!(read(&server, &id, "").await.status, 403);
    assert_eq!(post(&server, &approve, "admin", &json!({})).await.json()["state"], "waiting");
    assert_eq!(post(&server, &approve, "admin", &json!({})).await.status, 409, "the same person");
    assert_eq!(read(&server, &id, "").await.status, 403);
    assert_eq!(post(&server, &approve, "second admin", &json!({})).await.json()["state"], "approved");
    let answer = read(&server, &id, "").await;
    assert_eq!(texts(&answer), ["Dear Anna", "a try"], "{}", answer.json());
    let told = changes(&server).await.pop().expect("a change");
    assert_eq!(
        (told.action.as_str(), told.actor.subject.as_str(), told.object.as_str()),
        ("dispute.read", "admin", &*id)
    );
    assert_eq!(told.after["reason"], "the invoice of May");
    assert_eq!(told.after["entries"].as_array().map(Vec::len), Some(2));
    let seen = server.owner(Ask::get("/changes")).await.json();
    let seen: Vec<_> = seen["changes"].as_array().expect("changes").iter().map(|c| c["action"].clone()).collect();
    let disputed = ["dispute.open", "dispute.approve", "dispute.approve", "dispute.read"];
    assert!(seen.ends_with(&disputed.map(Value::from)), "{seen:?}");
}

#[tokio::test]
async fn pages_of_texts_are_all_of_them_once_and_each_is_told() {
    let server = server().await;
    for n in 0..7 {
        draw(&server, &server.customer.live, &format!("text+{n}")).await;
        server.wait(1);
    }
    let dispute = server.dispute(&["one", "two"]).await;
    let (mut found, mut query, before) = (Vec::new(), "?limit=3".to_owned(), changes(&server).await.len());
    loop {
        let answer = read(&server, dispute.id.as_str(), &query).await;
        found.extend(texts(&answer));
        let Some(next) = answer.json()["next"].as_str().map(str::to_owned) else { break };
        query = format!("?limit=3&after={next}");
    }
    assert_eq!(found, (0..7).map(|n| format!("text {n}")).collect::<Vec<_>>());
    assert_eq!(changes(&server).await.len() - before, 3);
}

#[tokio::test]
async fn a_dispute_that_has_ended_opens_nothing_and_its_warrant_is_withdrawn() {
    let server = server().await;
    draw(&server, &server.customer.live, "text").await;
    server.wait(1);
    let account = server.customer.account.id.clone();
    let entry = server.entries().await.remove(0);
    let sealed = server.store.sealed(&account, &entry.id, server.now()).await.expect("a store").expect("a text");
    let opens = async || server.store.open_key(&account, &sealed.key_id, server.now()).await.is_ok();
    assert!(!opens().await, "the store itself refuses without a warrant");
    let closed = server.dispute(&["one", "two"]).await;
    assert!(opens().await);
    let close = format!("/disputes/{}/close", closed.id);
    assert_eq!(post(&server, &close, "admin", &json!({})).await.json()["state"], "ended");
    assert!(!opens().await);
    assert_eq!(read(&server, closed.id.as_str(), "").await.error(), "the dispute has ended");
    let left = server.dispute(&["one", "two"]).await;
    server.wait(LIFE.as_secs());
    assert_eq!(read(&server, left.id.as_str(), "").await.error(), "the dispute has ended");
    assert!(opens().await, "until it is swept");
    server.wait(1);
    assert_eq!(withdraw_overdue(&*server.store, server.now()).await.expect("a store"), 1);
    assert!(!opens().await);
}

#[tokio::test]
async fn a_dispute_about_one_account_opens_nothing_of_another() {
    let server = server().await;
    let other = server.another("Second").await;
    draw(&server, &other.live, "theirs").await;
    server.wait(1);
    let dispute = server.dispute(&["one", "two"]).await;
    assert_eq!(texts(&read(&server, dispute.id.as_str(), "").await), Vec::<String>::new());
    let ask = as_admin(&server, Ask::new(Method::GET, &format!("/texts/{}", dispute.id)), "admin");
    let headers = ask.headers.into_iter().filter(|(name, _)| name != "x-account-id").collect();
    let ask = Ask { headers, ..Ask::get(&ask.target) }.header("x-account-id", other.account.id.as_str());
    assert_eq!(server.ask(ask).await.status, 404, "about another account there is no such dispute");
}

/// An account that cannot be told, and keys that must not be opened then.
struct Mute;

#[async_trait]
impl ChangeSink for Mute {
    async fn tell(&self, _: &Change) -> Result<(), StoreError> {
        Err(StoreError::new("telling", "out of order"))
    }
}

#[async_trait]
impl DataKeyOpener for Mute {
    async fn open_key(&self, _: &AccountId, _: &KeyId, _: Timestamp) -> Result<Option<DataKey>, StoreError> {
        panic!("a key was opened before the account was told")
    }
}

#[tokio::test]
async fn no_key_is_opened_while_the_account_cannot_be_told() {
    let server = server().await;
    draw(&server, &server.customer.live, "text").await;
    server.wait(1);
    let dispute = server.dispute(&["one", "two"]).await;
    let store = || server.store.clone();
    let texts = Texts::new(store(), store(), store(), Arc::new(Mute), Arc::new(Mute));
    let who = Manager { account: Arc::new(server.customer.account.clone()), actor: admin() };
    let read = texts.read(&who, &dispute.id, None, 9, &call(server.now())).await;
    assert!(matches!(read, Err(AppError::Unavailable(_))));
}
