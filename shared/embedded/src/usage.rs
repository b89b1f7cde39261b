//! The log by hours, and totals.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::audit::{Entry, hour_of};
use longhand_core::ids::AccountId;
use longhand_core::ports::{Answer, Cursor, DueHour, HourReader, Span, UsageReader, UsageWriter};
use longhand_core::usage::Total;
use rusqlite::{Connection, params};

use crate::store::{Store, to_doc, us};

#[async_trait]
impl HourReader for Store {
    fn parts(&self) -> u32 {
        1
    }

    async fn hour(&self, hour: Timestamp, _part: u32, after: Option<&Cursor>, limit: u32) -> Answer<Vec<Entry>> {
        let (at, id) = after.map_or((i64::MIN, String::new()), |c| (us(c.at), c.id.to_string()));
        let sql = "SELECT doc FROM audit WHERE hour_s = ?1 AND (at_us, id) > (?2, ?3) ORDER BY at_us, id LIMIT ?4";
        let parameters = [hour.as_second().into(), at.into(), id.into(), i64::from(limit).into()];
        self.documents("reading an hour of the log", sql, &parameters)
    }
}

#[async_trait]
impl UsageWriter for Store {
    async fn due(&self, before: Timestamp, limit: u32) -> Answer<Vec<DueHour>> {
        // Hours that were told of late, and those since the last one that was kept: from the log's first on.
        let sql = "WITH RECURSIVE
            first(hour_s) AS (SELECT coalesce((SELECT until_s FROM usage_kept), (SELECT min(hour_s) FROM audit))),
            next(hour_s) AS (
                SELECT hour_s FROM first WHERE hour_s < ?1
                UNION ALL SELECT hour_s + 3600 FROM next WHERE hour_s + 3600 < ?1 LIMIT ?2
            ),
            due(hour_s) AS (SELECT hour_s FROM next UNION SELECT hour_s FROM late_hours WHERE hour_s < ?1)
            SELECT due.hour_s, coalesce(marks, 0) FROM due LEFT JOIN late_hours USING (hour_s)
            ORDER BY due.hour_s LIMIT ?2";
        let rows = self.rows("reading which hours are due", sql, &[second(before).into(), limit.into()], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })?;
        let due =
            |(hour, late)| Some(DueHour { hour: Timestamp::from_second(hour).ok()?, late: u64::try_from(late).ok()? });
        Ok(rows.into_iter().filter_map(due).collect())
    }

    async fn keep(&self, due: &DueHour, totals: &[Total]) -> Answer<()> {
        const DOING: &str = "keeping totals";
        let docs: Answer<Vec<_>> = totals.iter().map(|total| Ok((total.clone(), to_doc(DOING, total)?))).collect();
        let (docs, due) = (docs?, *due);
        self.write(DOING, move |c| {
            let sql = "INSERT INTO usage (account, hour_s, token, images, doc) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO UPDATE SET images = excluded.images, doc = excluded.doc WHERE excluded.images >= images";
            let mut insert = c.prepare_cached(sql)?;
            for (total, doc) in &docs {
                let images = i64::try_from(total.images).unwrap_or(i64::MAX);
                let (account, token, hour) = (total.account.as_str(), total.token.as_str(), second(total.hour));
                insert.execute(params![account, hour, token, images, doc])?;
            }
            let late = i64::try_from(due.late).unwrap_or(i64::MAX);
            let sql = "DELETE FROM late_hours WHERE hour_s = ?1 AND marks <= ?2";
            c.execute(sql, params![second(due.hour), late]).map(drop)
        })
        .await
    }

    async fn advance(&self, hour: Timestamp) -> Answer<()> {
        let until = second(hour) + 3600;
        self.write("advancing what is kept", move |c| {
            let sql = "INSERT INTO usage_kept (id, until_s) VALUES (1, ?1)
                ON CONFLICT DO UPDATE SET until_s = ?1 WHERE until_s = ?1 - 3600";
            c.execute(sql, params![until]).map(drop)
        })
        .await
    }
}

#[async_trait]
impl UsageReader for Store {
    async fn kept_until(&self) -> Answer<Option<Timestamp>> {
        let sql = "SELECT until_s FROM usage_kept";
        let found = self.rows("reading how far usage is kept", sql, &[], |row| row.get::<_, i64>(0))?;
        Ok(found.into_iter().next().and_then(|until| Timestamp::from_second(until).ok()))
    }

    async fn totals(&self, account: &AccountId, span: Span) -> Answer<Vec<Total>> {
        let sql =
            "SELECT doc FROM usage WHERE account = ?1 AND hour_s >= ?2 AND hour_s < ?3 ORDER BY account, hour_s, token";
        // An hour that begins within a second of the span's end is before it.
        let end = span.to.as_second().saturating_add(i64::from(span.to.subsec_nanosecond() > 0));
        let begin = span.from.as_second().saturating_add(i64::from(span.from.subsec_nanosecond() > 0));
        self.documents("reading usage", sql, &[account.to_string().into(), begin.into(), end.into()])
    }
}

/// Tells that an hour has an entry that came late, within the transaction that stores it.
pub(crate) fn mark_late(c: &Connection, at: Timestamp) -> rusqlite::Result<()> {
    let sql = "INSERT INTO late_hours (hour_s, marks) VALUES (?1, 1) ON CONFLICT DO UPDATE SET marks = marks + 1";
    c.execute(sql, params![second(hour_of(at))]).map(drop)
}

fn second(at: Timestamp) -> i64 {
    at.as_second()
}
