//! The tables. Records are kept as JSON documents; what is searched by stands beside them in columns.

use rusqlite::{Connection, Result};

/// What each version has besides the one before.
const STEPS: [&str; 10] = [TABLES, SINCE_1, SINCE_2, SINCE_3, SINCE_4, SINCE_5, SINCE_6, SINCE_7, SINCE_8, SINCE_9];
/// Raised with every change of the tables.
const VERSION: i32 = 10;

const TABLES: &str = "
CREATE TABLE accounts (id TEXT PRIMARY KEY, version INTEGER NOT NULL, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE members (subject TEXT, account TEXT, PRIMARY KEY (subject, account)) WITHOUT ROWID;
CREATE TABLE tokens (
    key TEXT PRIMARY KEY, account TEXT NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX tokens_of_account ON tokens (account, key);
CREATE TABLE last_uses (key TEXT PRIMARY KEY, at_us INTEGER NOT NULL, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE audit (
    id TEXT PRIMARY KEY, hour_s INTEGER NOT NULL, at_us INTEGER NOT NULL, account TEXT, doc TEXT NOT NULL, sealed TEXT
) WITHOUT ROWID;
CREATE INDEX audit_of_hour ON audit (hour_s, at_us, id);
CREATE INDEX audit_of_account ON audit (account, at_us, id);
CREATE TABLE changes (
    account TEXT, at_us INTEGER, id TEXT, object TEXT, doc TEXT NOT NULL, PRIMARY KEY (account, at_us, id, object)
) WITHOUT ROWID;
CREATE TABLE data_keys (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, made_us INTEGER NOT NULL, nonce BLOB NOT NULL, wrapped BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE claims (
    token TEXT, key TEXT, at_us INTEGER NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (token, key)
) WITHOUT ROWID;
CREATE TABLE spending (
    token TEXT, month_s INTEGER, images INTEGER NOT NULL, PRIMARY KEY (token, month_s)
) WITHOUT ROWID;
";

/// What version 2 has besides.
const SINCE_1: &str = "
CREATE TABLE usage (
    account TEXT, hour_s INTEGER, token TEXT, images INTEGER NOT NULL, doc TEXT NOT NULL,
    PRIMARY KEY (account, hour_s, token)
) WITHOUT ROWID;
CREATE TABLE notices (id TEXT PRIMARY KEY, at_us INTEGER NOT NULL, sent_us INTEGER, doc TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE late_hours (hour_s INTEGER PRIMARY KEY, marks INTEGER NOT NULL);
CREATE TABLE usage_kept (id INTEGER PRIMARY KEY CHECK (id = 1), until_s INTEGER NOT NULL);
";

/// What version 3 has besides.
const SINCE_2: &str = "
CREATE TABLE disputes (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, version INTEGER NOT NULL, due_us INTEGER, doc TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX disputes_of_account ON disputes (account, id);
CREATE INDEX disputes_due ON disputes (due_us) WHERE due_us IS NOT NULL;
CREATE TABLE warrants (dispute TEXT PRIMARY KEY, account TEXT NOT NULL) WITHOUT ROWID;
";

/// What version 4 has besides.
const SINCE_3: &str = "
CREATE TABLE ledger (number INTEGER PRIMARY KEY, hour_s INTEGER NOT NULL, doc TEXT NOT NULL);
CREATE INDEX ledger_of_hour ON ledger (hour_s, number);
";

/// What version 5 has besides.
const SINCE_4: &str = "
CREATE TABLE exposed (key TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
";

/// What version 6 has besides.
const SINCE_5: &str = "
CREATE TABLE bills (
    account TEXT, hour_s INTEGER, version INTEGER NOT NULL, open INTEGER NOT NULL, doc TEXT NOT NULL,
    PRIMARY KEY (account, hour_s)
) WITHOUT ROWID;
CREATE INDEX bills_open ON bills (hour_s, account) WHERE open;
";

/// What version 7 has besides.
const SINCE_6: &str = "
CREATE TABLE plans (id INTEGER PRIMARY KEY CHECK (id = 1), file TEXT NOT NULL);
CREATE TABLE invoices (account TEXT, period TEXT, doc TEXT NOT NULL, PRIMARY KEY (account, period)) WITHOUT ROWID;
CREATE TABLE held (
    entry TEXT, spender TEXT, month_s INTEGER NOT NULL, holders INTEGER NOT NULL, PRIMARY KEY (entry, spender)
) WITHOUT ROWID;
CREATE TABLE corrections (
    account TEXT, hour_s INTEGER, id TEXT, signed INTEGER NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (account, hour_s, id)
) WITHOUT ROWID;
";

/// What version 8 has besides.
const SINCE_7: &str = "
CREATE TABLE stays (key TEXT PRIMARY KEY, at_us INTEGER NOT NULL, doc TEXT NOT NULL) WITHOUT ROWID;
";

/// What version 9 has besides: an index for each thing by which calls are looked for, in which is what else may be known.
const SINCE_8: &str = "
ALTER TABLE audit ADD COLUMN token TEXT AS (doc ->> '$.token') VIRTUAL;
ALTER TABLE audit ADD COLUMN status INTEGER AS (doc ->> '$.status') VIRTUAL;
ALTER TABLE audit ADD COLUMN route TEXT AS (doc ->> '$.route') VIRTUAL;
ALTER TABLE audit ADD COLUMN request TEXT AS (doc ->> '$.request_id') VIRTUAL;
DROP INDEX audit_of_account;
CREATE INDEX audit_of_account ON audit (account, at_us, id, status, route);
CREATE INDEX audit_of_token ON audit (token, at_us, id, account, status, route);
CREATE INDEX audit_of_route ON audit (route, at_us, id, status);
CREATE INDEX audit_of_request ON audit (request, at_us, id);
CREATE INDEX audit_not_200 ON audit (at_us, id, status, account, token, route) WHERE status <> 200;
";

/// What version 10 has besides.
const SINCE_9: &str = "
ALTER TABLE notices ADD COLUMN aside_us INTEGER;
CREATE TABLE tests_paused (id INTEGER PRIMARY KEY CHECK (id = 1), until_us INTEGER NOT NULL);
";

/// Settings of every connection: readers and writers side by side (WAL), every commit on the disk before
/// it is reported, and what is deleted overwritten.
pub fn settle(connection: &Connection) -> Result<()> {
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")
}

/// Makes the tables if they are not there.
///
/// # Errors
/// If the file is of a newer version than this program, or cannot be written.
pub fn make(connection: &mut Connection) -> Result<(), Box<dyn core::error::Error + Send + Sync>> {
    // SQLite opens what it may not write to all the same, and would refuse only the first entry.
    if connection.is_readonly("main")? {
        return Err("the store cannot be written".into());
    }
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found: i32 = transaction.query_row("PRAGMA user_version", (), |row| row.get(0))?;
    const { assert!(STEPS.len() == VERSION as usize) };
    let missing = usize::try_from(found).ok().and_then(|found| STEPS.get(found..));
    let missing = missing.ok_or_else(|| format!("the store has version {found}, this program knows {VERSION}"))?;
    if missing.is_empty() {
        return Ok(());
    }
    for step in missing {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_of_an_earlier_version_keeps_what_it_has_and_gets_the_new_tables() {
        let mut c = Connection::open_in_memory().unwrap();
        c.execute_batch(TABLES).unwrap();
        c.pragma_update(None, "user_version", 1).unwrap();
        c.execute("INSERT INTO accounts VALUES ('a', 1, '{}')", ()).unwrap();
        make(&mut c).unwrap();
        let count = |sql: &str| c.query_row(sql, (), |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!((count("SELECT count(*) FROM accounts"), count("SELECT count(*) FROM usage")), (1, 0));
        assert_eq!(count("SELECT count(*) FROM warrants"), 0);
        assert_eq!(count("PRAGMA user_version"), i64::from(VERSION));
    }
}
