//! Taking away what an account left behind.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::ids::AccountId;
use longhand_core::ports::{Answer, Eraser};
use rusqlite::params;

use crate::store::{Store, us};

/// What belongs to a token, by which it is found.
const OF_TOKENS: [&str; 3] = [
    "DELETE FROM last_uses WHERE key IN (SELECT key FROM tokens WHERE account = ?1)",
    "DELETE FROM exposed WHERE key IN (SELECT key FROM tokens WHERE account = ?1)",
    "DELETE FROM stays WHERE key IN (SELECT key FROM tokens WHERE account = ?1)",
];
/// Keys of texts first.
const STEPS: [&str; 5] = [
    "DELETE FROM data_keys WHERE account = ?1 AND ?2 = ?2",
    "DELETE FROM tokens WHERE account = ?1 AND ?2 = ?2",
    "DELETE FROM notices WHERE json_extract(doc, '$.account') = ?1 AND ?2 = ?2",
    "DELETE FROM disputes WHERE account = ?1 AND ?2 = ?2",
    "DELETE FROM changes WHERE account = ?1 AND at_us < ?2",
];

#[async_trait]
impl Eraser for Store {
    async fn erase(&self, account: &AccountId, erased: Timestamp, _limit: u32) -> Answer<u64> {
        let account = account.to_string();
        self.write("erasing an account", move |c| {
            for sql in OF_TOKENS {
                c.execute(sql, [&account])?;
            }
            let mut gone = 0;
            for sql in STEPS {
                gone += c.execute(sql, params![account, us(erased)])?;
            }
            Ok(gone as u64)
        })
        .await
    }
}
