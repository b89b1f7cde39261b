//! What was spent of caps. The column `token` has the spender's name, which is an account's too.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::ids::EntryId;
use longhand_core::ports::{Answer, Held, Spender, Spending};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::store::Store;

#[async_trait]
impl Spending for Store {
    async fn spend(&self, spender: &Spender, month: Timestamp, cap: u64) -> Answer<Option<u64>> {
        let (spender, month) = (spender.to_string(), month.as_second());
        let cap = i64::try_from(cap).unwrap_or(i64::MAX);
        self.write("taking an image off a cap", move |c| take(c, &spender, month, cap)).await
    }

    async fn hold(&self, spender: &Spender, month: Timestamp, cap: u64, entry: &EntryId) -> Answer<Held> {
        let (spender, month, entry) = (spender.to_string(), month.as_second(), entry.to_string());
        let cap = i64::try_from(cap).unwrap_or(i64::MAX);
        self.write("holding an image of a cap", move |c| {
            let sql = "UPDATE held SET holders = holders + 1 WHERE entry = ?1 AND spender = ?2";
            if c.execute(sql, params![entry, spender])? > 0 {
                return Ok(Held::Again);
            }
            let Some(images) = take(c, &spender, month, cap)? else { return Ok(Held::NoneLeft) };
            let sql = "INSERT INTO held VALUES (?1, ?2, ?3, 1)";
            c.execute(sql, params![entry, spender, month])?;
            Ok(Held::Taken(images))
        })
        .await
    }

    async fn release(&self, spender: &Spender, month: Timestamp, entry: &EntryId) -> Answer<()> {
        let (spender, month, entry) = (spender.to_string(), month.as_second(), entry.to_string());
        self.write("letting go of an image of a cap", move |c| {
            let sql = "UPDATE held SET holders = holders - 1 WHERE entry = ?1 AND spender = ?2";
            c.execute(sql, params![entry, spender])?;
            let sql = "DELETE FROM held WHERE entry = ?1 AND spender = ?2 AND holders = 0";
            if c.execute(sql, params![entry, spender])? > 0 { give_back(c, &spender, month) } else { Ok(()) }
        })
        .await
    }

    async fn refund(&self, spender: &Spender, month: Timestamp) -> Answer<()> {
        let (spender, month) = (spender.to_string(), month.as_second());
        self.write("giving an image back to a cap", move |c| give_back(c, &spender, month)).await
    }
}

/// Adds an image, if the cap has one left; how many there are then.
fn take(c: &Connection, spender: &str, month: i64, cap: i64) -> rusqlite::Result<Option<u64>> {
    let sql = "INSERT OR IGNORE INTO spending (token, month_s, images) VALUES (?1, ?2, 0)";
    c.execute(sql, params![spender, month])?;
    let sql =
        "UPDATE spending SET images = images + 1 WHERE token = ?1 AND month_s = ?2 AND images < ?3 RETURNING images";
    let images: Option<i64> = c.query_row(sql, params![spender, month, cap], |row| row.get(0)).optional()?;
    Ok(images.and_then(|images| images.try_into().ok()))
}

fn give_back(c: &Connection, spender: &str, month: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE spending SET images = images - 1 WHERE token = ?1 AND month_s = ?2 AND images > 0";
    c.execute(sql, params![spender, month]).map(drop)
}
