//! Totals as objects of a bucket that locks them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use longhand_aws::{Cloud, Settings};
use longhand_core::app::Rollup;
use longhand_core::ports::{AuditSink as _, Span, UsageReader as _};
use longhand_system::SystemEntropy;
use longhand_tests::emulator;
use serde_json::Value;

use crate::cloud::{cloud, config};
use crate::made::{account_id, at, entry};

const HOUR: i64 = 3600;

fn emulator() -> &'static str {
    emulator::endpoint(Path::new(env!("CARGO_TARGET_TMPDIR")))
}

fn ask(method: &str, target: &str) -> String {
    emulator::s3(emulator(), method, target, "", "")
}

/// Tables, and a bucket as the template makes it.
async fn with_bucket(bucket: &str) -> Arc<Cloud> {
    emulator::locked_bucket(emulator(), bucket);
    let (_, settings) = cloud(&config().await).await;
    let settings = Settings { archive: Some(bucket.to_owned()), ..settings };
    Arc::new(Cloud::new(&config().await, settings, Arc::new(SystemEntropy)))
}

/// The same with an hour that is added up.
async fn with_an_hour(bucket: &str) -> Arc<Cloud> {
    let cloud = with_bucket(bucket).await;
    cloud.append(&entry(1, 1, 5)).await.unwrap();
    Rollup::on(&cloud).run(at(2 * HOUR)).await.unwrap();
    cloud
}

#[test]
fn an_hour_is_archived_as_it_is_kept_and_what_was_there_before_stays_locked() {
    crate::block(async {
        let cloud = with_an_hour("totals-kept").await;
        assert_eq!(cloud.archived(at(HOUR)).await.unwrap(), None);
        let first = cloud.archived(at(0)).await.unwrap().expect("totals");
        let span = Span { from: at(0), to: at(HOUR) };
        assert_eq!((first[0].images, &first), (1, &cloud.totals(&account_id(1), span).await.unwrap()));

        cloud.append_late(&entry(2, 1, 6)).await.unwrap();
        Rollup::on(&cloud).run(at(3 * HOUR)).await.unwrap();
        assert_eq!(cloud.archived(at(0)).await.unwrap().expect("totals")[0].images, 2, "what came late is in it");
        let versions = ask("GET", "/totals-kept?versions");
        let ids: Vec<_> = versions.split("<VersionId>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
        assert_eq!(ids.len(), 2, "{versions}");
        let key = versions.split("<Key>").nth(1).and_then(|rest| rest.split('<').next()).expect("a key");
        for id in ids {
            let gone = ask("DELETE", &format!("/totals-kept/{key}?versionId={id}"));
            assert!(gone.starts_with("HTTP/1.1 403"), "{gone}");
        }
    });
}

#[test]
fn an_archived_hour_has_no_column_but_who_when_and_how_much() {
    crate::block(async {
        let _cloud = with_an_hour("totals-columns").await;
        let object = format!("/totals-columns/totals/first/{}.jsonl", at(0).strftime("%Y/%m/%d/%H"));
        let answer = ask("GET", &object);
        let lines = answer.split_once("\r\n\r\n").expect("a body").1.lines();
        let lines: Vec<Value> = lines.map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let columns: BTreeSet<&str> = lines[0].as_object().expect("columns").keys().map(String::as_str).collect();
        assert_eq!(
            (lines.len(), columns),
            (1, BTreeSet::from(["account", "characters", "hour", "images", "kind", "token"]))
        );
    });
}

#[test]
fn totals_that_the_table_lost_come_back_from_the_archive_and_never_make_less_of_any() {
    crate::block(async {
        let cloud = with_an_hour("totals-restored").await;
        let archived = cloud.archived(at(0)).await.unwrap().expect("totals");
        let span = Span { from: at(0), to: at(HOUR) };
        let other = Arc::new(crate::cloud::cloud(&config().await).await.0);
        other.keep_totals(&archived).await.unwrap();
        assert_eq!(other.totals(&account_id(1), span).await.unwrap(), archived);
        let mut more = archived.clone();
        more[0].images += 1;
        other.keep_totals(&more).await.unwrap();
        other.keep_totals(&archived).await.unwrap();
        assert_eq!(other.totals(&account_id(1), span).await.unwrap(), more);
    });
}

#[test]
fn an_hour_stays_due_while_the_archive_does_not_take_it() {
    crate::block(async {
        let (_, settings) = cloud(&config().await).await;
        let settings = Settings { archive: Some("no-such-bucket".to_owned()), ..settings };
        let cloud = Arc::new(Cloud::new(&config().await, settings, Arc::new(SystemEntropy)));
        cloud.append(&entry(1, 1, 5)).await.unwrap();
        let error = Rollup::on(&cloud).run(at(2 * HOUR)).await.unwrap_err();
        assert!(format!("{error:?}").contains("404"), "{error:?}");
        assert!(cloud.kept_until().await.unwrap().is_none_or(|until| until <= at(0)));
    });
}
