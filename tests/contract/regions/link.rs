//! What carries tables from a region to another, as AWS describes global tables with eventual consistency: each write
//! becomes one of the other region's, and where both wrote an item, the whole of it is as the later wrote it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use longhand_aws::Tables;
use tokio::sync::Mutex;

type Item = HashMap<String, AttributeValue>;
/// The items of a table by their keys, as text.
type Items = BTreeMap<String, Item>;

pub struct Link {
    clients: [Client; 2],
    tables: Vec<String>,
    /// What both had when it was last carried.
    known: Mutex<BTreeMap<String, Items>>,
}

impl Link {
    /// Of all tables but the counters of calls, which stay where they are.
    pub fn between(clients: [Client; 2], tables: &Tables) -> Self {
        let t = tables.clone();
        let tables = [
            t.accounts,
            t.tokens,
            t.audit,
            t.changes,
            t.text_keys,
            t.claims,
            t.spending,
            t.usage,
            t.notices,
            t.disputes,
        ];
        Self { clients, tables: tables.to_vec(), known: Mutex::default() }
    }

    /// Carries what was written since, of those keys that `goes` lets pass.
    pub async fn carry(&self, later: usize, mut goes: impl FnMut(&str) -> bool) {
        let mut known = self.known.lock().await;
        for table in &self.tables {
            let known = known.entry(table.clone()).or_default();
            let key = self.key(table).await;
            let now = [self.items(0, table, &key).await, self.items(1, table, &key).await];
            let all: BTreeSet<&String> = now.iter().chain([&*known]).flat_map(BTreeMap::keys).collect();
            let mut moved = Vec::new();
            for place in all {
                let wrote = [0, 1].map(|region: usize| now[region].get(place) != known.get(place));
                let from = match wrote {
                    [false, false] => continue,
                    [true, false] => 0,
                    [false, true] => 1,
                    [true, true] => later,
                };
                if goes(place) {
                    self.put(1 - from, table, now[from].get(place), now[1 - from].get(place), &key).await;
                    moved.push((place.clone(), now[from].get(place).cloned()));
                }
            }
            for (place, item) in moved {
                match item {
                    Some(item) => drop(known.insert(place, item)),
                    None => drop(known.remove(&place)),
                }
            }
        }
    }

    async fn key(&self, table: &str) -> Vec<String> {
        let described = self.clients[0].describe_table().table_name(table).send().await.expect("a table");
        let schema = described.table.expect("a table").key_schema.unwrap_or_default();
        schema.into_iter().map(|element| element.attribute_name).collect()
    }

    async fn items(&self, region: usize, table: &str, key: &[String]) -> Items {
        let scan = self.clients[region].scan().table_name(table).consistent_read(true).into_paginator().items().send();
        let items = scan.collect::<Result<Vec<Item>, _>>().await.expect("items");
        let place = |item: &Item| {
            let parts = key.iter().map(|name| item[name].as_s().expect("text").as_str());
            parts.collect::<Vec<_>>().join("|")
        };
        items.into_iter().map(|item| (place(&item), item)).collect()
    }

    /// Puts an item into a region, or takes away what is there.
    async fn put(&self, region: usize, table: &str, item: Option<&Item>, there: Option<&Item>, key: &[String]) {
        let client = &self.clients[region];
        match (item, there) {
            (Some(item), _) => {
                let put = client.put_item().table_name(table).set_item(Some(item.clone()));
                put.send().await.expect("carried");
            }
            (None, Some(there)) => {
                let key = key.iter().map(|name| (name.clone(), there[name].clone())).collect();
                client.delete_item().table_name(table).set_key(Some(key)).send().await.expect("carried");
            }
            (None, None) => {}
        }
    }
}
