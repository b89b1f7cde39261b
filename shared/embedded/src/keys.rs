//! Data keys, wrapped with AES-256-GCM under the key file's key. Their account is authenticated, so that
//! a key moved to another account does not open.

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _};
use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::audit::oldest_kept;
use longhand_core::audit::seal::DataKey;
use longhand_core::error::StoreError;
use longhand_core::ids::{AccountId, KeyId};
use longhand_core::ports::{Answer, DataKeyMaker, DataKeyOpener};
use rusqlite::params;
use zeroize::Zeroizing;

use crate::KeyFile;
use crate::store::{Store, us};

#[async_trait]
impl DataKeyMaker for Store {
    async fn make(&self, account: &AccountId, now: Timestamp) -> Answer<DataKey> {
        const DOING: &str = "making a data key";
        let (mut id, mut nonce, mut bytes) = ([0; 10], [0; 12], Zeroizing::new([0; 32]));
        self.entropy.fill(&mut id)?;
        self.entropy.fill(&mut nonce)?;
        self.entropy.fill(&mut *bytes)?;
        let id = KeyId::new(id);
        let wrapped = wrap(&self.keys, account, &nonce, &bytes).map_err(|e| StoreError::new(DOING, e))?;
        let row = (id.to_string(), account.to_string(), us(now));
        self.write(DOING, move |c| {
            let sql = "INSERT INTO data_keys (id, account, made_us, nonce, wrapped) VALUES (?1, ?2, ?3, ?4, ?5)";
            c.execute(sql, params![row.0, row.1, row.2, nonce, wrapped]).map(drop)
        })
        .await?;
        Ok(DataKey::new(id, account.clone(), *bytes))
    }
}

#[async_trait]
impl DataKeyOpener for Store {
    async fn open_key(&self, account: &AccountId, key: &KeyId, now: Timestamp) -> Answer<Option<DataKey>> {
        const DOING: &str = "opening a data key";
        let warrants = "SELECT 1 FROM warrants WHERE account = ?1 LIMIT 1";
        if self.rows(DOING, warrants, &[account.to_string().into()], |_| Ok(()))?.is_empty() {
            return Err(StoreError::new(DOING, "the account's keys open under a warrant alone"));
        }
        let oldest = oldest_kept(now);
        let sql = "SELECT nonce, wrapped FROM data_keys WHERE id = ?1 AND account = ?2 AND made_us >= ?3";
        let parameters = [key.to_string().into(), account.to_string().into(), us(oldest).into()];
        let found =
            self.rows(DOING, sql, &parameters, |row| Ok((row.get::<_, [u8; 12]>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        let Some((nonce, wrapped)) = found.into_iter().next() else { return Ok(None) };
        let bytes = unwrap(&self.keys, account, &nonce, &wrapped).map_err(|e| StoreError::new(DOING, e))?;
        Ok(Some(DataKey::new(key.clone(), account.clone(), *bytes)))
    }
}

fn cipher(keys: &KeyFile) -> Aes256Gcm {
    Aes256Gcm::new(keys.wrapping().into())
}

fn wrap(keys: &KeyFile, account: &AccountId, nonce: &[u8; 12], bytes: &[u8; 32]) -> Result<Vec<u8>, &'static str> {
    let payload = Payload { msg: bytes, aad: account.as_str().as_bytes() };
    cipher(keys).encrypt(nonce.into(), payload).map_err(|_| "the key does not wrap")
}

fn unwrap(
    keys: &KeyFile,
    account: &AccountId,
    nonce: &[u8; 12],
    wrapped: &[u8],
) -> Result<Zeroizing<[u8; 32]>, &'static str> {
    const WRONG: &str = "the key file does not open it";
    let payload = Payload { msg: wrapped, aad: account.as_str().as_bytes() };
    let bytes = Zeroizing::new(cipher(keys).decrypt(nonce.into(), payload).map_err(|_| WRONG)?);
    bytes.as_slice().try_into().map(Zeroizing::new).map_err(|_| WRONG)
}
