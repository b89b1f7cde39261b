//! The ledger.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::ledger::SignedPage;
use longhand_core::ports::{Answer, Ledger, Signer, VerifyingKey, Written};
use rusqlite::params;

use crate::store::{Store, to_doc};

#[async_trait]
impl Ledger for Store {
    async fn enter(&self, page: &SignedPage) -> Answer<Written> {
        const DOING: &str = "entering a page into the ledger";
        let doc = to_doc(DOING, page)?;
        let (number, hour) = (number(page.page.number), page.page.hour.as_second());
        let stored = self.write(DOING, move |c| {
            c.execute(
                "INSERT OR IGNORE INTO ledger (number, hour_s, doc) VALUES (?1, ?2, ?3)",
                params![number, hour, doc],
            )
        });
        Ok(if stored.await? == 1 { Written::Done } else { Written::Conflict })
    }

    async fn pages(&self, after: u64, limit: u32) -> Answer<Vec<SignedPage>> {
        let sql = "SELECT doc FROM ledger WHERE number > ?1 ORDER BY number LIMIT ?2";
        self.documents("reading the ledger", sql, &[number(after).into(), i64::from(limit).into()])
    }

    async fn last_page(&self) -> Answer<Option<SignedPage>> {
        let sql = "SELECT doc FROM ledger ORDER BY number DESC LIMIT 1";
        Ok(self.documents("reading the ledger's last page", sql, &[])?.pop())
    }

    async fn page_of(&self, hour: Timestamp) -> Answer<Option<SignedPage>> {
        let sql = "SELECT doc FROM ledger WHERE hour_s = ?1 ORDER BY number DESC LIMIT 1";
        Ok(self.documents("reading an hour's page", sql, &[hour.as_second().into()])?.pop())
    }
}

#[async_trait]
impl Signer for Store {
    async fn sign(&self, message: &[u8]) -> Answer<Vec<u8>> {
        self.signing.sign(message)
    }
}

#[async_trait]
impl VerifyingKey for Store {
    async fn verifying_key(&self) -> Answer<Vec<u8>> {
        Ok(self.signing.verifying_key())
    }
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
