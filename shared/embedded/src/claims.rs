//! Idempotency keys.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::ports::{Answer, Claim, Idempotency};
use rusqlite::{OptionalExtension as _, params};

use crate::store::{Store, from_doc, to_doc, us};

#[async_trait]
impl Idempotency for Store {
    async fn claim(&self, claim: &Claim, expired_before: Timestamp) -> Answer<Claim> {
        const DOING: &str = "claiming an idempotency key";
        let doc = to_doc(DOING, claim)?;
        let (token, key, at) = (claim.token.to_string(), claim.key.clone(), us(claim.at));
        let oldest = us(expired_before);
        let kept = self
            .write(DOING, move |c| {
                let sql = "SELECT doc FROM claims WHERE token = ?1 AND key = ?2 AND at_us >= ?3";
                let kept: Option<String> =
                    c.query_row(sql, params![token, key, oldest], |row| row.get(0)).optional()?;
                if kept.is_none() {
                    let sql = "INSERT OR REPLACE INTO claims (token, key, at_us, doc) VALUES (?1, ?2, ?3, ?4)";
                    c.execute(sql, params![token, key, at, doc])?;
                }
                Ok(kept.unwrap_or(doc))
            })
            .await?;
        from_doc(DOING, &kept)
    }
}
