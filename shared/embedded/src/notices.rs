//! Notices on their way.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::audit::oldest_kept;
use longhand_core::notice::Notice;
use longhand_core::ports::{Answer, Outbox, Written};
use rusqlite::params;

use crate::store::{Store, to_doc, us};

#[async_trait]
impl Outbox for Store {
    async fn post(&self, notice: &Notice) -> Answer<Written> {
        const DOING: &str = "posting a notice";
        let (id, at, doc) = (notice.id.clone(), us(notice.at), to_doc(DOING, notice)?);
        let sql = "INSERT OR IGNORE INTO notices (id, at_us, doc) VALUES (?1, ?2, ?3)";
        let stored = self.write(DOING, move |c| c.execute(sql, params![id, at, doc])).await?;
        Ok(if stored == 1 { Written::Done } else { Written::Conflict })
    }

    async fn unsent(&self, limit: u32) -> Answer<Vec<Notice>> {
        let sql = "SELECT doc FROM notices WHERE sent_us IS NULL AND aside_us IS NULL ORDER BY at_us, id LIMIT ?1";
        self.documents("reading notices", sql, &[limit.into()])
    }

    async fn sent(&self, notice: &Notice, at: Timestamp) -> Answer<()> {
        let id = notice.id.clone();
        let sql = "UPDATE notices SET sent_us = ?2, aside_us = NULL WHERE id = ?1";
        self.write("noting a notice as sent", move |c| c.execute(sql, params![id, us(at)]).map(drop)).await
    }

    async fn set_aside(&self, notice: &Notice, at: Timestamp) -> Answer<()> {
        let id = notice.id.clone();
        let sql = "UPDATE notices SET aside_us = ?2 WHERE id = ?1";
        self.write("setting a notice aside", move |c| c.execute(sql, params![id, us(at)]).map(drop)).await
    }

    async fn aside(&self, limit: u32, now: Timestamp) -> Answer<Vec<Notice>> {
        let sql = "SELECT doc FROM notices WHERE aside_us >= ?1 ORDER BY at_us, id LIMIT ?2";
        self.documents("reading notices that are set aside", sql, &[us(oldest_kept(now)).into(), limit.into()])
    }

    async fn put_back(&self, notice: &Notice) -> Answer<()> {
        let id = notice.id.clone();
        let sql = "UPDATE notices SET aside_us = NULL WHERE id = ?1";
        self.write("putting a notice back", move |c| c.execute(sql, params![id]).map(drop)).await
    }
}
