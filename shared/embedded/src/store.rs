//! The `SQLite` file.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use longhand_core::audit::RETENTION;
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, Entropy, PepperSource, Purger};
use longhand_core::tokens::Peppers;
use longhand_core::usage::TOTALS_KEPT;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::keyfile::KeyFile;
use crate::permits::Counters;
use crate::schema;
use crate::signing::SigningKey;
use crate::writer::Writer;

/// The data file of a directory.
const NAME: &str = "longhand.db";
/// How long claims of idempotency keys are kept.
const CLAIMS_KEPT: SignedDuration = SignedDuration::from_hours(48);
const LONGEST_MONTH_S: i64 = 31 * 24 * 3600;

/// One directory's data: every port that keeps something. Clones share it.
#[derive(Clone)]
pub struct Store {
    writer: Writer,
    reader: Arc<Mutex<Connection>>,
    pub(crate) keys: Arc<KeyFile>,
    pub(crate) signing: Arc<SigningKey>,
    pub(crate) counters: Counters,
    pub(crate) entropy: Arc<dyn Entropy>,
}

impl Store {
    /// The store of `directory`, made if there is none.
    ///
    /// # Errors
    /// If its files cannot be read, made or understood.
    pub fn open(directory: &Path, entropy: Arc<dyn Entropy>) -> Result<Self, Box<dyn Error + Send + Sync>> {
        make_private(directory)?;
        let keys = Arc::new(KeyFile::open(directory, &*entropy)?);
        let signing = Arc::new(SigningKey::open(directory)?);
        let path = directory.join(NAME);
        let mut connection = Connection::open(&path)?;
        schema::settle(&connection)?;
        schema::make(&mut connection)?;
        let reader = Connection::open(&path)?;
        schema::settle(&reader)?;
        let (writer, reader) = (Writer::start(connection)?, Arc::new(Mutex::new(reader)));
        Ok(Self { writer, reader, keys, signing, counters: Counters::new(directory), entropy })
    }

    /// See [`Writer::run`].
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        doing: &'static str,
        write: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Answer<T> {
        self.writer.run(doing, write).await
    }

    /// The documents that `sql` selects in its first column.
    pub(crate) fn documents<T: DeserializeOwned>(
        &self,
        doing: &'static str,
        sql: &str,
        parameters: &[Value],
    ) -> Answer<Vec<T>> {
        let texts = self.rows(doing, sql, parameters, |row| row.get::<_, String>(0))?;
        texts.iter().map(|text| from_doc(doing, text)).collect()
    }

    /// What `read` makes of the rows that `sql` selects.
    pub(crate) fn rows<T>(
        &self,
        doing: &'static str,
        sql: &str,
        parameters: &[Value],
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Answer<Vec<T>> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = || {
            let mut statement = reader.prepare_cached(sql)?;
            statement.query_map(rusqlite::params_from_iter(parameters), read)?.collect::<rusqlite::Result<Vec<T>>>()
        };
        rows().map_err(|e| StoreError::new(doing, e))
    }
}

/// A record as it is kept.
pub(crate) fn to_doc(doing: &'static str, record: &impl Serialize) -> Answer<String> {
    serde_json::to_string(record).map_err(|e| StoreError::new(doing, e))
}

/// A record as it was kept.
pub(crate) fn from_doc<T: DeserializeOwned>(doing: &'static str, text: &str) -> Answer<T> {
    serde_json::from_str(text).map_err(|e| StoreError::new(doing, e))
}

/// A moment as it is kept: whole microseconds.
pub(crate) fn us(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// Whether a row of this key is there.
pub(crate) fn version(connection: &Connection, sql: &str, key: &str) -> rusqlite::Result<Option<i64>> {
    connection.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()
}

/// Only its owner may look into the directory if we make it.
fn make_private(directory: &Path) -> std::io::Result<()> {
    if directory.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(directory)
}

#[async_trait]
impl PepperSource for Store {
    async fn peppers(&self) -> Answer<Peppers> {
        Ok(self.keys.peppers())
    }
}

#[async_trait]
impl Purger for Store {
    async fn purge(&self, now: Timestamp) -> Answer<u64> {
        self.counters.purge(now)?;
        let before = |age| us(now.saturating_sub(age).unwrap_or(Timestamp::MIN));
        let (kept, claims, totals) = (before(RETENTION), before(CLAIMS_KEPT), before(TOTALS_KEPT) / 1_000_000);
        self.write("purging", move |c| {
            let mut count = c.execute("DELETE FROM audit WHERE at_us < ?1", params![kept])?;
            count += c.execute("DELETE FROM data_keys WHERE made_us < ?1", params![kept])?;
            count += c.execute("DELETE FROM claims WHERE at_us < ?1", params![claims])?;
            count += c.execute("DELETE FROM usage WHERE hour_s < ?1", params![totals])?;
            count += c.execute("DELETE FROM bills WHERE hour_s < ?1", params![totals])?;
            // A claim is made in a month at the latest two days after which nobody repeats it.
            count += c.execute("DELETE FROM held WHERE month_s < ?1", params![claims / 1_000_000 - LONGEST_MONTH_S])?;
            count += c.execute("DELETE FROM stays WHERE at_us < ?1", params![kept])?;
            count += c.execute("DELETE FROM notices WHERE sent_us < ?1 OR aside_us < ?1", params![kept])?;
            Ok(count as u64)
        })
        .await
    }
}
