//! The log by hours, and totals. Beside an account's totals the table has two kinds of items of its own: hours
//! that were told of late, and how far all hours are added up.

use async_trait::async_trait;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Select};
use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use longhand_core::audit::{Entry, hour_of};
use longhand_core::ids::AccountId;
use longhand_core::ports::{Answer, Cursor, DueHour, HourReader, Span, UsageReader, UsageWriter};
use longhand_core::usage::{TOTALS_KEPT, Total};

use crate::Cloud;
use crate::audit::{LAST, place};
use crate::item::{DOC, Item, documents, failed, is_refused, number, sortable, text, to_doc};

/// Partitions that are no account's.
const LATE: &str = "#late";
const KEPT: &str = "#kept";
const UNTIL: &str = "until_s";
const MARKS: &str = "marks";
/// The region that a total is of, if it is not the first.
const WRITTEN_IN: &str = "written_in";
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
            .expression_attribute_values(":pk", text(self.part_of(hour, part)))
            .expression_attribute_values(":after", text(if after.is_empty() { "0".to_owned() } else { after }));
        documents(DOING, request, limit as usize).await
    }
}

#[async_trait]
impl UsageWriter for Cloud {
    async fn due(&self, before: Timestamp, limit: u32) -> Answer<Vec<DueHour>> {
        let before = before.as_second();
        let kept = self.kept_by(&self.own(KEPT)).await?;
        let from = kept.unwrap_or(before - FIRST_HOURS * HOUR);
        let mut due: std::collections::BTreeMap<i64, u64> =
            (from..before).step_by(HOUR as usize).map(|h| (h, 0)).collect();
        due.extend(self.late().await?.into_iter().filter(|(hour, _)| *hour < before));
        let due = due.into_iter().take(limit as usize);
        Ok(due.filter_map(|(hour, late)| Some(DueHour { hour: Timestamp::from_second(hour).ok()?, late })).collect())
    }

    async fn keep(&self, due: &DueHour, totals: &[Total]) -> Answer<()> {
        self.keep_totals(totals).await?;
        self.archive(due.hour, totals).await?;
        self.forget_late(due).await
    }

    async fn advance(&self, hour: Timestamp) -> Answer<()> {
        let request = self.dynamo.update_item().table_name(&self.settings.tables.usage);
        let request = request
            .key("account", text(self.own(KEPT)))
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
    /// Of all regions the one that is farthest behind.
    async fn kept_until(&self) -> Answer<Option<Timestamp>> {
        let kept = self.settings.regions.each(KEPT);
        let kept = try_join_all(kept.iter().map(|of| self.kept_by(of))).await?;
        // One that has added up nothing yet begins as long ago as this.
        let known = kept.iter().flatten().min().copied();
        let least = known.map(|known| if kept.contains(&None) { known - FIRST_HOURS * HOUR } else { known });
        Ok(least.and_then(|second| Timestamp::from_second(second).ok()))
    }

    async fn totals(&self, account: &AccountId, span: Span) -> Answer<Vec<Total>> {
        let Some(request) = self.of_span(account.to_string(), span) else { return Ok(Vec::new()) };
        let request = match (self.settings.regions.reads_all(), self.settings.regions.log()) {
            (true, _) => request,
            (false, None) => request.filter_expression("attribute_not_exists(written_in)"),
            (false, Some(log)) => {
                request.filter_expression("written_in = :log").expression_attribute_values(":log", text(log))
            }
        };
        let mut totals: Vec<Total> = documents("reading usage", request, usize::MAX).await?;
        // Those of a token and hour stand beside each other, a region's each.
        totals.dedup_by(|more, total| {
            let is_same = (more.hour, &more.token) == (total.hour, &total.token);
            if is_same {
                total.images = total.images.saturating_add(more.images);
                total.characters = total.characters.saturating_add(more.characters);
            }
            is_same
        });
        Ok(totals)
    }
}

impl Cloud {
    /// Until when the region is added up that calls this so, in seconds.
    async fn kept_by(&self, kept: &str) -> Answer<Option<i64>> {
        let request = self.dynamo.get_item().table_name(&self.settings.tables.usage);
        let request = request.key("account", text(kept)).key("sk", text(KEPT)).consistent_read(true);
        let item = request.send().await.map_err(failed("reading how far usage is kept"))?.item;
        Ok(item.and_then(|item| integer(&item, UNTIL)))
    }

    /// What asks a partition of this table for hours that begin in `span`, by hour; nothing, if none does.
    pub(crate) fn of_span(&self, partition: String, span: Span) -> Option<QueryFluentBuilder> {
        if span.from >= span.to {
            return None;
        }
        let request = self.dynamo.query().table_name(&self.settings.tables.usage);
        let request = request
            .key_condition_expression("account = :partition AND sk BETWEEN :from AND :to")
            .expression_attribute_values(":partition", text(partition))
            .expression_attribute_values(":from", text(sortable(span.from)))
            // Both ends are in. Hours are whole: what begins at the end sorts after the moment before it.
            .expression_attribute_values(":to", text(sortable(span.to - SignedDuration::from_micros(1))));
        Some(request)
    }

    /// Tells that an hour has an entry that came late.
    pub(crate) async fn mark_late(&self, at: Timestamp) -> Answer<()> {
        let request = self.dynamo.update_item().table_name(&self.settings.tables.usage);
        let request = request
            .key("account", text(self.own(LATE)))
            .key("sk", text(hour_of(at).as_second().to_string()))
            .update_expression("ADD marks :one")
            .expression_attribute_values(":one", number(1));
        request.send().await.map_err(failed("telling of a late entry")).map(drop)
    }

    /// The hours that were told of late, with how often.
    async fn late(&self) -> Answer<Vec<(i64, u64)>> {
        const DOING: &str = "reading late hours";
        let late = self.own(LATE);
        let request = self.dynamo.query().table_name(&self.settings.tables.usage).consistent_read(true);
        let request =
            request.key_condition_expression("account = :late").expression_attribute_values(":late", text(late));
        let items = request.into_paginator().items().send().collect::<Result<Vec<Item>, _>>().await;
        let read = |item: &Item| {
            let hour = item.get("sk")?.as_s().ok()?.parse().ok()?;
            Some((hour, u64::try_from(integer(item, MARKS)?).ok()?))
        };
        Ok(items.map_err(failed(DOING))?.iter().filter_map(read).collect())
    }

    /// Stores totals in the table alone; of two of a token in an hour the greater stays.
    ///
    /// # Errors
    /// If the table does not answer; some may be stored.
    pub async fn keep_totals(&self, totals: &[Total]) -> Answer<()> {
        for some in totals.chunks(TOGETHER) {
            try_join_all(some.iter().map(|total| self.keep_total(total))).await?;
        }
        Ok(())
    }

    async fn keep_total(&self, total: &Total) -> Answer<()> {
        const DOING: &str = "keeping a total";
        let expires = total.hour.saturating_add(TOTALS_KEPT).unwrap_or(Timestamp::MAX).as_second();
        let request = self
            .dynamo
            .put_item()
            .table_name(&self.settings.tables.usage)
            .item("account", text(total.account.as_str()))
            .item("sk", text(self.own(&place(total.hour, total.token.as_str()))))
            .item("images", number(total.images))
            .item("expires_s", number(expires))
            .item(DOC, to_doc(DOING, total)?)
            .condition_expression("attribute_not_exists(sk) OR images <= :images")
            .expression_attribute_values(":images", number(total.images));
        let request = match self.settings.regions.log() {
            Some(log) => request.item(WRITTEN_IN, text(log)),
            None => request,
        };
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
            .key("account", text(self.own(LATE)))
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
