//! Finding calls: the log is read backwards, many of its partitions at once, and the table passes over what does not fit.

use async_trait::async_trait;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use longhand_core::audit::{Entry, Wanted, hour_of, oldest_kept};
use longhand_core::ports::{Answer, CallFinder, Span};

use crate::Cloud;
use crate::audit::of_account;
use crate::item::{DOC, documents_that, sortable, text};
use crate::tables::BY_ACCOUNT;

const DOING: &str = "looking for calls";
/// Partitions read at the same time.
const TOGETHER: usize = 64;

#[async_trait]
impl CallFinder for Cloud {
    async fn find(&self, wanted: &Wanted, span: Span, limit: u32, now: Timestamp) -> Answer<Vec<Entry>> {
        let span = Span { from: span.from.max(oldest_kept(now)), ..span };
        let limit = limit as usize;
        let shards = 0..self.settings.audit_shards.max(1);
        if let Some(account) = &wanted.account {
            let partitions = shards.flat_map(|shard| self.settings.regions.each(&of_account(account, shard))).collect();
            return self.find_in(Some(BY_ACCOUNT), partitions, wanted, span, limit).await;
        }
        let of_hour = |hour: Timestamp| {
            let names = shards.clone().map(move |shard| format!("{}#{shard}", hour.as_second()));
            names.flat_map(|name| self.settings.regions.each(&name)).collect::<Vec<_>>()
        };
        let mut found = Vec::new();
        // A clock that is ahead is so by less than an hour.
        let end = span.to.min(now + SignedDuration::from_hours(1));
        let mut hour = hour_of(end - SignedDuration::from_nanos(1));
        while hour >= hour_of(span.from) && found.len() < limit {
            let mut partitions = Vec::new();
            while hour >= hour_of(span.from) && partitions.len() < TOGETHER {
                partitions.extend(of_hour(hour));
                hour -= SignedDuration::from_hours(1);
            }
            found.extend(self.find_in(None, partitions, wanted, span, limit - found.len()).await?);
        }
        Ok(found)
    }
}

impl Cloud {
    /// The newest of these partitions of the log or its index.
    async fn find_in(
        &self,
        index: Option<&str>,
        partitions: Vec<String>,
        wanted: &Wanted,
        span: Span,
        limit: usize,
    ) -> Answer<Vec<Entry>> {
        let key = if index.is_some() { "account" } else { "pk" };
        let mut found = Vec::new();
        for some in partitions.chunks(TOGETHER) {
            let read = some.iter().map(|partition| {
                let request = self.dynamo.query().table_name(&self.settings.tables.audit);
                let request = request
                    .set_index_name(index.map(str::to_owned))
                    .key_condition_expression(format!("{key} = :partition AND sk BETWEEN :from AND :to"))
                    .expression_attribute_values(":partition", text(partition.as_str()))
                    .expression_attribute_values(":from", text(sortable(span.from)))
                    // An entry at the very end of the span sorts after its bare time.
                    .expression_attribute_values(":to", text(sortable(span.to)))
                    .projection_expression(DOC)
                    .scan_index_forward(false);
                documents_that(DOING, filtered(request, wanted), limit, |entry| wanted.wants(entry))
            });
            found.extend(try_join_all(read).await?.into_iter().flatten());
        }
        found.sort_by(|a, b| (b.at, b.id.as_str()).cmp(&(a.at, a.id.as_str())));
        found.truncate(limit);
        Ok(found)
    }
}

/// Has the table pass over most of what is not wanted: records are text, and this is how they have it.
fn filtered(mut request: QueryFluentBuilder, wanted: &Wanted) -> QueryFluentBuilder {
    let Wanted { account: _, token, status, route, request: id } = wanted;
    let quoted = |name: &str, value: &str| format!("\"{name}\":\"{value}\"");
    let begin = status.as_ref().and_then(|all| match (*all.start(), *all.end()) {
        (one, same) if one == same => Some(one),
        (first, last) => (first / 100 == last / 100).then_some(first / 100),
    });
    let parts = [
        token.as_ref().map(|token| quoted("token", token.as_str())),
        begin.map(|digits| format!("\"status\":{digits}")),
        route.as_ref().filter(|route| !route.contains(['"', '\\'])).map(|route| quoted("route", route)),
        id.as_ref().map(|id| quoted("request_id", id.as_str())),
    ];
    let mut conditions = Vec::new();
    for (n, part) in parts.into_iter().flatten().enumerate() {
        conditions.push(format!("contains(doc, :part{n})"));
        request = request.expression_attribute_values(format!(":part{n}"), text(part));
    }
    if conditions.is_empty() { request } else { request.filter_expression(conditions.join(" AND ")) }
}
