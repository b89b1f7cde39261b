//! What is written often is spread, so that no partition is asked for more than it gives: 1,000 write units a second.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::try_join_all;
use longhand_aws::{Cloud, Settings};
use longhand_core::audit::Entry;
use longhand_core::ids::EntryId;
use longhand_core::permit::Bucket;
use longhand_core::ports::{AuditSink as _, Counter, DataKeyMaker as _, Permits as _};
use longhand_system::SystemEntropy;
use sha2::{Digest as _, Sha256};

use crate::cloud::{cloud_with_tables, config};
use crate::dynoxide::database;
use crate::made::{account_id, at, entry, token_key};

/// Calls of one account in a second.
const CALLS: u32 = 5000;
/// What a partition takes in a second.
const UNITS: u64 = 1000;
const TEXT: &str = "Thank you so much for the lovely flowers! They stand by the window where the morning sun finds \
                    them, and every time I walk past I think of you and of the long summer we all had by the sea.";

type Item = std::collections::HashMap<String, AttributeValue>;

/// The bytes of some attributes of an item: those of their names and values.
fn bytes(item: &Item, names: &[&str]) -> u64 {
    let length = |value: &AttributeValue| match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(digits) => digits.len(),
        other => panic!("how long is {other:?}?"),
    };
    let all = item.iter().filter(|(name, _)| names.is_empty() || names.contains(&name.as_str()));
    all.map(|(name, value)| (name.len() + length(value)) as u64).sum()
}

/// Write units by the value of `key`, an item of which has these attributes (all, if none is named).
fn units(items: &[Item], key: &str, names: &[&str]) -> BTreeMap<String, u64> {
    let mut units = BTreeMap::new();
    for item in items {
        let AttributeValue::S(partition) = &item[key] else { panic!("a key is text") };
        *units.entry(partition.clone()).or_default() += bytes(item, names).div_ceil(1024);
    }
    units
}

async fn scanned(dynamo: &Client, table: &str) -> Vec<Item> {
    let pages = dynamo.scan().table_name(table).into_paginator().items().send();
    pages.collect::<Result<_, _>>().await.expect("it is read")
}

/// Calls and counters of a second, by one token, on as many shards as the template makes.
async fn call(cloud: &Cloud) {
    let key = cloud.make(&account_id(1), at(0)).await.expect("a key");
    let counters = [Bucket::Token(token_key(1)), Bucket::Account(account_id(1))];
    let counters = counters.map(|bucket| Counter { bucket, window: at(0), limit: 60 * CALLS });
    let numbers: Vec<u32> = (0..CALLS).collect();
    for some in numbers.chunks(50) {
        let calls = some.iter().map(|n| {
            let (key, counters) = (&key, &counters);
            async move {
                let id: [u8; 10] = Sha256::digest(n.to_be_bytes())[..10].try_into().expect("ten bytes");
                let id = EntryId::new(id);
                let text = Some(key.seal(&id, [3; 12], TEXT));
                let user_agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36".into();
                cloud.append(&Entry { id, text, user_agent, ..entry(1, 1, 5) }).await?;
                for counter in counters {
                    cloud.hit(counter, u64::from(counter.limit)).await?;
                }
                Ok::<_, longhand_core::error::StoreError>(())
            }
        });
        try_join_all(calls).await.expect("stores answer");
    }
}

/// On how many the template spreads the log unless told otherwise.
fn shards() -> u32 {
    let template = include_str!("../../template.yaml");
    let (_, after) = template.split_once("  AuditShards:").expect("the parameter");
    let (_, after) = after.split_once("Default:").expect("its default");
    after.lines().next().and_then(|number| number.trim().parse().ok()).expect("a number")
}

#[test]
fn one_account_that_writes_five_thousand_times_a_second_asks_no_partition_for_more_than_it_gives() {
    crate::block(async {
        let of_tables = database().await;
        let (_, settings) = cloud_with_tables(&config().await, &of_tables).await;
        let audit_shards = shards();
        let (dynamo, settings) = (Client::new(&of_tables), Settings { audit_shards, ..settings });
        let tables = settings.tables.clone();
        let cloud = Cloud::with_tables(dynamo.clone(), &config().await, settings, Arc::new(SystemEntropy));
        call(&cloud).await;
        let entries = scanned(&dynamo, &tables.audit).await;
        assert_eq!(entries.len(), CALLS as usize);
        let by_account = ["pk", "sk", "account", "doc"];
        for (what, written) in
            [("the log", units(&entries, "pk", &[])), ("its index by account", units(&entries, "account", &by_account))]
        {
            let most = *written.values().max().expect("some");
            assert!(written.len() >= 16 && most <= UNITS, "{what}: {} partitions, {most} at most", written.len());
        }
        let by_id = units(&entries, "id", &["pk", "sk", "id", "account"]);
        assert_eq!(by_id.len(), CALLS as usize, "each by itself");
        let mut counted = BTreeMap::new();
        for item in scanned(&dynamo, &tables.permits).await {
            let (AttributeValue::S(name), AttributeValue::N(hits)) = (&item["pk"], &item["hits"]) else { panic!() };
            counted.insert(name.clone(), hits.parse::<u64>().expect("a number"));
        }
        assert_eq!(counted.values().sum::<u64>(), 2 * u64::from(CALLS), "a call of each counter is a write");
        let most = counted.values().max().expect("some");
        assert!(counted.len() >= 2 * 16 && *most <= UNITS, "{} counters, {most} at most", counted.len());
    });
}
