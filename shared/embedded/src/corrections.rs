//! Corrections of what is billed.

use async_trait::async_trait;
use longhand_core::audit::Change;
use longhand_core::correction::{Correction, SignedCorrection};
use longhand_core::ids::AccountId;
use longhand_core::ports::{Answer, Corrections, Span, Written};
use rusqlite::params;

use crate::audit::insert_change;
use crate::store::{Store, to_doc};

#[async_trait]
impl Corrections for Store {
    async fn put_correction(&self, correction: &Correction, change: &Change) -> Answer<Written> {
        const DOING: &str = "storing a correction";
        let unsigned = SignedCorrection { correction: correction.clone(), signature: None };
        let (doc, told, change) = (to_doc(DOING, &unsigned)?, to_doc(DOING, change)?, change.clone());
        let Correction { id, account, hour, .. } = unsigned.correction;
        self.write(DOING, move |c| {
            let sql = "INSERT INTO corrections VALUES (?1, ?2, ?3, FALSE, ?4) ON CONFLICT DO NOTHING";
            if c.execute(sql, params![account.as_str(), hour.as_second(), id.as_str(), doc])? == 0 {
                return Ok(Written::Conflict);
            }
            insert_change(c, &change, &told)?;
            Ok(Written::Done)
        })
        .await
    }

    async fn corrections(&self, account: &AccountId, span: Span) -> Answer<Vec<SignedCorrection>> {
        let sql = "SELECT doc FROM corrections WHERE account = ?1 AND hour_s >= ?2 AND hour_s < ?3 ORDER BY hour_s, id";
        let (from, to) = (span.from.as_second(), span.to.as_second());
        self.documents("reading corrections", sql, &[account.to_string().into(), from.into(), to.into()])
    }

    async fn unsigned(&self, limit: u32) -> Answer<Vec<SignedCorrection>> {
        let sql = "SELECT doc FROM corrections WHERE NOT signed LIMIT ?1";
        self.documents("reading what is not signed", sql, &[i64::from(limit).into()])
    }

    async fn put_signature(&self, signed: &SignedCorrection) -> Answer<()> {
        const DOING: &str = "storing a signature";
        let (doc, Correction { id, account, hour, .. }) = (to_doc(DOING, signed)?, signed.correction.clone());
        self.write(DOING, move |c| {
            let sql = "UPDATE corrections SET signed = TRUE, doc = ?4 WHERE account = ?1 AND hour_s = ?2 AND id = ?3";
            c.execute(sql, params![account.as_str(), hour.as_second(), id.as_str(), doc]).map(drop)
        })
        .await
    }
}
