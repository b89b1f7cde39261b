//! Counters of calls. One that may be raised often is spread over items, each with its part of what is allowed, so
//! that no partition is asked for more than it gives.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, ReturnValue};
use longhand_core::error::StoreError;
use longhand_core::permit::WINDOW_S;
use longhand_core::ports::{Answer, Counter, Permits};

use crate::Cloud;
use crate::item::{failed, is_refused, number, text};

/// Calls of a window that one item counts: a partition takes 1,000 writes a second, in a burst too.
const OF_AN_ITEM: u32 = 6000;
/// Most items of a counter.
const MOST_ITEMS: u32 = 64;

#[async_trait]
impl Permits for Cloud {
    async fn hit(&self, counter: &Counter, most: u64) -> Answer<Option<u64>> {
        let items = items(counter);
        let mut random = [0; 4];
        if items > 1 {
            self.entropy.fill(&mut random)?;
        }
        let first = u32::from_be_bytes(random) % items;
        for item in (0..items).map(|step| (first + step) % items) {
            // Of seven calls and three items these allow two, two and three.
            let part = (most + u64::from(item)) / u64::from(items);
            if let Some(hits) = self.hit_item(counter, item, part).await? {
                return Ok(Some((hits * u64::from(items)).min(most)));
            }
        }
        Ok(None)
    }

    async fn hits(&self, counter: &Counter) -> Answer<u64> {
        const DOING: &str = "reading a count";
        let table = &self.settings.tables.permits;
        let keys = (0..items(counter)).map(|item| [("pk".to_owned(), text(name(counter, item)))].into()).collect();
        let keys = KeysAndAttributes::builder().set_keys(Some(keys)).build().map_err(|e| StoreError::new(DOING, e))?;
        let found = self.dynamo.batch_get_item().request_items(table, keys).send().await.map_err(failed(DOING))?;
        if found.unprocessed_keys.is_some_and(|left| !left.is_empty()) {
            return Err(StoreError::new(DOING, "not all of it was read"));
        }
        let found = found.responses.and_then(|mut tables| tables.remove(table)).unwrap_or_default();
        found.iter().map(|item| hits_of(DOING, item.get("hits"))).sum()
    }
}

impl Cloud {
    /// Counts a call in one item if it has fewer than `most`.
    async fn hit_item(&self, counter: &Counter, item: u32, most: u64) -> Answer<Option<u64>> {
        const DOING: &str = "counting a call";
        if most == 0 {
            return Ok(None);
        }
        let ends = counter.window.as_second() + 3 * i64::from(WINDOW_S);
        let request = self
            .dynamo
            .update_item()
            .table_name(&self.settings.tables.permits)
            .key("pk", text(name(counter, item)))
            .update_expression("ADD hits :one SET expires_s = :ends")
            .condition_expression("attribute_not_exists(hits) OR hits < :most")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":most", number(most))
            .expression_attribute_values(":ends", number(ends))
            .return_values(ReturnValue::UpdatedNew);
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(None),
            done => {
                let attributes = done.map_err(failed(DOING))?.attributes.unwrap_or_default();
                hits_of(DOING, attributes.get("hits")).map(Some)
            }
        }
    }
}

/// Over how many items a counter is spread.
fn items(counter: &Counter) -> u32 {
    counter.limit.div_ceil(OF_AN_ITEM).clamp(1, MOST_ITEMS)
}

fn name(counter: &Counter, item: u32) -> String {
    format!("{}#{}#{item}", counter.bucket, counter.window.as_second())
}

fn hits_of(doing: &'static str, hits: Option<&AttributeValue>) -> Answer<u64> {
    let hits = hits.and_then(|hits| hits.as_n().ok()?.parse().ok());
    hits.ok_or_else(|| StoreError::new(doing, "a counter without a number"))
}
