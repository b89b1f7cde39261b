//! What capped tokens spent.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::ids::TokenKey;
use longhand_core::ports::{Answer, Spending, Written};
use rusqlite::params;

use crate::store::Store;

#[async_trait]
impl Spending for Store {
    async fn spend(&self, token: &TokenKey, month: Timestamp, cap: u64) -> Answer<Written> {
        let (token, month) = (token.to_string(), month.as_second());
        let cap = i64::try_from(cap).unwrap_or(i64::MAX);
        let written = self
            .write("taking an image off a cap", move |c| {
                let sql = "INSERT OR IGNORE INTO spending (token, month_s, images) VALUES (?1, ?2, 0)";
                c.execute(sql, params![token, month])?;
                let sql = "UPDATE spending SET images = images + 1 WHERE token = ?1 AND month_s = ?2 AND images < ?3";
                c.execute(sql, params![token, month, cap])
            })
            .await?;
        Ok(if written == 1 { Written::Done } else { Written::Conflict })
    }

    async fn refund(&self, token: &TokenKey, month: Timestamp) -> Answer<()> {
        let (token, month) = (token.to_string(), month.as_second());
        let sql = "UPDATE spending SET images = images - 1 WHERE token = ?1 AND month_s = ?2 AND images > 0";
        self.write("giving an image back to a cap", move |c| c.execute(sql, params![token, month]).map(drop)).await
    }
}
