//! A copy held against its table, item by item.

use aws_sdk_dynamodb::types::TableDescription;
use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, Entropy};
use serde::Serialize;

use super::habits::Kept;
use super::judge::{Verdict, judge};
use super::{Recovery, draw};
use crate::item::{Item, failed};

const DOING: &str = "comparing a restored table";
/// Items looked up at the same time.
const TOGETHER: usize = 32;
/// Items of a table beyond which a drawn part of it is compared: as many as fit into a run.
const AT_ONCE: u64 = 1_000_000;

/// What a copy is beside its table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The restored table.
    pub copy: String,
    /// The table that it is a copy of.
    pub table: String,
    /// The moment that it is of.
    pub moment: Timestamp,
    /// One of so many parts of it, drawn by chance, was compared.
    pub parts: u32,
    /// Items of the copy that were looked up in the table.
    pub items: u64,
    /// Of them: the same.
    pub same: u64,
    /// Changed since, or gone, as such items may.
    pub since: u64,
    /// Other than the table's, which cannot have become so, or gone from it, which they may not.
    pub wrong: u64,
    /// Items of the table that were there at the moment, and so must be in the copy.
    pub due: u64,
    /// Of them: not in it.
    pub missing: u64,
}

impl Comparison {
    /// Whether the copy is what the table was.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.wrong == 0 && self.missing == 0
    }
}

/// A job of AWS Backup that restored a table.
#[derive(Clone, Debug)]
pub struct Job {
    /// The name of the table that was backed up.
    pub table: String,
    /// When the job began.
    pub began: Timestamp,
}

/// The oldest backup that a test restores, as the template says.
const OLDEST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Which table it is, and the attributes of its key.
struct Kind {
    kept: Kept,
    key: Vec<String>,
}

/// A part of a table.
#[derive(Clone, Copy)]
struct Part {
    one: u32,
    of: u32,
}

impl Recovery {
    /// Compares a restored table with the one that it is a copy of; a drawn part of a large one. What the table does not
    /// say of its origin, the `job` that restored it does.
    ///
    /// # Errors
    /// If it is no copy of a table of this deployment, or a table cannot be read.
    pub async fn compare(
        &self,
        copy: &str,
        job: Option<&Job>,
        entropy: &dyn Entropy,
        now: Timestamp,
    ) -> Answer<Comparison> {
        self.compare_found(&self.describe(copy).await?, job, entropy, now).await
    }

    /// The same of a table that was found.
    pub(super) async fn compare_found(
        &self,
        copy: &TableDescription,
        job: Option<&Job>,
        entropy: &dyn Entropy,
        now: Timestamp,
    ) -> Answer<Comparison> {
        let (kept, name, moment) = self.origin(copy, job)?;
        let table = self.describe(name).await?;
        let items = table.item_count.unwrap_or(0).unsigned_abs();
        let of = u32::try_from(items / AT_ONCE + 1).unwrap_or(1_000_000).min(1_000_000);
        let part = Part { one: draw(entropy)? % of, of };
        let key = table.key_schema.unwrap_or_default().into_iter().map(|element| element.attribute_name);
        let kind = Kind { kept, key: key.collect() };
        let copy = copy.table_name.clone().unwrap_or_default();
        let mut found = Comparison { copy, table: name.to_owned(), moment, parts: of, ..Comparison::default() };
        self.look_back(&kind, part, &mut found, now).await?;
        self.look_ahead(&kind, part, &mut found).await?;
        Ok(found)
    }

    /// Of which table this is a copy, and of which moment.
    fn origin(&self, copy: &TableDescription, job: Option<&Job>) -> Answer<(Kept, &str, Timestamp)> {
        let bad = |why: &str| StoreError::new(DOING, format!("{}: {why}", copy.table_name.as_deref().unwrap_or("")));
        let restored = copy.restore_summary.as_ref();
        let source = restored.and_then(|restored| restored.source_table_arn.as_deref()?.rsplit('/').next());
        let source = source.or(job.map(|job| job.table.as_str())).ok_or_else(|| bad("it was not restored"))?;
        let kept = Kept::all(&self.tables).into_iter().find(|(_, name)| *name == source);
        let (kept, name) = kept.ok_or_else(|| bad("it is no copy of a table of this deployment"))?;
        let moment = restored.and_then(|restored| Timestamp::from_second(restored.restore_date_time.secs()).ok());
        let moment = moment.or(job.and_then(|job| job.began.checked_sub(OLDEST).ok()));
        Ok((kept, name, moment.ok_or_else(|| bad("it is of no time"))?))
    }

    /// Looks each item of the copy up in the table.
    async fn look_back(&self, kind: &Kind, part: Part, found: &mut Comparison, now: Timestamp) -> Answer<()> {
        let mut after = None;
        loop {
            let (items, next) = self.page(&found.copy, part, after).await?;
            for some in items.chunks(TOGETHER) {
                let live = try_join_all(some.iter().map(|item| self.item(&found.table, kind, item))).await?;
                for (copy, live) in some.iter().zip(&live) {
                    found.items += 1;
                    match judge(kind.kept.habit(copy), copy, live.as_ref(), now) {
                        Verdict::Same => found.same += 1,
                        Verdict::Changed | Verdict::Gone => found.since += 1,
                        Verdict::Wrong | Verdict::Lost => found.wrong += 1,
                    }
                }
            }
            if next.is_none() {
                return Ok(());
            }
            after = next;
        }
    }

    /// Looks each item of the table that was there at the moment up in the copy.
    async fn look_ahead(&self, kind: &Kind, part: Part, found: &mut Comparison) -> Answer<()> {
        let mut after = None;
        loop {
            let (mut items, next) = self.page(&found.table, part, after).await?;
            items.retain(|item| kind.kept.habit(item).since.is_some_and(|since| since <= found.moment));
            for some in items.chunks(TOGETHER) {
                let copies = try_join_all(some.iter().map(|item| self.item(&found.copy, kind, item))).await?;
                found.due += copies.len() as u64;
                found.missing += copies.iter().filter(|copy| copy.is_none()).count() as u64;
            }
            if next.is_none() {
                return Ok(());
            }
            after = next;
        }
    }

    /// A page of a part of a table, and where the next begins.
    async fn page(&self, table: &str, part: Part, after: Option<Item>) -> Answer<(Vec<Item>, Option<Item>)> {
        let request = self.dynamo.scan().table_name(table).consistent_read(true).set_exclusive_start_key(after);
        let request = request.segment(part.one.cast_signed()).total_segments(part.of.cast_signed());
        let page = request.send().await.map_err(failed(DOING))?;
        Ok((page.items.unwrap_or_default(), page.last_evaluated_key.filter(|key| !key.is_empty())))
    }

    /// The item of `table` that has the key of this one.
    async fn item(&self, table: &str, kind: &Kind, like: &Item) -> Answer<Option<Item>> {
        let key = |name: &String| {
            let value = like.get(name).ok_or_else(|| StoreError::new(DOING, "an item without its key"))?;
            Ok((name.clone(), value.clone()))
        };
        let key = kind.key.iter().map(key).collect::<Answer<Item>>()?;
        let request = self.dynamo.get_item().table_name(table).consistent_read(true).set_key(Some(key));
        Ok(request.send().await.map_err(failed(DOING))?.item)
    }
}
