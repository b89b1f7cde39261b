//! Accounts.

use async_trait::async_trait;
use longhand_core::account::Account;
use longhand_core::audit::Change;
use longhand_core::ids::AccountId;
use longhand_core::ports::{AccountLister, AccountReader, AccountWriter, Answer, Written};
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::audit::insert_change;
use crate::store::{Store, to_doc, version};

#[async_trait]
impl AccountReader for Store {
    async fn account(&self, id: &AccountId) -> Answer<Option<Account>> {
        let id = Value::from(id.to_string());
        Ok(self.documents("reading an account", "SELECT doc FROM accounts WHERE id = ?1", &[id])?.pop())
    }

    async fn accounts_of(&self, subject: &str) -> Answer<Vec<Account>> {
        let sql = "SELECT a.doc FROM members m JOIN accounts a ON a.id = m.account WHERE m.subject = ?1 ORDER BY a.id";
        self.documents("reading a member's accounts", sql, &[Value::from(subject.to_owned())])
    }
}

#[async_trait]
impl AccountLister for Store {
    async fn accounts(&self, after: Option<&AccountId>, limit: u32) -> Answer<Vec<Account>> {
        let after = Value::from(after.map_or_else(String::new, ToString::to_string));
        let sql = "SELECT doc FROM accounts WHERE id > ?1 ORDER BY id LIMIT ?2";
        self.documents("listing accounts", sql, &[after, Value::from(i64::from(limit))])
    }
}

#[async_trait]
impl AccountWriter for Store {
    async fn create_account(&self, account: &Account, change: &Change) -> Answer<Written> {
        self.put_account(account, change, None).await
    }

    async fn replace_account(&self, account: &Account, change: &Change) -> Answer<Written> {
        self.put_account(account, change, Some(account.version.saturating_sub(1))).await
    }
}

impl Store {
    /// Stores an account if the stored one is of the `expected` version, or if there is none.
    async fn put_account(&self, account: &Account, change: &Change, expected: Option<u64>) -> Answer<Written> {
        const DOING: &str = "storing an account";
        let (account, doc, change) = (account.clone(), to_doc(DOING, account)?, change.clone());
        let told = to_doc(DOING, &change)?;
        self.write(DOING, move |c| {
            let found = version(c, "SELECT version FROM accounts WHERE id = ?1", account.id.as_str())?;
            if found != expected.map(u64::cast_signed) {
                return Ok(Written::Conflict);
            }
            upsert(c, &account, &doc)?;
            insert_change(c, &change, &told)?;
            Ok(Written::Done)
        })
        .await
    }
}

fn upsert(c: &Connection, account: &Account, doc: &str) -> rusqlite::Result<()> {
    let id = account.id.as_str();
    let sql = "INSERT OR REPLACE INTO accounts (id, version, doc) VALUES (?1, ?2, ?3)";
    c.execute(sql, params![id, account.version.cast_signed(), doc])?;
    c.execute("DELETE FROM members WHERE account = ?1", [id])?;
    for member in &account.members {
        let sql = "INSERT OR IGNORE INTO members (subject, account) VALUES (?1, ?2)";
        c.execute(sql, params![member.subject, id])?;
    }
    Ok(())
}
