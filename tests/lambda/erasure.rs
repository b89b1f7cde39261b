//! The function that takes away what erased accounts left behind, as its schedule runs it.

#[allow(dead_code, reason = "the test of disputes uses the rest")]
mod disputed;
mod event;
mod runtime;
mod watch;
mod world;

use std::collections::BTreeSet;

use disputed::open;
use jiff::{SignedDuration, Timestamp};
use longhand_core::ports::{DataKeyMaker as _, DisputeReader as _, TokenFilter, TokenLister as _};
use runtime::Function;
use serde_json::json;
use watch::Watch;
use world::{World, call};

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_account_leaves_nothing_but_what_was_billed_and_its_calls_without_texts() {
    let (world, watch) = (World::new("erasure").await, Watch::default());
    world.cloud.make(world.account(), Timestamp::now()).await.expect("a key");
    world.log(Timestamp::now()).await;
    open(&world, Timestamp::now() - SignedDuration::from_hours(40 * 24)).await;
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-erasure"), &world.watched(&watch).await).await;
    let event = json!({ "source": "aws.scheduler", "detail-type": "Scheduled Event", "detail": {} });
    assert_eq!(function.call(&event).await, json!({ "gone": 0 }), "nobody asked for it");
    let (management, who) = world.management().await;
    management.accounts.erase(&who, &call()).await.expect("it is undisputed");
    let gone = function.call(&event).await["gone"].as_u64().expect("a number");
    assert!(gone >= 5, "a key, a token, a dispute, changes: {gone}");
    assert_eq!(function.call(&event).await, json!({ "gone": 0 }));
    let tokens = world.cloud.tokens(world.account(), &TokenFilter::default(), None, 10).await.expect("a store");
    let disputes = world.cloud.disputes(world.account(), None, 10).await.expect("a store");
    assert_eq!((tokens.len(), disputes.len(), world.entries().await.len()), (0, 0, 1));
    let (asked, rights): (BTreeSet<String>, _) = (watch.take().into_iter().collect(), World::rights("Erasure"));
    assert!(asked.is_subset(&rights), "{:?}", asked.difference(&rights).collect::<Vec<_>>());
    let unused: Vec<_> = rights.difference(&asked).filter(|right| right.starts_with("dynamodb:")).collect();
    assert!(unused.is_empty(), "rights that nothing needs: {unused:?}");
}
