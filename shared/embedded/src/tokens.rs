//! Tokens.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::audit::Change;
use longhand_core::error::StoreError;
use longhand_core::ids::{AccountId, TokenKey};
use longhand_core::ports::{
    Answer, ListedToken, TokenFilter, TokenLister, TokenReader, TokenToucher, TokenWriter, Written,
};
use longhand_core::tokens::{LastUse, Token};
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::audit::insert_change;
use crate::store::{Store, from_doc, to_doc, us, version};

#[async_trait]
impl TokenReader for Store {
    async fn token(&self, key: &TokenKey) -> Answer<Option<Token>> {
        const DOING: &str = "reading a token";
        let sql = "SELECT t.doc, x.at FROM tokens t LEFT JOIN exposed x ON x.key = t.key WHERE t.key = ?1";
        let found = self.rows(DOING, sql, &[Value::from(key.to_string())], |row| Ok((row.get(0)?, row.get(1)?)))?;
        found.into_iter().map(|(doc, exposed)| read(DOING, doc, exposed)).next().transpose()
    }

    async fn last_use(&self, key: &TokenKey) -> Answer<Option<LastUse>> {
        let key = Value::from(key.to_string());
        Ok(self.documents("reading a token's use", "SELECT doc FROM last_uses WHERE key = ?1", &[key])?.pop())
    }
}

#[async_trait]
impl TokenLister for Store {
    async fn tokens(
        &self,
        account: &AccountId,
        filter: &TokenFilter,
        after: Option<&TokenKey>,
        limit: u32,
    ) -> Answer<Vec<ListedToken>> {
        const DOING: &str = "listing tokens";
        let sql = "SELECT t.doc, u.doc, x.at FROM tokens t
            LEFT JOIN last_uses u ON u.key = t.key LEFT JOIN exposed x ON x.key = t.key
            WHERE t.account = ?1 AND t.key > ?2 AND (?3 IS NULL OR t.kind = ?3)
            AND (?4 IS NULL OR EXISTS (SELECT 1 FROM json_each(t.doc, '$.labels') WHERE value = ?4))
            ORDER BY t.key LIMIT ?5";
        let parameters = [
            Value::from(account.to_string()),
            Value::from(after.map_or_else(String::new, ToString::to_string)),
            Value::from(filter.kind.map(|k| k.name().to_owned())),
            Value::from(filter.label.clone()),
            Value::from(i64::from(limit)),
        ];
        let rows = self.rows(DOING, sql, &parameters, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let listed = |(token, used, exposed): (String, Option<String>, Option<String>)| {
            let last_use = used.map(|u| from_doc(DOING, &u)).transpose()?;
            Ok(ListedToken { token: read(DOING, token, exposed)?, last_use })
        };
        rows.into_iter().map(listed).collect()
    }
}

#[async_trait]
impl TokenWriter for Store {
    async fn create_token(&self, token: &Token, change: &Change) -> Answer<Written> {
        self.put(token, change, None).await
    }

    async fn replace_token(&self, token: &Token, change: &Change) -> Answer<Written> {
        self.put(token, change, Some(token.version.saturating_sub(1))).await
    }
}

#[async_trait]
impl TokenToucher for Store {
    async fn touch(&self, key: &TokenKey, last_use: &LastUse) -> Answer<()> {
        const DOING: &str = "noting a token's use";
        let (key, at, doc) = (key.to_string(), us(last_use.at), to_doc(DOING, last_use)?);
        let sql = "INSERT INTO last_uses (key, at_us, doc) VALUES (?1, ?2, ?3)
            ON CONFLICT (key) DO UPDATE SET at_us = ?2, doc = ?3 WHERE at_us < ?2";
        self.write(DOING, move |c| c.execute(sql, params![key, at, doc]).map(drop)).await
    }

    async fn expose(&self, key: &TokenKey, at: Timestamp) -> Answer<()> {
        let (key, at) = (key.to_string(), at.to_string());
        let sql = "INSERT OR IGNORE INTO exposed (key, at) VALUES (?1, ?2)";
        self.write("noting an exposed token", move |c| c.execute(sql, params![key, at]).map(drop)).await
    }
}

/// A token as it stands, and since when others know its secret.
#[expect(clippy::needless_pass_by_value, reason = "rows are read and gone")]
fn read(doing: &'static str, doc: String, exposed: Option<String>) -> Answer<Token> {
    let at = exposed.map(|at| at.parse()).transpose().map_err(|e: jiff::Error| StoreError::new(doing, e))?;
    Ok(from_doc::<Token>(doing, &doc)?.exposed(at))
}

impl Store {
    /// Stores a token if the stored one is of the `expected` version, or if there is none.
    async fn put(&self, token: &Token, change: &Change, expected: Option<u64>) -> Answer<Written> {
        const DOING: &str = "storing a token";
        let (token, doc, change) = (token.clone(), to_doc(DOING, token)?, change.clone());
        let told = to_doc(DOING, &change)?;
        self.write(DOING, move |c| {
            let found = version(c, "SELECT version FROM tokens WHERE key = ?1", token.key.as_str())?;
            if found != expected.map(u64::cast_signed) {
                return Ok(Written::Conflict);
            }
            upsert(c, &token, &doc)?;
            insert_change(c, &change, &told)?;
            Ok(Written::Done)
        })
        .await
    }
}

fn upsert(c: &Connection, token: &Token, doc: &str) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO tokens (key, account, kind, version, doc) VALUES (?1, ?2, ?3, ?4, ?5)";
    let (key, account) = (token.key.as_str(), token.account.as_str());
    c.execute(sql, params![key, account, token.kind.name(), token.version.cast_signed(), doc]).map(drop)
}
