//! The function that compares restored tables, as its schedules and AWS Backup's tests run it. Restoring is moto's: it
//! makes what a table is now, whatever moment it is asked for.

#[allow(dead_code, reason = "the test of disputes uses the rest")]
mod disputed;
mod event;
mod runtime;
mod watch;
mod world;

use std::collections::BTreeSet;
use std::path::Path;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, PointInTimeRecoverySpecification};
use jiff::{SignedDuration, Timestamp};
use longhand_core::ids::TokenKey;
use longhand_core::notice::Notice;
use longhand_core::ports::{Outbox as _, Spender, Spending as _, TokenReader as _, TokenToucher as _};
use longhand_core::tokens::LastUse;
use runtime::Function;
use serde_json::{Value, json};
use watch::Watch;
use world::World;

/// The tables of which copies are kept.
const KEPT: [&str; 8] = ["accounts", "tokens", "audit", "changes", "spending", "usage", "notices", "disputes"];

/// A deployment with something in most of its tables, which can be restored.
async fn deployed() -> (World, Client) {
    let world = World::on("recovery", longhand_tests::emulator::moto(Path::new(env!("CARGO_TARGET_TMPDIR")))).await;
    let dynamo = Client::new(&world.config);
    for table in KEPT {
        let on = PointInTimeRecoverySpecification::builder().point_in_time_recovery_enabled(true).build();
        let request = dynamo.update_continuous_backups().table_name(format!("{}{table}", world.prefix));
        request.point_in_time_recovery_specification(on.expect("whole")).send().await.expect("it is on");
    }
    let ago = |hours| Timestamp::now() - SignedDuration::from_hours(hours);
    for hours in [30, 20, 2] {
        world.log(ago(hours)).await;
    }
    world.log_late(ago(3)).await;
    let key = world.entry(ago(0)).token.expect("a token");
    world.cloud.spend(&Spender::Token(key.clone()), ago(0), 5).await.expect("a store").expect("it has some");
    use_token(&world, &key, ago(1)).await;
    let token = world.cloud.token(&key).await.expect("a store").expect("the token");
    let _ = world.cloud.post(&Notice::token_ends(&token, ago(-9), ago(0))).await.expect("a store");
    disputed::open(&world, ago(40 * 24)).await;
    (world, dynamo)
}

async fn use_token(world: &World, key: &TokenKey, at: Timestamp) {
    let used = LastUse { at, address: None, user_agent: String::new() };
    world.cloud.touch(key, &used).await.expect("a store");
}

/// The copies of a drill that are there.
async fn copies(world: &World) -> Vec<String> {
    let listed = Client::new(&world.config).list_tables().send().await.expect("a list");
    let of_drill = format!("{}drill.", world.prefix);
    listed.table_names.unwrap_or_default().into_iter().filter(|name| name.starts_with(&of_drill)).collect()
}

fn of<'a>(drilled: &'a Value, table: &str) -> &'a Value {
    let found = drilled["restored"].as_array().expect("tables").iter();
    found.into_iter().find(|found| found["table"].as_str().is_some_and(|name| name.ends_with(table))).expect(table)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_month_every_table_is_restored_compared_and_deleted() {
    let ((world, _), watch) = (deployed().await, Watch::default());
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-recovery"), &world.watched(&watch).await).await;
    let (begin, check) = (json!({ "drill": "begin" }), json!({ "drill": "check" }));
    let begun = function.call(&begin).await["begun"].clone();
    assert_eq!(begun.as_array().map(Vec::len), Some(KEPT.len()), "{begun}");
    assert_eq!(function.call(&begin).await, json!({ "begun": [] }), "they are there");
    // What happens since: a token is used, an entry is logged.
    let key = world.entry(Timestamp::now()).token.expect("a token");
    use_token(&world, &key, Timestamp::now()).await;
    world.log(Timestamp::now()).await;
    let drilled = function.call(&check).await;
    assert_eq!(drilled["restored"].as_array().map(Vec::len), Some(KEPT.len()), "{drilled}");
    let (tokens, audit) = (of(&drilled, "-tokens"), of(&drilled, "-audit"));
    assert_eq!((&tokens["items"], &tokens["same"], &tokens["since"]), (&json!(2), &json!(1), &json!(1)), "{tokens}");
    assert_eq!((&audit["items"], &audit["same"], &audit["due"]), (&json!(4), &json!(4), &json!(4)), "{audit}");
    assert_eq!((&tokens["due"], &audit["minutes"]), (&json!(1), &json!(0)));
    assert_eq!(function.call(&check).await["restored"], json!([]));
    assert_eq!(copies(&world).await, Vec::<String>::new(), "they are gone");
    let (asked, rights): (BTreeSet<String>, _) = (watch.take().into_iter().collect(), World::rights("Recovery"));
    assert!(asked.is_subset(&rights), "{:?}", asked.difference(&rights).collect::<Vec<_>>());
    // Restoring itself writes into the copies, as whoever asked for it.
    let is_own =
        |right: &&String| right.starts_with("dynamodb:") && !right.contains("Drilled") && !right.contains("Restored");
    let unused: Vec<_> = rights.difference(&asked).filter(is_own).collect();
    assert!(unused.is_empty(), "rights that nothing needs: {unused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_not_what_the_table_was_fails_the_run_and_stays() {
    let (world, dynamo) = deployed().await;
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-recovery"), &world.environment()).await;
    function.call(&json!({ "drill": "begin" })).await;
    // The copy lacks an entry that was there, and has another as it never was.
    let copy = format!("{}drill.audit", world.prefix);
    let mut entries = dynamo.scan().table_name(&copy).send().await.expect("a scan").items.unwrap_or_default();
    let (mut changed, lost) = (entries.pop().expect("one"), entries.pop().expect("another"));
    let key = ["pk", "sk"].map(|name| (name.to_owned(), lost[name].clone()));
    dynamo.delete_item().table_name(&copy).set_key(Some(key.into())).send().await.expect("gone");
    changed.insert("doc".to_owned(), AttributeValue::S("{}".to_owned()));
    dynamo.put_item().table_name(&copy).set_item(Some(changed)).send().await.expect("changed");
    let failed = function.call(&json!({ "drill": "check" })).await;
    let told: Value = serde_json::from_str(failed["errorMessage"].as_str().expect("a failure")).expect("JSON");
    let audit = of(&told, "-audit");
    assert_eq!((&audit["wrong"], &audit["missing"]), (&json!(1), &json!(1)), "{audit}");
    assert_eq!((&audit["items"], &audit["due"]), (&json!(3), &json!(4)));
    assert_eq!(copies(&world).await, [copy], "the others are gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_of_aws_backup_is_compared_when_it_is_done_and_a_table_of_others_is_not() {
    let (world, dynamo) = deployed().await;
    let (table, copy) = (format!("{}usage", world.prefix), format!("awsbackup-restore-test-{}", world.prefix));
    let made = dynamo.create_backup().table_name(&table).backup_name("daily").send().await.expect("a backup");
    let arn = made.backup_details.expect("what it is").backup_arn;
    let request = dynamo.restore_table_from_backup().backup_arn(arn).target_table_name(&copy);
    request.send().await.expect("restored");
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-recovery"), &world.environment()).await;
    let named = |table: &str| format!("arn:aws:dynamodb:eu-central-1:123456789012:table/{table}");
    let event = json!({
        "source": "aws.backup",
        "detail-type": "Restore Job State Change",
        "detail": {
            "restoreJobId": "1", "status": "COMPLETED", "resourceType": "DynamoDB",
            "creationDate": "2026-11-22T06:00:00.123Z", "completionDate": "2026-11-22T06:17:30Z",
            "createdResourceArn": named(&copy), "sourceResourceArn": named(&table),
        },
    });
    let found = function.call(&event).await;
    assert_eq!((&found["table"], &found["wrong"], &found["missing"]), (&json!(table), &json!(0), &json!(0)), "{found}");
    dynamo.describe_table().table_name(&copy).send().await.expect("AWS Backup deletes it, not we");
    let own = function.call(&json!({ "compare": table })).await;
    assert!(own["errorMessage"].as_str().is_some_and(|why| why.contains("it was not restored")), "{own}");
    let none = function.call(&json!({ "compare": "awsbackup-restore-test-none" })).await;
    assert!(none["errorMessage"].as_str().is_some_and(|why| why.contains("there is no table")), "{none}");
    let printed = function.end().join("\n");
    assert!(printed.contains("a restored table was compared") && printed.contains("minutes=17"), "{printed}");
}
