//! From where tokens are used.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::country::Stays;
use longhand_core::ids::TokenKey;
use longhand_core::ports::{Answer, Whereabouts};
use rusqlite::params;

use crate::store::{Store, to_doc, us};

#[async_trait]
impl Whereabouts for Store {
    async fn stays(&self, token: &TokenKey, now: Timestamp) -> Answer<Stays> {
        let sql = "SELECT doc FROM stays WHERE key = ?1";
        let found: Vec<Stays> =
            self.documents("reading from where a token is used", sql, &[token.to_string().into()])?;
        Ok(found.into_iter().next().unwrap_or_default().of_late(now))
    }

    async fn keep_stays(&self, token: &TokenKey, stays: &Stays, at: Timestamp) -> Answer<()> {
        const DOING: &str = "noting from where a token is used";
        let (key, at, doc) = (token.to_string(), us(at), to_doc(DOING, stays)?);
        let sql = "INSERT OR REPLACE INTO stays (key, at_us, doc) VALUES (?1, ?2, ?3)";
        self.write(DOING, move |c| c.execute(sql, params![key, at, doc]).map(drop)).await
    }
}
