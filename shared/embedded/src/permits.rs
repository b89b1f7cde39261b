//! Counters of calls, in a file of their own that nobody waits for: what is lost with a machine is a minute's count.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use longhand_core::error::StoreError;
use longhand_core::permit::Bucket;
use longhand_core::ports::{Answer, Counter, Permits};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::Store;

const NAME: &str = "longhand-permits.db";
/// No window is looked at for longer: the longest has an hour.
const LONGEST: SignedDuration = SignedDuration::from_hours(2);

/// The counters of a directory, opened when the first call is counted.
#[derive(Clone)]
pub struct Counters {
    path: PathBuf,
    opened: Arc<Mutex<Option<Connection>>>,
}

impl Counters {
    /// Those of this directory.
    pub fn new(directory: &Path) -> Self {
        Self { path: directory.join(NAME), opened: Arc::default() }
    }

    /// Does something with the file, made anew if it cannot be read: nothing in it is worth a refusal.
    fn with<T>(&self, doing: &'static str, mut work: impl FnMut(&Connection) -> rusqlite::Result<T>) -> Answer<T> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = match opened.take() {
            Some(connection) => connection,
            None => open(&self.path).or_else(|_| anew(&self.path)).map_err(|e| StoreError::new(doing, e))?,
        };
        let done = work(&connection).map_err(|e| StoreError::new(doing, e));
        // One that failed is opened again.
        *opened = done.is_ok().then_some(connection);
        done
    }

    /// Forgets what no call looks at any more.
    pub fn purge(&self, now: Timestamp) -> Answer<()> {
        if !self.path.exists() {
            return Ok(());
        }
        let oldest = now.saturating_sub(LONGEST).unwrap_or(Timestamp::MIN).as_second();
        self.with("purging counters", |c| {
            c.execute("DELETE FROM shut WHERE until_s < ?1", [now.as_second()])?;
            c.execute("DELETE FROM permits WHERE window_s < ?1", [oldest]).map(drop)
        })
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS permits (
            bucket TEXT, window_s INTEGER, hits INTEGER NOT NULL, PRIMARY KEY (bucket, window_s)
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS shut (bucket TEXT PRIMARY KEY, until_s INTEGER NOT NULL) WITHOUT ROWID",
    )?;
    Ok(connection)
}

fn anew(path: &Path) -> rusqlite::Result<Connection> {
    // If it cannot be removed, opening it says why.
    let _ = std::fs::remove_file(path);
    open(path)
}

#[async_trait]
impl Permits for Store {
    async fn hit(&self, counter: &Counter, most: u64) -> Answer<Option<u64>> {
        if most == 0 {
            return Ok(None);
        }
        let sql = "INSERT INTO permits (bucket, window_s, hits) VALUES (?1, ?2, 1)
            ON CONFLICT DO UPDATE SET hits = hits + 1 WHERE hits < ?3 RETURNING hits";
        let (bucket, window) = (counter.bucket.to_string(), counter.window.as_second());
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let hit = |c: &Connection| {
            let mut statement = c.prepare_cached(sql)?;
            statement.query_row(params![bucket, window, most], |row| row.get::<_, i64>(0)).optional()
        };
        Ok(self.counters.with("counting a call", hit)?.map(i64::cast_unsigned))
    }

    async fn give_back(&self, counter: &Counter) -> Answer<()> {
        let sql = "UPDATE permits SET hits = hits - 1 WHERE bucket = ?1 AND window_s = ?2 AND hits > 0";
        let (bucket, window) = (counter.bucket.to_string(), counter.window.as_second());
        let less = |c: &Connection| c.prepare_cached(sql)?.execute(params![bucket, window]).map(drop);
        self.counters.with("taking a count back", less)
    }

    async fn hits(&self, counter: &Counter) -> Answer<u64> {
        let sql = "SELECT hits FROM permits WHERE bucket = ?1 AND window_s = ?2";
        let (bucket, window) = (counter.bucket.to_string(), counter.window.as_second());
        let read = |c: &Connection| {
            c.prepare_cached(sql)?.query_row(params![bucket, window], |row| row.get::<_, i64>(0)).optional()
        };
        Ok(self.counters.with("reading a count", read)?.map_or(0, i64::cast_unsigned))
    }

    async fn shut_until(&self, bucket: &Bucket, until: Timestamp) -> Answer<()> {
        let sql = "INSERT INTO shut (bucket, until_s) VALUES (?1, ?2)
            ON CONFLICT DO UPDATE SET until_s = max(until_s, excluded.until_s)";
        let (bucket, until) = (bucket.to_string(), until.as_second());
        self.counters.with("shutting a door", |c| c.prepare_cached(sql)?.execute(params![bucket, until]).map(drop))
    }

    async fn shut(&self, buckets: &[Bucket]) -> Answer<Option<Timestamp>> {
        let read = |c: &Connection| {
            let mut statement = c.prepare_cached("SELECT until_s FROM shut WHERE bucket = ?1")?;
            let one =
                |bucket: &Bucket| statement.query_row([bucket.to_string()], |row| row.get::<_, i64>(0)).optional();
            buckets.iter().map(one).collect::<rusqlite::Result<Vec<_>>>()
        };
        let until = self.counters.with("looking whether a door is shut", read)?.into_iter().flatten().max();
        Ok(until.and_then(|second| Timestamp::from_second(second).ok()))
    }
}
