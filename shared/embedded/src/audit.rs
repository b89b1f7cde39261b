//! The audit log.

use core::fmt::Write as _;

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::audit::seal::Sealed;
use longhand_core::audit::{Change, Entry, Wanted, hour_of, oldest_kept};
use longhand_core::ids::{AccountId, EntryId};
use longhand_core::ports::{Answer, AuditReader, AuditSink, CallFinder, Cursor, SealedReader, Span};
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::store::{Store, to_doc, us};
use crate::usage::mark_late;

#[async_trait]
impl AuditSink for Store {
    async fn append(&self, entry: &Entry) -> Answer<()> {
        self.insert(entry, |_| Ok(())).await
    }

    async fn append_late(&self, entry: &Entry) -> Answer<()> {
        let at = entry.at;
        self.insert(entry, move |c| mark_late(c, at)).await
    }
}

impl Store {
    /// Stores an entry, and what goes with it if it is new.
    async fn insert(
        &self,
        entry: &Entry,
        with: impl FnOnce(&Connection) -> rusqlite::Result<()> + Send + 'static,
    ) -> Answer<()> {
        const DOING: &str = "appending to the audit log";
        let sealed = entry.text.as_ref().map(|s| to_doc(DOING, s)).transpose()?;
        // The text stands apart, so that reading entries does not read texts.
        let entry = Entry { text: None, ..entry.clone() };
        let doc = to_doc(DOING, &entry)?;
        self.write(DOING, move |c| {
            let sql = "INSERT OR IGNORE INTO audit (id, hour_s, at_us, account, doc, sealed)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let account = entry.account.as_ref().map(AccountId::as_str);
            let (id, hour, at) = (entry.id.as_str(), hour_of(entry.at).as_second(), us(entry.at));
            match c.prepare_cached(sql)?.execute(params![id, hour, at, account, doc, sealed])? {
                0 => Ok(()),
                _ => with(c),
            }
        })
        .await
    }
}

#[async_trait]
impl AuditReader for Store {
    async fn entries(
        &self,
        account: &AccountId,
        span: Span,
        after: Option<&Cursor>,
        limit: u32,
        now: Timestamp,
    ) -> Answer<Vec<Entry>> {
        let oldest = oldest_kept(now);
        let span = Span { from: span.from.max(oldest), ..span };
        let sql = "SELECT doc FROM audit WHERE account = ?1 AND at_us >= ?2 AND at_us < ?3
            AND (at_us, id) > (?4, ?5) ORDER BY at_us, id LIMIT ?6";
        self.documents("reading the audit log", sql, &page(account, span, after, limit))
    }

    async fn changes(
        &self,
        account: &AccountId,
        span: Span,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Answer<Vec<Change>> {
        let sql = "SELECT doc FROM changes WHERE account = ?1 AND at_us >= ?2 AND at_us < ?3
            AND (at_us, id) > (?4, ?5) ORDER BY at_us, id LIMIT ?6";
        self.documents("reading changes", sql, &page(account, span, after, limit))
    }
}

#[async_trait]
impl SealedReader for Store {
    async fn sealed(&self, account: &AccountId, entry: &EntryId, now: Timestamp) -> Answer<Option<Sealed>> {
        let oldest = oldest_kept(now);
        let sql = "SELECT sealed FROM audit WHERE id = ?1 AND account = ?2 AND at_us >= ?3 AND sealed IS NOT NULL";
        let parameters = [entry.to_string().into(), account.to_string().into(), us(oldest).into()];
        Ok(self.documents("reading a sealed text", sql, &parameters)?.pop())
    }
}

#[async_trait]
impl CallFinder for Store {
    async fn find(&self, wanted: &Wanted, span: Span, limit: u32, now: Timestamp) -> Answer<Vec<Entry>> {
        let span = Span { from: span.from.max(oldest_kept(now)), ..span };
        let Wanted { account, token, status, route, request } = wanted;
        let (least, most) = (status.as_ref().map(|all| *all.start()), status.as_ref().map(|all| *all.end()));
        let known: [(&str, Option<Value>); 6] = [
            ("account =", account.as_ref().map(|id| id.to_string().into())),
            ("token =", token.as_ref().map(|key| key.to_string().into())),
            ("status >=", least.map(Into::into)),
            ("status <=", most.map(Into::into)),
            ("route =", route.clone().map(Into::into)),
            ("request =", request.as_ref().map(|id| id.as_str().to_owned().into())),
        ];
        let mut parameters: Vec<Value> = vec![us(span.from).into(), us(span.to).into(), i64::from(limit).into()];
        let mut conditions = String::new();
        for (compare, value) in known {
            let Some(value) = value else { continue };
            parameters.push(value);
            // Writing to a `String` cannot fail.
            let _ = write!(conditions, " AND {compare} ?{}", parameters.len());
        }
        let hours = us(hour_of(span.from)) / 1_000_000;
        let (index, more) = match wanted {
            Wanted { request: Some(_), .. } => ("audit_of_request", String::new()),
            Wanted { status: Some(all), .. } if !all.contains(&200) => {
                ("audit_not_200", " AND status <> 200".to_owned())
            }
            Wanted { token: Some(_), .. } => ("audit_of_token", String::new()),
            Wanted { account: Some(_), .. } => ("audit_of_account", String::new()),
            Wanted { route: Some(_), .. } => ("audit_of_route", String::new()),
            _ => ("audit_of_hour", format!(" AND hour_s >= {hours}")),
        };
        // An hour is before another as its calls are before the other's.
        let order = if index == "audit_of_hour" { "hour_s DESC, at_us DESC, id DESC" } else { "at_us DESC, id DESC" };
        let sql = format!(
            "SELECT doc FROM audit WHERE id IN (
                SELECT id FROM audit INDEXED BY {index} WHERE at_us >= ?1 AND at_us < ?2 {conditions}{more}
                ORDER BY {order} LIMIT ?3
            ) ORDER BY at_us DESC, id DESC"
        );
        self.documents("looking for calls", &sql, &parameters)
    }
}

fn page(account: &AccountId, span: Span, after: Option<&Cursor>, limit: u32) -> [Value; 6] {
    let (at, id) = after.map_or((i64::MIN, String::new()), |c| (us(c.at), c.id.to_string()));
    [
        Value::from(account.to_string()),
        Value::from(us(span.from)),
        Value::from(us(span.to)),
        Value::from(at),
        Value::from(id),
        Value::from(i64::from(limit)),
    ]
}

/// Stores a change within the transaction of what it tells of.
pub(crate) fn insert_change(c: &Connection, change: &Change, doc: &str) -> rusqlite::Result<()> {
    let sql = "INSERT INTO changes (account, at_us, id, object, doc) VALUES (?1, ?2, ?3, ?4, ?5)";
    let (account, at) = (change.account.as_str(), us(change.at));
    c.execute(sql, params![account, at, change.id.as_str(), change.object, doc]).map(drop)
}
