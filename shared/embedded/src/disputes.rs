//! Disputes, their warrants, and what the account is told of them.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::audit::Change;
use longhand_core::dispute::Dispute;
use longhand_core::ids::{AccountId, DisputeId};
use longhand_core::ports::{Answer, ChangeSink, DisputeReader, DisputeWriter, Warrants, Written};
use rusqlite::params;

use crate::audit::insert_change;
use crate::store::{Store, to_doc, us, version};

#[async_trait]
impl DisputeReader for Store {
    async fn dispute(&self, account: &AccountId, id: &DisputeId) -> Answer<Option<Dispute>> {
        let sql = "SELECT doc FROM disputes WHERE account = ?1 AND id = ?2";
        Ok(self.documents("reading a dispute", sql, &[account.to_string().into(), id.to_string().into()])?.pop())
    }

    async fn disputes(&self, account: &AccountId, after: Option<&DisputeId>, limit: u32) -> Answer<Vec<Dispute>> {
        let sql = "SELECT doc FROM disputes WHERE account = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
        let after = after.map_or_else(String::new, ToString::to_string);
        self.documents("listing disputes", sql, &[account.to_string().into(), after.into(), limit.into()])
    }
}

#[async_trait]
impl DisputeWriter for Store {
    async fn create_dispute(&self, dispute: &Dispute, change: &Change) -> Answer<Written> {
        self.put_dispute(dispute, change, None).await
    }

    async fn replace_dispute(&self, dispute: &Dispute, change: &Change) -> Answer<Written> {
        self.put_dispute(dispute, change, Some(dispute.version.saturating_sub(1))).await
    }
}

#[async_trait]
impl Warrants for Store {
    async fn issue(&self, account: &AccountId, dispute: &DisputeId) -> Answer<()> {
        let (account, dispute) = (account.to_string(), dispute.to_string());
        let sql = "INSERT OR IGNORE INTO warrants (dispute, account) VALUES (?1, ?2)";
        self.write("issuing a warrant", move |c| c.execute(sql, params![dispute, account]).map(drop)).await
    }

    async fn overdue(&self, now: Timestamp, limit: u32) -> Answer<Vec<Dispute>> {
        let sql = "SELECT doc FROM disputes WHERE due_us < ?1 ORDER BY due_us, id LIMIT ?2";
        self.documents("reading overdue disputes", sql, &[us(now).into(), limit.into()])
    }

    async fn withdraw(&self, dispute: &Dispute) -> Answer<()> {
        let id = dispute.id.to_string();
        self.write("withdrawing a warrant", move |c| {
            c.execute("DELETE FROM warrants WHERE dispute = ?1", [&id])?;
            c.execute("UPDATE disputes SET due_us = NULL WHERE id = ?1", [&id]).map(drop)
        })
        .await
    }
}

#[async_trait]
impl ChangeSink for Store {
    async fn tell(&self, change: &Change) -> Answer<()> {
        const DOING: &str = "telling of a change";
        let (change, told) = (change.clone(), to_doc(DOING, change)?);
        self.write(DOING, move |c| insert_change(c, &change, &told)).await
    }
}

impl Store {
    /// Stores a dispute if the stored one is of the `expected` version, or if there is none.
    async fn put_dispute(&self, dispute: &Dispute, change: &Change, expected: Option<u64>) -> Answer<Written> {
        const DOING: &str = "storing a dispute";
        let (dispute, doc, change) = (dispute.clone(), to_doc(DOING, dispute)?, change.clone());
        let told = to_doc(DOING, &change)?;
        self.write(DOING, move |c| {
            let found = version(c, "SELECT version FROM disputes WHERE id = ?1", dispute.id.as_str())?;
            if found != expected.map(u64::cast_signed) {
                return Ok(Written::Conflict);
            }
            let due = dispute.approved().map(|_| us(dispute.ends()));
            let sql = "INSERT OR REPLACE INTO disputes (id, account, version, due_us, doc) VALUES (?1, ?2, ?3, ?4, ?5)";
            let (id, account) = (dispute.id.as_str(), dispute.account.as_str());
            c.execute(sql, params![id, account, dispute.version.cast_signed(), due, doc])?;
            insert_change(c, &change, &told)?;
            Ok(Written::Done)
        })
        .await
    }
}
