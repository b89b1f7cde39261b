//! What accounts are told without having asked.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use longhand_core::app::Herald;
use longhand_core::error::StoreError;
use longhand_core::notice::{Contact, Notice};
use longhand_core::ports::{Answer, Messenger, Outbox as _, Written};
use longhand_core::tokens::Token;

use crate::leaks::{report, server as with_scanner, sign};
use crate::{Ask, Server};

const DAY: i64 = 24 * 3600;

/// Takes notices, or refuses them.
#[derive(Default)]
pub struct Letterbox {
    taken: Mutex<Vec<(String, String)>>,
    /// Letters with this in them are not taken.
    refuses: Mutex<Option<String>>,
}

#[async_trait]
impl Messenger for Letterbox {
    async fn deliver(&self, to: &Contact, notice: &Notice) -> Answer<()> {
        let letter = (to.as_str().to_owned(), format!("{}\n\n{}", notice.subject(), notice.text()));
        if self.refuses.lock().expect("nobody panicked").as_ref().is_some_and(|part| letter.1.contains(part)) {
            return Err(StoreError::new("delivering", "it is refused"));
        }
        self.taken.lock().expect("nobody panicked").push(letter);
        Ok(())
    }
}

impl Letterbox {
    pub fn take(&self) -> Vec<(String, String)> {
        std::mem::take(&mut *self.taken.lock().expect("nobody panicked"))
    }
}

fn herald(server: &Server, letterbox: &Arc<Letterbox>) -> Herald {
    let store = &server.store;
    Herald::new(store.clone(), store.clone(), store.clone(), store.clone(), letterbox.clone())
}

pub async fn tell(server: &Server, letterbox: &Arc<Letterbox>) -> Vec<(String, String)> {
    let herald = herald(server, letterbox);
    herald.watch(server.now()).await.expect("a store");
    herald.deliver(server.now()).await.expect("delivered");
    letterbox.take()
}

pub async fn set_contact(server: &Server, contact: &str) {
    let body = format!(r#"{{"contact":"{contact}"}}"#);
    let ask = Ask::new(axum::http::Method::PATCH, "/account").json(&body);
    assert_eq!(server.owner(ask).await.status, 200);
}

#[tokio::test]
async fn seven_days_before_its_end_a_tokens_account_is_told_once() {
    let (server, letterbox) = (Server::new().await, Arc::default());
    set_contact(&server, "anna@example.org").await;
    let ends = server.now() + jiff::SignedDuration::from_secs(8 * DAY);
    let make = async |title: &str| {
        let body = format!(r#"{{"title":"{title}","expires":"{ends}"}}"#);
        server.owner(Ask::post("/tokens").json(&body)).await.json()["key"].as_str().expect("a key").to_owned()
    };
    let (key, revoked) = (make("Cards").await, make("Old").await);
    server.owner(Ask::new(axum::http::Method::DELETE, &format!("/tokens/{revoked}"))).await;
    server.wait(DAY - 1);
    assert_eq!(tell(&server, &letterbox).await, []);
    server.wait(1);
    let told = tell(&server, &letterbox).await;
    assert_eq!(told.len(), 1, "one of a token that still opens: {told:?}");
    assert_eq!(told[0].0, "anna@example.org");
    assert!(told[0].1.contains(&key) && told[0].1.contains("Cards") && told[0].1.contains(&ends.to_string()));
    for _ in 0..8 {
        server.wait(DAY);
        assert_eq!(tell(&server, &letterbox).await, []);
    }
}

#[tokio::test]
async fn the_owner_of_a_leaked_token_is_told_by_the_report_itself() {
    let (server, letterbox) = (with_scanner().await, Arc::default());
    set_contact(&server, "anna@example.org").await;
    let token = &server.customer.live;
    let pair = format!("{}:{}", token.token.key, token.secret.reveal());
    let body = serde_json::json!([{ "token": pair }]).to_string();
    for _ in 0..2 {
        assert_eq!(server.ask(report(&body, &sign(&body))).await.status, 200);
    }
    let told = tell(&server, &letterbox).await;
    assert_eq!(told.len(), 1);
    assert!(told[0].1.contains(token.token.key.as_str()) && told[0].1.contains("scanner k1"), "{told:?}");
    assert!(!told[0].1.contains(token.secret.reveal()), "no secret goes by mail");
}

#[tokio::test]
async fn one_that_cannot_be_delivered_keeps_no_other_back_and_after_a_day_waits_for_a_person() {
    let (server, letterbox) = (Server::new().await, Arc::<Letterbox>::default());
    set_contact(&server, "anna@example.org").await;
    *letterbox.refuses.lock().expect("nobody panicked") = Some("Poison".to_owned());
    for n in 0..10 {
        let title = if n == 3 { "Poison".to_owned() } else { format!("Cards {n}") };
        let token = Token { title, ..server.customer.live.token.clone() };
        let notice = Notice { id: format!("leak {n}"), ..Notice::token_leaked(&token, "k1", server.now()) };
        assert_eq!(server.store.post(&notice).await.expect("a store"), Written::Done);
    }
    let herald = herald(&server, &letterbox);
    let aside = async || server.store.aside(99, server.now()).await.expect("a store").len();
    assert!(herald.deliver(server.now()).await.is_err(), "whoever runs it hears of it");
    assert_eq!(letterbox.take().len(), 9);
    server.wait(DAY - 1);
    assert!(herald.deliver(server.now()).await.is_err());
    assert_eq!((letterbox.take().len(), aside().await), (0, 0), "it is tried again, alone, for a day");
    server.wait(1);
    assert!(herald.deliver(server.now()).await.is_err());
    assert_eq!(aside().await, 1);
    assert_eq!(herald.deliver(server.now()).await.expect("nothing is left to do"), 0);
    *letterbox.refuses.lock().expect("nobody panicked") = None;
    assert_eq!(herald.deliver(server.now()).await.expect("it is not tried any more"), 0);
    for notice in server.store.aside(99, server.now()).await.expect("a store") {
        server.store.put_back(&notice).await.expect("a store");
    }
    assert_eq!((herald.deliver(server.now()).await.expect("delivered"), aside().await), (1, 0));
    assert!(letterbox.take()[0].1.contains("Poison"));

    let notice = Notice::token_leaked(&server.customer.live.token, "k1", server.now());
    assert_eq!(server.store.post(&notice).await.expect("a store"), Written::Done);
    server.store.set_aside(&notice, server.now()).await.expect("a store");
    assert_eq!((herald.aside(server.now()).await.expect("a store"), aside().await), (1, 1));
    set_contact(&server, "").await;
    assert_eq!(
        (herald.aside(server.now()).await.expect("a store"), aside().await),
        (0, 0),
        "nobody is left to be told"
    );
}

#[tokio::test]
async fn an_account_without_a_contact_has_nobody_to_be_told() {
    let (server, letterbox) = (Server::new().await, Arc::default());
    let ends = server.now() + jiff::SignedDuration::from_secs(DAY);
    server.owner(Ask::post("/tokens").json(&format!(r#"{{"expires":"{ends}"}}"#))).await;
    assert_eq!(tell(&server, &letterbox).await, []);
    set_contact(&server, "anna@example.org").await;
    assert_eq!(tell(&server, &letterbox).await, [], "and is not told later of what is past");
}
