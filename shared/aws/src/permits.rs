//! Counters of calls. One that may be raised often is spread over items, each with its part of what is allowed, so
//! that no partition is asked for more than it gives.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use longhand_core::permit::Bucket;
use longhand_core::ports::{Answer, Counter, Permits};

use crate::Cloud;
use crate::item::{Item, counted, failed, is_refused, number, number_of, text};

/// Calls of a window that one item counts: a partition takes 1,000 writes a second, in a burst too.
const OF_AN_ITEM: u32 = 6000;
/// How long counters are kept, s: no window is looked at for longer, and the longest has an hour.
const KEPT_S: i64 = 7200;
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

    async fn give_back(&self, counter: &Counter) -> Answer<()> {
        const DOING: &str = "taking a count back";
        for item in 0..items(counter) {
            let request = self
                .dynamo
                .update_item()
                .table_name(&self.settings.tables.permits)
                .key("pk", text(name(counter, item)))
                .update_expression("ADD hits :less")
                .condition_expression("hits > :none")
                .expression_attribute_values(":less", AttributeValue::N("-1".to_owned()))
                .expression_attribute_values(":none", number(0));
            match request.send().await {
                Err(error) if is_refused(&error) => {}
                done => return done.map_err(failed(DOING)).map(drop),
            }
        }
        Ok(())
    }

    async fn hits(&self, counter: &Counter) -> Answer<u64> {
        const DOING: &str = "reading a count";
        let found = self.counted_by(DOING, (0..items(counter)).map(|item| name(counter, item))).await?;
        found.iter().map(|item| number_of(DOING, item.get("hits"))).sum()
    }

    async fn shut_until(&self, bucket: &Bucket, until: Timestamp) -> Answer<()> {
        const DOING: &str = "shutting a door";
        let request = self
            .dynamo
            .update_item()
            .table_name(&self.settings.tables.permits)
            .key("pk", text(shut_name(bucket)))
            .update_expression("SET until_s = :until, expires_s = :until")
            .condition_expression("attribute_not_exists(until_s) OR until_s < :until")
            .expression_attribute_values(":until", number(until.as_second()));
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(()),
            done => done.map_err(failed(DOING)).map(drop),
        }
    }

    async fn shut(&self, buckets: &[Bucket]) -> Answer<Option<Timestamp>> {
        const DOING: &str = "looking whether a door is shut";
        let found = self.counted_by(DOING, buckets.iter().map(shut_name)).await?;
        let until = found.iter().map(|item| number_of(DOING, item.get("until_s")));
        let until = until.collect::<Answer<Vec<_>>>()?.into_iter().max();
        Ok(until.and_then(|second| Timestamp::from_second(second.cast_signed()).ok()))
    }
}

impl Cloud {
    /// The items of these names that there are.
    async fn counted_by(&self, doing: &'static str, names: impl Iterator<Item = String>) -> Answer<Vec<Item>> {
        let keys = names.map(|name| [("pk".to_owned(), text(name))].into()).collect();
        self.items(doing, &self.settings.tables.permits, keys).await
    }

    /// Counts a call in one item if it has fewer than `most`.
    async fn hit_item(&self, counter: &Counter, item: u32, most: u64) -> Answer<Option<u64>> {
        const DOING: &str = "counting a call";
        if most == 0 {
            return Ok(None);
        }
        let ends = counter.window.as_second() + KEPT_S;
        let request = self
            .dynamo
            .update_item()
            .table_name(&self.settings.tables.permits)
            .key("pk", text(name(counter, item)))
            .update_expression("ADD hits :one SET expires_s = :ends")
            .condition_expression("attribute_not_exists(hits) OR hits < :most")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":most", number(most))
            .expression_attribute_values(":ends", number(ends));
        counted(DOING, "hits", request).await
    }
}

/// Over how many items a counter is spread.
fn items(counter: &Counter) -> u32 {
    counter.limit.div_ceil(OF_AN_ITEM).clamp(1, MOST_ITEMS)
}

fn name(counter: &Counter, item: u32) -> String {
    format!("{}#{}#{item}", counter.bucket, counter.window.as_second())
}

fn shut_name(bucket: &Bucket) -> String {
    format!("shut {bucket}")
}
