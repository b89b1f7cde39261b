//! API10, unsafe consumption of APIs: what scanners and the identity provider send is believed only as far as it is
//! signed, whole and for us. There are no other senders.

use std::sync::Arc;

use async_trait::async_trait;
use longhand_core::error::StoreError;
use longhand_edge::{JwkSet, KeySource, Provider, Trust};
use serde_json::json;

use crate::leaks::{report, sign};
use crate::people::{by_subject, everyone};
use crate::{Ask, Server};

/// All that an owner sees of tokens and changes.
async fn state(server: &Server) -> String {
    let tokens = server.owner(Ask::get("/tokens")).await.json();
    let changes = server.owner(Ask::get("/changes")).await.json();
    format!("{tokens}{changes}")
}

#[tokio::test]
async fn reports_that_are_unsigned_replayed_or_broken_change_nothing() {
    let server = everyone().await;
    let (test, live) = (&server.customer.test, &server.customer.live);
    let pair = |token: &longhand_core::app::Minted| format!("{}:{}", token.token.key, token.secret.reveal());
    let good = json!([{ "token": pair(test), "type": "longhand_pair" }]).to_string();
    let other = json!([{ "token": pair(live) }]).to_string();
    let before = state(&server).await;
    for (body, signature) in [
        (other.clone(), String::new()),
        (other.clone(), sign(&good)),
        (other.replace("token", "tokens"), sign(&other)),
        (format!("{other}\n"), sign(&other)),
    ] {
        assert_eq!(server.ask(report(&body, &signature)).await.status, 401, "{body}");
        assert_eq!(state(&server).await, before);
    }
    for broken in ["", "null", "{}", "[[]]", r#"[{"token":1}]"#, "[{\"token\":\"a\"},"] {
        assert_eq!(server.ask(report(broken, &sign(broken))).await.status, 400, "{broken}");
        assert_eq!(state(&server).await, before);
    }
    assert_eq!(server.ask(report(&good, &sign(&good))).await.status, 200);
    let after = state(&server).await;
    assert_ne!(after, before);
    for _ in 0..3 {
        assert_eq!(server.ask(report(&good, &sign(&good))).await.json()[0]["label"], "false_positive");
        assert_eq!(state(&server).await, after, "a replay ends nothing again");
    }
}

/// A provider whose keys are not to be had, or are other ones.
struct Keys(Option<&'static str>);

#[async_trait]
impl KeySource for Keys {
    async fn keys(&self) -> Result<JwkSet, StoreError> {
        let text = self.0.ok_or_else(|| StoreError::new("reading keys", "no answer"))?;
        serde_json::from_str(text).map_err(|error| StoreError::new("reading keys", error))
    }
}

#[tokio::test]
async fn a_provider_without_its_keys_lets_nobody_in() {
    for (keys, status) in [(None, 503), (Some("[]"), 503), (Some("{}"), 503), (Some(r#"{"keys":[]}"#), 401)] {
        let provider = Provider {
            issuer: "https://id.example.org".into(),
            audience: "longhand".into(),
            keys: Arc::new(Keys(keys)),
        };
        let trust = Trust { provider: Some(provider), admins: vec!["admin".into()], scanners: None };
        let server = Server::with_trust(trust).await;
        let before = state(&server).await;
        let ask = by_subject(&server, Ask::post("/tokens").json("{}"), "owner of First");
        assert_eq!(server.ask(ask).await.status, status, "{keys:?}");
        assert_eq!(state(&server).await, before);
        assert_eq!(server.owner(Ask::get("/account")).await.status, 200, "owner keys need no provider");
    }
}
