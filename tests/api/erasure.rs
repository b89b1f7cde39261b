//! What is kept of an account is its to have, and to have taken away.

use axum::http::Method;
use longhand_core::app::Erasure;
use longhand_core::ids::DisputeId;
use longhand_core::ports::{DataKeyOpener as _, SealedReader as _, Warrants as _};

use crate::{Ask, Server};

const TARGET: &str = "/render/png?handwriting_id=Perry&text=Zwitschermaschine&width=200px&height=60px";

fn erase(server: &Server) -> Ask {
    Ask::new(Method::DELETE, &format!("/accounts/{}", server.customer.account.id))
}

#[tokio::test]
async fn an_erased_account_opens_to_nobody_and_its_texts_to_no_warrant_but_its_totals_stay() {
    let server = Server::new().await;
    server.ask(Ask::get(TARGET).token(&server.customer.live)).await;
    let entry = server.entries().await.pop().expect("an entry");
    let account = server.customer.account.id.clone();
    let sealed = server.store.sealed(&account, &entry.id, server.now()).await.expect("a store").expect("a text");
    let erased = server.owner(erase(&server)).await.json();
    assert_eq!(
        (&erased["title"], &erased["state"], &erased["members"]),
        (&"".into(), &"closed".into(), &serde_json::json!([]))
    );
    // A token is remembered for five seconds.
    server.wait(6);
    assert_eq!(server.ask(Ask::get(TARGET).token(&server.customer.live)).await.status, 401);
    assert_eq!(server.owner(Ask::get("/account")).await.status, 401);
    Erasure::new(server.store.clone(), server.store.clone()).run(server.now()).await.expect("a store");
    server.store.issue(&account, &DisputeId::new([1; 10])).await.expect("a warrant");
    assert!(server.store.open_key(&account, &sealed.key_id, server.now()).await.expect("a store").is_none());
    let entries = server.entries().await;
    assert!(entries.contains(&entry), "what was billed can still be shown");
}

#[tokio::test]
async fn a_disputed_account_is_erased_only_when_the_dispute_has_ended() {
    let server = Server::new().await;
    server.dispute(&["one", "two"]).await;
    let refused = server.owner(erase(&server)).await;
    assert_eq!(refused.status, 409);
    assert!(refused.error().contains("a dispute about the account goes on"), "{}", refused.error());
    assert_eq!(server.owner(Ask::get("/account")).await.status, 200);
    server.wait(30 * 24 * 3600);
    assert_eq!(server.owner(erase(&server)).await.status, 200);
}

#[tokio::test]
async fn an_export_has_all_that_is_kept_and_no_secret_and_no_text() {
    let server = Server::new().await;
    let small = "/render/png?handwriting_id=Perry&text=Quitte&width=60px&height=40px";
    for _ in 0..3 {
        server.ask(Ask::get(small).token(&server.customer.live)).await;
    }
    server.dispute(&["one"]).await;
    // Later than they were, by which calls are ordered.
    server.wait(1);
    let answer = server.owner(Ask::get("/account/export")).await;
    let whole = answer.json();
    let count = |name: &str| whole[name].as_array().expect("a list").len();
    assert_eq!(
        (&whole["account"]["title"], count("tokens"), count("calls"), count("disputes")),
        (&"First".into(), 2, 3, 1)
    );
    assert!(count("changes") >= 4, "account, tokens, dispute: {}", whole["changes"]);
    assert_eq!(whole["usage"][0]["live"]["images"], 3);
    let said = String::from_utf8_lossy(&answer.body).into_owned();
    for secret in ["Quitte", server.customer.live.secret.reveal(), &server.customer.owner_key] {
        assert!(!said.contains(secret), "{secret}");
    }
    let call = &whole["calls"][0];
    let request = call["request_id"].as_str().expect("an id");
    let after = format!("/account/export?after={},{request}", call["at"].as_str().expect("a time"));
    let later = server.owner(Ask::get(&after)).await.json();
    // The other two, and the export itself.
    assert_eq!((later["calls"].as_array().map(Vec::len), later.get("tokens")), (Some(3), None));
}
