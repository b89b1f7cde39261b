//! The drill: each table restored to a moment of its last 35 days, compared, and deleted again.

use aws_sdk_dynamodb::primitives::DateTime;
use aws_sdk_dynamodb::types::{TableDescription, TableStatus};
use jiff::{SignedDuration, Timestamp};
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, Entropy};
use serde::Serialize;

use super::habits::Kept;
use super::{Comparison, Recovery, draw};
use crate::item::failed;

/// How long a table may take to be restored.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);
/// After this long no other table is compared in the same run.
const ENOUGH: SignedDuration = SignedDuration::from_mins(4);

/// A table whose restoring has begun.
#[derive(Clone, Debug, Serialize)]
pub struct Begun {
    /// What it will be called.
    pub copy: String,
    /// The moment that it will be of.
    pub moment: Timestamp,
}

/// A table that was restored.
#[derive(Clone, Debug, Serialize)]
pub struct Restored {
    /// What it is beside the table it is a copy of.
    #[serde(flatten)]
    pub comparison: Comparison,
    /// When it was seen to be ready, in minutes after its restoring began.
    pub minutes: i64,
}

/// How far a drill is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Drilled {
    /// Restored and compared in this run.
    pub restored: Vec<Restored>,
    /// Not ready, or not looked at in this run.
    pub waiting: Vec<String>,
    /// Not ready after a day.
    pub late: Vec<String>,
}

impl Drilled {
    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.late.is_empty() && self.restored.iter().all(|restored| restored.comparison.holds())
    }
}

impl Recovery {
    /// Begins to restore each table to a moment of its own, drawn from those it can be restored to. One whose copy is
    /// there from before is passed over: that copy is still to be looked at.
    ///
    /// # Errors
    /// If one cannot be restored.
    pub async fn begin(&self, entropy: &dyn Entropy) -> Answer<Vec<Begun>> {
        let mut begun = Vec::new();
        for (_, table) in Kept::all(&self.tables) {
            let copy = self.copy_of(table);
            if self.find(&copy).await?.is_some() {
                continue;
            }
            let moment = self.moment(table, draw(entropy)?).await?;
            self.restore(table, &copy, moment).await?;
            begun.push(Begun { copy, moment });
        }
        Ok(begun)
    }

    /// Compares the copies that are ready, and deletes those that hold. One that does not stays, to be looked at.
    ///
    /// # Errors
    /// If a table cannot be read.
    pub async fn check(&self, entropy: &dyn Entropy, clock: &dyn Fn() -> Timestamp) -> Answer<Drilled> {
        let (start, mut drilled) = (clock(), Drilled::default());
        for (_, table) in Kept::all(&self.tables) {
            let copy = self.copy_of(table);
            let Some(found) = self.find(&copy).await? else { continue };
            let took = clock().duration_since(began(&found));
            if found.table_status != Some(TableStatus::Active) || clock().duration_since(start) > ENOUGH {
                let queue = if took > PATIENCE { &mut drilled.late } else { &mut drilled.waiting };
                queue.push(copy);
                continue;
            }
            let comparison = self.compare_found(&found, None, entropy, clock()).await?;
            if comparison.holds() {
                self.delete(&copy).await?;
            }
            drilled.restored.push(Restored { comparison, minutes: took.as_mins() });
        }
        Ok(drilled)
    }

    /// The name of the copy that a drill makes of a table. No stack has a table of such a name: theirs have no dot.
    fn copy_of(&self, table: &str) -> String {
        let short = table.strip_prefix(&self.prefix).unwrap_or(table);
        format!("{}drill.{short}", self.prefix)
    }

    /// A moment that a table can be restored to, `drawn` of all.
    async fn moment(&self, table: &str, drawn: u32) -> Answer<Timestamp> {
        const DOING: &str = "asking to when a table can be restored";
        let known = self.dynamo.describe_continuous_backups().table_name(table).send().await.map_err(failed(DOING))?;
        let known = known.continuous_backups_description.and_then(|known| known.point_in_time_recovery_description);
        let ends =
            known.and_then(|known| Some((known.earliest_restorable_date_time?, known.latest_restorable_date_time?)));
        let none = || StoreError::new(DOING, format!("{table} can be restored to no point in time"));
        let (from, to) = ends.ok_or_else(none)?;
        let second = from.secs() + (to.secs() - from.secs()).max(0) * i64::from(drawn) / i64::from(u32::MAX);
        Timestamp::from_second(second).map_err(|_| none())
    }

    async fn restore(&self, table: &str, copy: &str, moment: Timestamp) -> Answer<()> {
        let request = self.dynamo.restore_table_to_point_in_time().source_table_name(table).target_table_name(copy);
        let request = request.restore_date_time(DateTime::from_secs(moment.as_second()));
        // Nothing is searched for in it: its indexes would only take longer.
        let request = request.set_global_secondary_index_override(Some(Vec::new()));
        request.send().await.map_err(failed("restoring a table")).map(drop)
    }

    async fn delete(&self, copy: &str) -> Answer<()> {
        let request = self.dynamo.delete_table().table_name(copy);
        request.send().await.map_err(failed("deleting a restored table")).map(drop)
    }
}

/// When its restoring began.
fn began(table: &TableDescription) -> Timestamp {
    table.creation_date_time.and_then(|at| Timestamp::from_second(at.secs()).ok()).unwrap_or(Timestamp::UNIX_EPOCH)
}
