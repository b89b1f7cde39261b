//! The function that manages tokens, as Lambda runs it.

#[path = "event.rs"]
mod event;
#[path = "runtime.rs"]
mod runtime;
#[path = "world.rs"]
mod world;

use event::{body, get, header, send};
use runtime::Function;
use serde_json::{Value, json};
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
