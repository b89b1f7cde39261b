//! The log by hours, and totals. Beside an account's totals the table has two kinds of items of its own: hours
//! that were told of late, and how far all hours are added up.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, Select};
use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use longhand_core::audit::{Entry, hour_of};
use longhand_core::ids::AccountId;
use longhand_core::ports::{Answer, Cursor, DueHour, HourReader, Span, UsageReader, UsageWriter};
use longhand_core::usage::{TOTALS_KEPT, Total};
use serde::de::DeserializeOwned;

use crate::Cloud;
use crate::audit::{LAST, place};
use crate::item::{DOC, Item, documents, failed, is_refused, number, sortable, text, to_doc};

/// Partitions that are no account's.
const LATE: &str = "#late";
const KEPT: &str = "#kept";
const UNTIL: &str = "until_s";
const MARKS: &str = "marks";
/// Totals written at the same time.
const TOGETHER: usize = 16;
/// How far back the first run of all begins: the schedule runs hourly from the deployment on.
const FIRST_HOURS: i64 = 48;
const HOUR: i64 = 3600;

#[async_trait]
impl HourReader for Cloud {
    fn parts(&self) -> u32 {
        self.settings.audit_shards.max(1)
    }

    async fn hour(&self, hour: Timestamp, part: u32, after: Option<&Cursor>, limit: u32) -> Answer<Vec<Entry>> {
        const DOING: &str = "reading an hour of the log";
        let after = after.map_or_else(String::new, |cursor| format!("{}{LAST}", place(cursor.at, cursor.id.as_str())));
        let request = self.dynamo.query().table_name(&self.settings.tables.audit);
        let request = request
            .key_condition_expression("pk = :pk AND sk > :after")
            .select(Select::SpecificAttributes)
            .projection_expression(DOC)
            // An hour that was told of late has its entry: a read that is behind would miss it for good.
            .consistent_read(true)
            .expression_attribute_values(":pk", text(format!("{}#{part}", hour.as_second())))
            .expression_attribute_values(":after", text(if after.is_empty() { "0".to_owned() } else { after }));
        documents(DOING, request, limit as usize).await
    }
}

#[async_trait]
impl UsageWriter for Cloud {
    async fn due(&self, before: Timestamp, limit: u32) -> Answer<Vec<DueHour>> {
        let before = before.as_second();
        let from = self.kept_until().await?.map_or(before - FIRST_HOURS * HOUR, Timestamp::as_second);
        let mut due: std::collections::BTreeMap<i64, u64> =
            (from..before).step_by(HOUR as usize).map(|h| (h, 0)).collect();
        due.extend(self.late().await?.into_iter().filter(|(hour, _)| *hour < before));
        let due = due.into_iter().take(limit as usize);
        Ok(due.filter_map(|(hour, late)| Some(DueHour { hour: Timestamp::from_second(hour).ok()?, late })).collect())
    }

    async fn keep(&self, due: &DueHour, totals: &[Total]) -> Answer<()> {
        for some in totals.chunks(TOGETHER) {
            try_join_all(some.iter().map(|total| self.keep_total(total))).await?;
        }
        self.forget_late(due).await
    }

    async fn advance(&self, hour: Timestamp) -> Answer<()> {
        let request = self.dynamo.update_item().table_name(&self.settings.tables.usage);
        let request = request
            .key("account", text(KEPT))
            .key("sk", text(KEPT))
            .update_expression("SET until_s = :next")
            .condition_expression("attribute_not_exists(until_s) OR until_s = :hour")
            .expression_attribute_values(":hour", number(hour.as_second()))
            .expression_attribute_values(":next", number(hour.as_second() + HOUR));
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(()),
            done => done.map_err(failed("advancing what is kept")).map(drop),
        }
    }
}

#[async_trait]
impl UsageReader for Cloud {
    async fn kept_until(&self) -> Answer<Option<Timestamp>> {
        const DOING: &str = "reading how far usage is kept";
        let request = self.dynamo.get_item().table_name(&self.settings.tables.usage);
        let request = request.key("account", text(KEPT)).key("sk", text(KEPT)).consistent_read(true);
        let item = request.send().await.map_err(failed(DOING))?.item;
        Ok(item.and_then(|item| Timestamp::from_second(integer(&item, UNTIL)?).ok()))
    }

    async fn totals(&self, account: &AccountId, span: Span) -> Answer<Vec<Total>> {
        self.of_span("reading usage", account.to_string(), span).await
    }
}

impl Cloud {
    /// What a partition of this table has of hours that begin in `span`, by hour.
    pub(crate) async fn of_span<T: DeserializeOwned>(
        &self,
        doing: &'static str,
        partition: String,
        span: Span,
    ) -> Answer<Vec<T>> {
        if span.from >= span.to {
            return Ok(Vec::new());
        }
        let request = self.dynamo.query().table_name(&self.settings.tables.usage);
        let request = request
            .key_condition_expression("account = :partition AND sk BETWEEN :from AND :to")
            .expression_attribute_values(":partition", text(partition))
            .expression_attribute_values(":from", text(sortable(span.from)))
            // Both ends are in. Hours are whole: what begins at the end sorts after the moment before it.
            .expression_attribute_values(":to", text(sortable(span.to - SignedDuration::from_micros(1))));
        documents(doing, request, usize::MAX).await
    }

    /// Tells that an hour has an entry that came late.
    pub(crate) async fn mark_late(&self, at: Timestamp) -> Answer<()> {
        let request = self.dynamo.update_item().table_name(&self.settings.tables.usage);
        let request = request
            .key("account", text(LATE))
            .key("sk", text(hour_of(at).as_second().to_string()))
            .update_expression("ADD marks :one")
            .expression_attribute_values(":one", number(1));
        request.send().await.map_err(failed("telling of a late entry")).map(drop)
    }

    /// The hours that were told of late, with how often.
    async fn late(&self) -> Answer<Vec<(i64, u64)>> {
        const DOING: &str = "reading late hours";
        let request = self.dynamo.query().table_name(&self.settings.tables.usage).consistent_read(true);
        let request =
            request.key_condition_expression("account = :late").expression_attribute_values(":late", text(LATE));
        let items = request.into_paginator().items().send().collect::<Result<Vec<Item>, _>>().await;
        let read = |item: &Item| {
            let hour = item.get("sk")?.as_s().ok()?.parse().ok()?;
            Some((hour, u64::try_from(integer(item, MARKS)?).ok()?))
        };
        Ok(items.map_err(failed(DOING))?.iter().filter_map(read).collect())
    }

    async fn keep_total(&self, total: &Total) -> Answer<()> {
        const DOING: &str = "keeping a total";
        let expires = total.hour.saturating_add(TOTALS_KEPT).unwrap_or(Timestamp::MAX).as_second();
        let request = self
            .dynamo
            .put_item()
            .table_name(&self.settings.tables.usage)
            .item("account", text(total.account.as_str()))
            .item("sk", text(place(total.hour, total.token.as_str())))
            .item("images", number(total.images))
            .item("expires_s", number(expires))
            .item(DOC, to_doc(DOING, total)?)
            .condition_expression("attribute_not_exists(sk) OR images <= :images")
            .expression_attribute_values(":images", number(total.images));
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(()),
            done => done.map_err(failed(DOING)).map(drop),
        }
    }

    /// The hour is no longer late, unless more entries came meanwhile.
    async fn forget_late(&self, due: &DueHour) -> Answer<()> {
        if due.late == 0 {
            return Ok(());
        }
        let request = self.dynamo.delete_item().table_name(&self.settings.tables.usage);
        let request = request
            .key("account", text(LATE))
            .key("sk", text(due.hour.as_second().to_string()))
            .condition_expression("marks <= :late")
            .expression_attribute_values(":late", number(due.late));
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(()),
            done => done.map_err(failed("forgetting a late hour")).map(drop),
        }
    }
}

fn integer(item: &Item, name: &str) -> Option<i64> {
    let AttributeValue::N(text) = item.get(name)? else { return None };
    text.parse().ok()
}
