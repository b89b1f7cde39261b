//! What was spent of caps. The column `token` has the spender's name, which is an account's too.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::ports::{Answer, Spender, Spending};
use rusqlite::{OptionalExtension as _, params};

use crate::store::Store;

#[async_trait]
impl Spending for Store {
    async fn spend(&self, spender: &Spender, month: Timestamp, cap: u64) -> Answer<Option<u64>> {
        let (spender, month) = (spender.to_string(), month.as_second());
        let cap = i64::try_from(cap).unwrap_or(i64::MAX);
        let spent: Option<i64> = self
            .write("taking an image off a cap", move |c| {
                let sql = "INSERT OR IGNORE INTO spending (token, month_s, images) VALUES (?1, ?2, 0)";
                c.execute(sql, params![spender, month])?;
                let sql = "UPDATE spending SET images = images + 1 WHERE token = ?1 AND month_s = ?2 AND images < ?3
                    RETURNING images";
                c.query_row(sql, params![spender, month, cap], |row| row.get(0)).optional()
            })
            .await?;
        Ok(spent.and_then(|images| images.try_into().ok()))
    }

    async fn refund(&self, spender: &Spender, month: Timestamp) -> Answer<()> {
        let (spender, month) = (spender.to_string(), month.as_second());
        let sql = "UPDATE spending SET images = images - 1 WHERE token = ?1 AND month_s = ?2 AND images > 0";
        self.write("giving an image back to a cap", move |c| c.execute(sql, params![spender, month]).map(drop)).await
    }
}
