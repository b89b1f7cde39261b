//! Bills, and invoices that were sent.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::bill::Bill;
use longhand_core::ids::AccountId;
use longhand_core::ports::{Answer, Bills, IssuedInvoices, Span, Written};
use longhand_core::tariff::Issued;
use rusqlite::params;

use crate::store::{Store, to_doc};

#[async_trait]
impl Bills for Store {
    fn log(&self) -> Option<&str> {
        None
    }

    async fn bill(&self, account: &AccountId, hour: Timestamp) -> Answer<Option<Bill>> {
        let sql = "SELECT doc FROM bills WHERE account = ?1 AND hour_s = ?2";
        Ok(self.documents("reading a bill", sql, &[account.to_string().into(), hour.as_second().into()])?.pop())
    }

    async fn bills_in(&self, account: &AccountId, span: Span) -> Answer<Vec<Bill>> {
        let sql = "SELECT doc FROM bills WHERE account = ?1 AND hour_s >= ?2 AND hour_s < ?3 ORDER BY hour_s";
        let (from, to) = (span.from.as_second(), span.to.as_second());
        self.documents("reading bills", sql, &[account.to_string().into(), from.into(), to.into()])
    }

    async fn put_bill(&self, bill: &Bill) -> Answer<Written> {
        const DOING: &str = "storing a bill";
        let (bill, doc) = (bill.clone(), to_doc(DOING, bill)?);
        self.write(DOING, move |c| {
            let sql = "INSERT INTO bills (account, hour_s, version, open, doc) SELECT ?1, ?2, ?3, ?4, ?5
                WHERE ?3 = 1 OR EXISTS (SELECT 1 FROM bills WHERE account = ?1 AND hour_s = ?2)
                ON CONFLICT DO UPDATE SET version = ?3, open = ?4, doc = ?5 WHERE version = ?3 - 1";
            let (account, hour, version) = (bill.account.as_str(), bill.hour.as_second(), bill.version.cast_signed());
            let stored = c.prepare_cached(sql)?.execute(params![account, hour, version, bill.is_open(), doc])?;
            Ok(if stored == 0 { Written::Conflict } else { Written::Done })
        })
        .await
    }

    async fn open_bills(&self, after: Option<(&AccountId, Timestamp)>, limit: u32) -> Answer<Vec<Bill>> {
        let (hour, account) = after.map_or((i64::MIN, String::new()), |(a, hour)| (hour.as_second(), a.to_string()));
        let sql = "SELECT doc FROM bills WHERE open AND (hour_s, account) > (?1, ?2) ORDER BY hour_s, account LIMIT ?3";
        self.documents("reading open bills", sql, &[hour.into(), account.into(), i64::from(limit).into()])
    }
}

#[async_trait]
impl IssuedInvoices for Store {
    async fn put_invoice(&self, issued: &Issued) -> Answer<Written> {
        const DOING: &str = "storing an invoice";
        let (account, period, doc) = (issued.account.to_string(), issued.period.clone(), to_doc(DOING, issued)?);
        self.write(DOING, move |c| {
            let sql = "INSERT INTO invoices VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            let stored = c.prepare_cached(sql)?.execute(params![account, period, doc])?;
            Ok(if stored == 0 { Written::Conflict } else { Written::Done })
        })
        .await
    }

    async fn invoices(&self, account: &AccountId) -> Answer<Vec<Issued>> {
        let sql = "SELECT doc FROM invoices WHERE account = ?1 ORDER BY period";
        self.documents("reading invoices", sql, &[account.to_string().into()])
    }
}
