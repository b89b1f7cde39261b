//! The function that reads texts, as Lambda runs it, after a dispute is approved elsewhere.

#[path = "disputed.rs"]
mod disputed;
#[path = "event.rs"]
mod event;
#[path = "provider.rs"]
mod provider;
#[path = "runtime.rs"]
mod runtime;
#[path = "watch.rs"]
mod watch;
#[path = "world.rs"]
mod world;

use std::collections::BTreeSet;

use disputed::{admin, approve, grants, open};
use event::{body, get};
use jiff::{SignedDuration, Timestamp};
use longhand_core::audit::{Change, Entry};
use longhand_core::ports::{AuditReader as _, AuditSink as _, DataKeyMaker as _, Span};
use longhand_tests::identity::JWKS;
use provider::{Provider, jwt};
use runtime::Function;
use serde_json::{Value, json};
use watch::Watch;
use world::{World, call_at};

fn ago(s: i64) -> Timestamp {
    Timestamp::now() - SignedDuration::from_secs(s)
}

/// Logs a call that drew this text.
async fn log_text(world: &World, at: Timestamp, text: &str) {
    let entry = world.entry(at);
    let key = world.cloud.make(world.account(), at).await.expect("a key");
    let text = Some(key.seal(&entry.id, [7; 12], text));
    world.cloud.append(&Entry { text, ..entry }).await.expect("stored");
}

async fn last_change(world: &World) -> Change {
    let span = Span { from: ago(60), to: Timestamp::MAX };
    let changes = world.cloud.changes(world.account(), span, None, 100).await;
    changes.expect("changes").pop().expect("a change")
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_read_under_an_approved_dispute_by_a_grant_and_no_right_beyond_its_own() {
    let (world, provider, watch) = (World::new("disputes").await, Provider::start(JWKS), Watch::default());
    for (text, s) in [("Dear Anna", 60), ("Dear Bo", 50), ("long ago", 9000)] {
        log_text(&world, ago(s), text).await;
    }
    let environment = [world.watched(&watch).await, provider.environment(true)].concat();
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-disputes"), &environment).await;
    let dispute = open(&world, ago(0)).await;
    let mut read = async |account: &str| {
        let headers = json!({ "Authorization": format!("Bearer {}", jwt("admin")), "X-Account-Id": account });
        let answer = function.call(&get(&format!("/texts/{dispute}"), &[], &headers)).await;
        let json: Value = serde_json::from_slice(&body(&answer)).expect("JSON");
        (answer["statusCode"].as_u64().expect("a status"), json)
    };
    let account = world.account().to_string();
    assert_eq!(read(&account).await.0, 403);
    approve(&world, &dispute, "one", ago(0)).await;
    assert_eq!(read(&account).await.0, 403, "one person is not enough");
    assert!(grants(&world).await.is_empty());
    approve(&world, &dispute, "two", ago(0)).await;
    assert_eq!(grants(&world).await, [(account.clone(), dispute.to_string())]);
    let (status, answer) = read(&account).await;
    let texts: Vec<_> = answer["texts"].as_array().expect("texts").iter().map(|text| &text["text"]).collect();
    assert_eq!((status, texts), (200, vec![&json!("Dear Anna"), &json!("Dear Bo")]));
    let change = last_change(&world).await;
    assert_eq!((change.action.as_str(), change.actor.subject.as_str()), ("dispute.read", "admin"));
    assert_eq!(change.after["entries"].as_array().map(Vec::len), Some(2));
    let (management, who) = admin(&world, "one").await;
    management.disputes.close(&who, &dispute, &call_at(ago(0))).await.expect("closed");
    assert!(grants(&world).await.is_empty());
    assert_eq!(read(&account).await.0, 403);
    assert_eq!(read("0000000000000000").await.0, 404);

    let (asked, rights): (BTreeSet<String>, _) = (watch.take().into_iter().collect(), World::rights("Disputes"));
    let beyond: Vec<_> = asked.difference(&rights).collect();
    assert_eq!(beyond, ["kms:Decrypt TextKey"], "which the grant alone allows");
    let unused: Vec<_> = rights.difference(&asked).filter(|right| !right.starts_with("logs:")).collect();
    assert_eq!(unused, ["dynamodb:Query Accounts"], "for members who name no account");
}
