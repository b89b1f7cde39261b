//! The function that adds up hours, as its schedule runs it: its binary under the runtime interface.

mod apart;
#[allow(dead_code, reason = "the test of disputes uses the rest")]
mod disputed;
mod event;
mod runtime;
mod second;
mod watch;
mod world;

use std::collections::BTreeSet;
use std::sync::Arc;

use apart::Lambda;
use disputed::{approve, grants, open};
use longhand_aws::{Cloud, Settings};
use longhand_core::app::{AccountChange, Verifier};
use longhand_core::audit::hour_of;
use longhand_core::ports::{PlanSource as _, Span, UsageReader as _, VerifyingKey as _};
use longhand_system::SystemEntropy;
use longhand_tests::stripe::{self, Stripe};
use runtime::Function;
use serde_json::json;
use watch::Watch;
use world::{World, call};

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_adds_up_each_hour_once_and_withdraws_warrants_that_are_over() {
    let world = World::new("rollup").await;
    let hours_ago = |hours: i64| jiff::Timestamp::now() - jiff::SignedDuration::from_hours(hours);
    for hours in [3, 3, 5] {
        world.log(hours_ago(hours)).await;
    }
    let watch = Watch::default();
    let stripe = Stripe::start(jiff::Timestamp::now().as_second());
    let bucket = format!("{}totals", world.prefix);
    longhand_tests::emulator::locked_bucket(world.endpoint, &bucket);
    let archive = vec![("LONGHAND_ARCHIVE", bucket.clone())];
    let environment = [world.watched(&watch).await, billed_by(&world, &stripe).await, archive].concat();
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-rollup"), &environment).await;
    let event = json!({ "source": "aws.scheduler", "detail-type": "Scheduled Event", "detail": {} });
    let first = function.call(&event).await;
    assert_eq!(first["hours"].as_array().expect("hours").len(), 48, "{first}");
    let span = Span { from: hours_ago(24), to: jiff::Timestamp::MAX };
    let totals = world.cloud.totals(world.account(), span).await.expect("a store");
    assert_eq!(totals.iter().map(|total| total.images).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(first["billed"], 2, "two hours of one account");
    let settings = Settings { archive: Some(bucket), ..world.settings.clone() };
    let archived = Cloud::new(&world.config, settings, Arc::new(SystemEntropy)).archived(hour_of(hours_ago(3))).await;
    assert_eq!(archived.expect("an archive").as_deref(), Some(&totals[1..]));
    assert_eq!(function.call(&event).await, json!({ "hours": [], "billed": 0 }));
    let late = hours_ago(4);
    world.log_late(late).await;
    assert_eq!(function.call(&event).await["hours"].as_array().map(Vec::len), Some(1));
    let billed = |name: &str| stripe.books().events.iter().filter(|e| e.name == name).map(|e| e.value).sum::<i64>();
    assert_eq!((billed("longhand_images"), billed("longhand_characters")), (4, 20), "each once, the late one too");
    let compare = json!({ "reconcile": 48 });
    let settled = json!({ "differences": 0 });
    assert_eq!(function.call(&compare).await, settled, "the day is being told of");
    let yesterday = hours_ago(24).as_second();
    stripe.books().add("longhand_images", "cus_1", 7, yesterday);
    let failed = function.call(&compare).await["errorMessage"].to_string();
    assert!(failed.contains("7 images of cus_1 in ") && failed.contains("told 0, counted 0"), "{failed}");
    let now = jiff::Timestamp::now();
    let spent = json!({ "Records": [{ "EventSource": "aws:sns", "Sns": { "Message": "AWS Budgets: 80 % of …" } }] });
    let paused = function.call(&spent).await["tests_paused_until"].to_string();
    let until = world.cloud.plans().await.expect("a store").tests_paused_until.expect("tests are paused");
    assert!(paused.contains(&until.to_string()) && until > now && until < now + jiff::SignedDuration::from_hours(745));
    let last_week = hours_ago(8 * 24);
    let dispute = open(&world, last_week).await;
    approve(&world, &dispute, "one", last_week).await;
    approve(&world, &dispute, "two", last_week).await;
    assert_eq!(grants(&world).await.len(), 1);
    function.call(&event).await;
    assert!(grants(&world).await.is_empty());
    let (mut asked, rights): (BTreeSet<String>, _) = (watch.take().into_iter().collect(), World::rights("Rollup"));
    // Where parts are added up apart, which another test has.
    asked.insert("lambda:InvokeFunction Rollup".to_owned());
    assert!(asked.is_subset(&rights), "{:?}", asked.difference(&rights).collect::<Vec<_>>());
    let unused: Vec<_> =
        rights.difference(&asked).filter(|right| !right.starts_with("logs:") && !right.starts_with("sqs:")).collect();
    assert!(unused.is_empty(), "rights that nothing needs: {unused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_hours_are_added_up_by_other_sandboxes_and_come_to_the_same() {
    let world = World::new("apart").await;
    let hour = hour_of(jiff::Timestamp::now() - jiff::SignedDuration::from_hours(3));
    for minute in 0..40 {
        world.log(hour + jiff::SignedDuration::from_mins(minute)).await;
    }
    let binary = env!("CARGO_BIN_EXE_longhand-rollup");
    let worker = Function::start(binary, &world.environment()).await;
    let name = format!("{}rollup", world.prefix);
    let lambda = Lambda::before(worker, &name).await;
    let told = [("LONGHAND_APART", name), ("AWS_ENDPOINT_URL_LAMBDA", lambda.address.clone())];
    let mut function = Function::start(binary, &[world.environment(), told.to_vec()].concat()).await;
    let span = Span { from: hour, to: jiff::Timestamp::MAX };
    let images = async || {
        let totals = world.cloud.totals(world.account(), span).await.expect("a store");
        totals.iter().map(|total| total.images).collect::<Vec<_>>()
    };
    lambda.fail_after(30);
    let failed = function.call(&json!({})).await["errorMessage"].to_string();
    assert!(failed.contains("adding up a part of an hour elsewhere"), "{failed}");
    assert!(images().await.is_empty(), "an hour of which a part is missing is not kept");
    lambda.fail_after(usize::MAX);
    let parts = world.settings.audit_shards as usize;
    let begun = lambda.invoked();
    let hours = function.call(&json!({})).await["hours"].as_array().map(Vec::len).expect("hours");
    assert_eq!((lambda.invoked(), begun > 30, images().await), (parts * hours, true, vec![40]));
    let (cloud, key) = (&world.cloud, world.cloud.verifying_key().await.expect("a key"));
    let verifier = Verifier::new(cloud.clone(), cloud.clone(), cloud.clone(), cloud.clone(), cloud.clone(), key);
    let verdict = verifier.verify(jiff::Timestamp::now()).await.expect("stores answer");
    assert_eq!((verdict.faults, verdict.entries), (vec![], 40), "the ledger is what one process finds");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_over_of_a_region_that_is_gone_is_added_up_and_billed_by_the_other_when_asked() {
    let world = World::new("adopt").await;
    let three_hours_ago = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(3);
    for _ in 0..2 {
        world.log(three_hours_ago).await;
    }
    let stripe = Stripe::start(jiff::Timestamp::now().as_second());
    let environment = [second::environment(&world), billed_by(&world, &stripe).await].concat();
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-rollup"), &environment).await;
    let span = Span { from: three_hours_ago - jiff::SignedDuration::from_hours(1), to: jiff::Timestamp::MAX };
    let own = function.call(&json!({})).await;
    assert_eq!((own["hours"].as_array().map(Vec::len), &own["billed"]), (Some(48), &json!(0)), "its own log is empty");
    assert_eq!(world.cloud.totals(world.account(), span).await.expect("a store"), []);
    let adopted = function.call(&json!({ "adopt": second::HOME })).await;
    assert_eq!((adopted["hours"].as_array().map(Vec::len), &adopted["billed"]), (Some(48), &json!(1)), "{adopted}");
    let totals = world.cloud.totals(world.account(), span).await.expect("a store");
    assert_eq!(totals.iter().map(|total| total.images).collect::<Vec<_>>(), [2]);
    let unknown = function.call(&json!({ "adopt": "eu-west-1" })).await["errorMessage"].to_string();
    assert!(unknown.contains("eu-west-1 is no region of this deployment"), "{unknown}");
}

/// Makes the account Stripe's customer, and what the function is told of Stripe.
async fn billed_by(world: &World, stripe: &Stripe) -> Vec<(&'static str, String)> {
    let secret = format!("{}stripe", world.prefix);
    let secrets = aws_sdk_secretsmanager::Client::new(&world.config);
    secrets.create_secret().name(&secret).secret_string(stripe::KEY).send().await.expect("a secret");
    let customer = Some(Some("cus_1".parse().expect("a customer")));
    let (management, who) = world.management().await;
    let change = AccountChange { customer, ..AccountChange::default() };
    management.accounts.change(&who, change, &call()).await.expect("a change");
    vec![("LONGHAND_STRIPE", secret), ("LONGHAND_STRIPE_ADDRESS", stripe.address.clone())]
}
