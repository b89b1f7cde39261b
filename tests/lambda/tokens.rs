//! The function that manages tokens, as Lambda runs it.

#[path = "event.rs"]
mod event;
#[path = "identity.rs"]
mod identity;
#[path = "provider.rs"]
mod provider;
#[path = "runtime.rs"]
mod runtime;
#[path = "watch.rs"]
mod watch;
#[path = "world.rs"]
mod world;

use std::collections::BTreeSet;

use event::{body, get, header, send};
use longhand_tests::identity::JWKS;
use provider::{Provider, jwt};
use runtime::Function;
use serde_json::{Value, json};
use watch::Watch;
use world::World;

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_made_shown_and_ended_and_every_call_is_logged() {
    let world = World::new("tokens").await;
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-tokens"), &world.environment()).await;
    let owner = json!({ "Authorization": format!("Bearer {}", world.owner_key) });
    let made = function.call(&send("POST", "/tokens", &owner, &json!({ "kind": "live", "title": "Cards" }))).await;
    assert_eq!((&made["statusCode"], header(&made, "content-type")), (&json!(200), "application/json"), "{made}");
    let made: Value = serde_json::from_slice(&body(&made)).expect("JSON");
    assert!(made["secret"].as_str().expect("a secret").starts_with("hwt_live_"));
    let path = format!("/tokens/{}", made["key"].as_str().expect("a key"));
    let ended = function.call(&send("DELETE", &path, &owner, &json!({}))).await;
    assert_eq!(ended["statusCode"], 200);
    let shown = function.call(&get(&path, &[], &owner)).await;
    let shown: Value = serde_json::from_slice(&body(&shown)).expect("JSON");
    assert_eq!((&shown["state"], shown.get("secret")), (&json!("revoked"), None));
    let basic = json!({ "Authorization": world.basic() });
    assert_eq!(function.call(&get("/tokens", &[], &basic)).await["statusCode"], 401, "a token is no person");
    let entries = world.entries().await;
    assert_eq!(
        entries.iter().map(|e| e.route.as_str()).collect::<Vec<_>>(),
        ["/tokens", "/tokens/{key}", "/tokens/{key}"]
    );
    assert!(world.text(&entries[0]).await.is_none(), "management draws no text");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_asks_for_nothing_beyond_its_rights() {
    let (world, provider, watch) = (World::new("tokens").await, Provider::start(JWKS), Watch::default());
    let environment = [world.watched(&watch).await, provider.environment(true)].concat();
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-tokens"), &environment).await;
    let owner = json!({ "Authorization": format!("Bearer {}", world.owner_key) });
    let made = function.call(&send("POST", "/tokens", &owner, &json!({}))).await;
    let made: Value = serde_json::from_slice(&body(&made)).expect("JSON");
    let key = made["key"].as_str().expect("a key");
    let token = format!("/tokens/{key}");
    for path in ["/tokens", &token, "/account", "/account/usage", "/calls", "/changes"] {
        assert_eq!(function.call(&get(path, &[], &owner)).await["statusCode"], 200, "{path}");
    }
    assert_eq!(function.call(&get("/account/invoice", &[], &owner)).await["statusCode"], 404, "there are no tariffs");
    for (method, path, body) in [
        ("PATCH", token.as_str(), json!({ "title": "Mail" })),
        ("POST", &format!("{token}/rotate"), json!({})),
        ("DELETE", &token, json!({})),
        ("POST", "/tokens/import", json!({ "key": "0123456789ABCDEF", "secret": "FEDCBA9876543210" })),
        ("PATCH", "/account", json!({ "contact": "anna@example.org" })),
        ("POST", "/account/owner-key", json!({})),
    ] {
        assert_eq!(function.call(&send(method, path, &owner, &body)).await["statusCode"], 200, "{method} {path}");
    }
    let admin = |subject: &str| json!({ "Authorization": format!("Bearer {}", jwt(subject)), "X-Account-Id": world.account().as_str() });
    let dispute = json!({ "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z", "reason": "an invoice" });
    let opened = function.call(&send("POST", "/disputes", &admin("admin"), &dispute)).await;
    let opened: Value = serde_json::from_slice(&body(&opened)).expect("JSON");
    let dispute = format!("/disputes/{}", opened["id"].as_str().expect("an id"));
    for (action, subject, state) in
        [("approve", "admin", "waiting"), ("approve", "someone", "approved"), ("close", "admin", "ended")]
    {
        let path = format!("{dispute}/{action}");
        let answer = function.call(&send("POST", &path, &admin(subject), &json!({}))).await;
        let answer: Value = serde_json::from_slice(&body(&answer)).expect("JSON");
        assert_eq!(answer["state"], state, "{answer}");
    }
    assert_eq!(function.call(&get("/disputes", &[], &admin("admin"))).await["statusCode"], 200);
    let stranger = json!({ "Authorization": format!("Bearer {}", jwt("stranger")) });
    assert_eq!(function.call(&get("/account", &[], &stranger)).await["statusCode"], 401);
    let (asked, rights): (BTreeSet<String>, _) = (watch.take().into_iter().collect(), World::rights("Tokens"));
    assert!(asked.is_subset(&rights), "{:?}", asked.difference(&rights).collect::<Vec<_>>());
    let unused: Vec<_> = rights.difference(&asked).filter(|right| !right.starts_with("logs:")).collect();
    // Reports of scanners, and totals of hours that are over.
    assert_eq!(unused, ["dynamodb:ConditionCheckItem Notices", "dynamodb:PutItem Notices", "dynamodb:Query Usage"]);
}
