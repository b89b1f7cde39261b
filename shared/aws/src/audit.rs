//! The audit log: an hour's entries spread over shards, and what was changed by whom.

use async_trait::async_trait;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use futures_util::future::try_join_all;
use jiff::Timestamp;
use longhand_core::audit::seal::Sealed;
use longhand_core::audit::{Change, Entry, RETENTION, hour_of, oldest_kept};
use longhand_core::error::StoreError;
use longhand_core::ids::{AccountId, EntryId};
use longhand_core::ports::{Answer, AuditReader, AuditSink, Cursor, SealedReader, Span, Written};
use serde::de::DeserializeOwned;

use crate::Cloud;
use crate::item::{DOC, Item, documents, failed, from_doc, is_refused, number, sortable, text, to_doc};
use crate::tables::{BY_ACCOUNT, BY_ID};

const SEALED: &str = "sealed";
/// After all ids: they are digits and capitals.
pub(crate) const LAST: &str = "~";

#[async_trait]
impl AuditSink for Cloud {
    async fn append(&self, entry: &Entry) -> Answer<()> {
        self.put(entry).await
    }

    async fn append_late(&self, entry: &Entry) -> Answer<()> {
        // First the entry: an hour that is told of has it. Told twice of one entry it is added up once more.
        self.put(entry).await?;
        self.mark_late(entry.at).await
    }
}

impl Cloud {
    async fn put(&self, entry: &Entry) -> Answer<()> {
        const DOING: &str = "appending to the audit log";
        let sealed = entry.text.as_ref().map(|sealed| to_doc(DOING, sealed)).transpose()?;
        // The text stands apart, so that reading entries does not read texts.
        let plain = Entry { text: None, ..entry.clone() };
        let expires = entry.at.saturating_add(RETENTION).unwrap_or(Timestamp::MAX).as_second();
        let mut request = self
            .dynamo
            .put_item()
            .table_name(&self.settings.tables.audit)
            .item("pk", text(self.partition(entry)))
            .item("sk", text(place(entry.at, entry.id.as_str())))
            .item("id", text(entry.id.as_str()))
            .item("expires_s", number(expires))
            .item(DOC, to_doc(DOING, &plain)?)
            .condition_expression("attribute_not_exists(pk)");
        if let Some(account) = &entry.account {
            request = request.item("account", text(self.own(&of_account(account, self.shard(entry)))));
        }
        if let Some(sealed) = sealed {
            request = request.item(SEALED, sealed);
        }
        match request.send().await {
            Err(error) if is_refused(&error) => Ok(()),
            done => done.map_err(failed(DOING)).map(drop),
        }
    }
}

#[async_trait]
impl AuditReader for Cloud {
    async fn entries(
        &self,
        account: &AccountId,
        span: Span,
        after: Option<&Cursor>,
        limit: u32,
        now: Timestamp,
    ) -> Answer<Vec<Entry>> {
        let oldest = oldest_kept(now);
        let span = Span { from: span.from.max(oldest), ..span };
        let table = (self.settings.tables.audit.as_str(), Some(BY_ACCOUNT));
        let shards = (0..self.settings.audit_shards.max(1)).map(|shard| of_account(account, shard));
        let shards = shards.flat_map(|shard| self.settings.regions.each(&shard)).map(|partition| async move {
            self.log("reading the audit log", table, &partition, (span, after), limit).await
        });
        let mut entries: Vec<Entry> = try_join_all(shards).await?.into_iter().flatten().collect();
        entries.sort_by(|a, b| (a.at, a.id.as_str()).cmp(&(b.at, b.id.as_str())));
        entries.truncate(limit as usize);
        Ok(entries)
    }

    async fn changes(
        &self,
        account: &AccountId,
        span: Span,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Answer<Vec<Change>> {
        let table = (self.settings.tables.changes.as_str(), None);
        self.log("reading changes", table, account.as_str(), (span, after), limit).await
    }
}

#[async_trait]
impl SealedReader for Cloud {
    async fn sealed(&self, account: &AccountId, entry: &EntryId, now: Timestamp) -> Answer<Option<Sealed>> {
        const DOING: &str = "reading a sealed text";
        let table = &self.settings.tables.audit;
        let request = self.dynamo.query().table_name(table).index_name(BY_ID).key_condition_expression("id = :id");
        let found =
            request.expression_attribute_values(":id", text(entry.as_str())).send().await.map_err(failed(DOING))?;
        let Some(key) = found.items.unwrap_or_default().pop() else { return Ok(None) };
        let of = |name: &str| key.get(name).and_then(|value| value.as_s().ok()).cloned();
        let oldest = oldest_kept(now);
        let (Some(pk), Some(sk)) = (of("pk"), of("sk")) else { return Ok(None) };
        let owner = of("account");
        let owner = owner.as_deref().and_then(|owner| owner.split('#').next());
        if owner != Some(account.as_str()) || sk < sortable(oldest) {
            return Ok(None);
        }
        let request = self.dynamo.get_item().table_name(table).key("pk", text(pk)).key("sk", text(sk));
        let item = request.send().await.map_err(failed(DOING))?.item.unwrap_or_default();
        item.contains_key(SEALED).then(|| from_doc(DOING, &item, SEALED)).transpose()
    }
}

/// A shard of an account's entries in the index, which is spread as the log is: one account may call as often as all.
pub(crate) fn of_account(account: &AccountId, shard: u32) -> String {
    format!("{account}#{shard}")
}

/// Where an entry stands among others: by time, then id.
pub(crate) fn place(at: Timestamp, id: &str) -> String {
    format!("{}#{id}", sortable(at))
}

impl Cloud {
    /// The hour of an entry and its shard, which its id decides: the same entry is the same item.
    fn partition(&self, entry: &Entry) -> String {
        self.part_of(hour_of(entry.at), self.shard(entry))
    }

    /// A shard of an hour of this region's log.
    pub(crate) fn part_of(&self, hour: Timestamp, shard: u32) -> String {
        self.own(&format!("{}#{shard}", hour.as_second()))
    }

    fn shard(&self, entry: &Entry) -> u32 {
        let sum = entry.id.as_str().bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        sum % self.settings.audit_shards.max(1)
    }

    /// A page of what a table or index has of an account.
    async fn log<T: DeserializeOwned>(
        &self,
        doing: &'static str,
        (table, index): (&str, Option<&str>),
        account: &str,
        (span, after): (Span, Option<&Cursor>),
        limit: u32,
    ) -> Answer<Vec<T>> {
        let after = after.map_or_else(String::new, |cursor| format!("{}{LAST}", place(cursor.at, cursor.id.as_str())));
        let (from, to) = (sortable(span.from).max(after), sortable(span.to));
        // An entry at the very end of the span sorts after its bare time.
        if from >= to {
            return Ok(Vec::new());
        }
        let request = self.dynamo.query().table_name(table).set_index_name(index.map(str::to_owned));
        let request = request
            .key_condition_expression("account = :account AND sk BETWEEN :from AND :to")
            .expression_attribute_values(":account", text(account))
            .expression_attribute_values(":from", text(from))
            .expression_attribute_values(":to", text(to));
        documents(doing, request, limit as usize).await
    }

    /// Writes items and the change that tells of them, all or nothing.
    pub(crate) async fn write_told(
        &self,
        doing: &'static str,
        items: Vec<TransactWriteItem>,
        change: &Change,
    ) -> Answer<Written> {
        let told = Put::builder().table_name(&self.settings.tables.changes).set_item(Some(told(doing, change)?));
        let told = told.build().map_err(|e| StoreError::new(doing, e))?;
        let told = TransactWriteItem::builder().put(told).build();
        let request = self.dynamo.transact_write_items().set_transact_items(Some(items)).transact_items(told);
        match request.send().await {
            Err(error) if error.as_service_error().is_some_and(is_cancelled) => Ok(Written::Conflict),
            done => done.map_err(failed(doing)).map(|_| Written::Done),
        }
    }
}

/// The item of a change.
pub(crate) fn told(doing: &'static str, change: &Change) -> Answer<Item> {
    let place = format!("{}#{}", place(change.at, change.id.as_str()), change.object);
    let item = [("account", text(change.account.as_str())), ("sk", text(place)), (DOC, to_doc(doing, change)?)];
    Ok(item.map(|(name, value)| (name.to_owned(), value)).into())
}

/// Whether a condition failed, or another transaction was at the same item: then that one has won.
pub(crate) fn is_cancelled(error: &TransactWriteItemsError) -> bool {
    let TransactWriteItemsError::TransactionCanceledException(cancelled) = error else { return false };
    let codes = ["ConditionalCheckFailed", "TransactionConflict"];
    cancelled.cancellation_reasons().iter().any(|reason| reason.code().is_some_and(|code| codes.contains(&code)))
}
