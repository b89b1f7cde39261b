//! Sealing texts: AES-256-GCM (NIST SP 800-38D) under a data key of the account.

use core::fmt;

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::ids::{AccountId, EntryId, KeyId};

/// A key under which texts of one account are sealed. It does not print.
#[derive(Clone)]
pub struct DataKey {
    /// Its name in the store of wrapped keys.
    pub id: KeyId,
    /// The one account whose texts it seals.
    pub account: AccountId,
    bytes: Zeroizing<[u8; 32]>,
}

impl DataKey {
    /// The key of this name.
    #[must_use]
    pub fn new(id: KeyId, account: AccountId, bytes: [u8; 32]) -> Self {
        Self { id, account, bytes: Zeroizing::new(bytes) }
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&*self.bytes).into())
    }

    /// What is authenticated with the text but not hidden: a ciphertext opens only as the text of the
    /// entry and account it was sealed for.
    fn context(&self, entry: &EntryId) -> String {
        format!("{} {} {entry}", self.account, self.id)
    }

    /// Seals `text` for `entry`. `nonce` must be fresh from the system's generator.
    #[must_use]
    pub fn seal(&self, entry: &EntryId, nonce: [u8; 12], text: &str) -> Sealed {
        let context = self.context(entry);
        let payload = Payload { msg: text.as_bytes(), aad: context.as_bytes() };
        let Ok(ciphertext) = self.cipher().encrypt(&nonce.into(), payload) else {
            unreachable!("AES-GCM refuses only messages of 64 GiB and more")
        };
        Sealed { key_id: self.id.clone(), nonce, ciphertext }
    }

    /// The text that was sealed for `entry`.
    ///
    /// # Errors
    /// [`Unopened`] for another key, account or entry, and for anything changed by a single bit.
    pub fn open(&self, entry: &EntryId, sealed: &Sealed) -> Result<Zeroizing<String>, Unopened> {
        if sealed.key_id != self.id {
            return Err(Unopened);
        }
        let context = self.context(entry);
        let payload = Payload { msg: &sealed.ciphertext, aad: context.as_bytes() };
        let bytes = self.cipher().decrypt(&sealed.nonce.into(), payload).map_err(|_| Unopened)?;
        String::from_utf8(bytes).map(Zeroizing::new).map_err(|_| Unopened)
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataKey({}, [redacted])", self.id)
    }
}

/// It is not what was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sealed text does not open")]
pub struct Unopened;

/// A text that only its account's data key opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// Under which key.
    pub key_id: KeyId,
    /// Fresh for each text.
    pub nonce: [u8; 12],
    /// With its tag of 16 bytes at the end.
    pub ciphertext: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Dear Anna – until Sunday!";

    fn key(id: u8, account: u8, bytes: u8) -> DataKey {
        DataKey::new(KeyId::new([id; 10]), AccountId::new([account; 10]), [bytes; 32])
    }

    #[test]
    fn a_text_opens_with_its_own_key_account_and_entry_only() {
        let entry = EntryId::new([1; 10]);
        let sealed = key(1, 1, 1).seal(&entry, [5; 12], TEXT);
        assert_eq!(key(1, 1, 1).open(&entry, &sealed).unwrap().as_str(), TEXT);
        for other in [key(1, 2, 1), key(1, 1, 2), key(2, 1, 1)] {
            assert_eq!(other.open(&entry, &sealed), Err(Unopened), "{other:?}");
        }
        assert_eq!(key(1, 1, 1).open(&EntryId::new([2; 10]), &sealed), Err(Unopened));
    }

    #[test]
    fn one_flipped_bit_anywhere_keeps_it_shut() {
        let entry = EntryId::new([1; 10]);
        let sealed = key(1, 1, 1).seal(&entry, [5; 12], TEXT);
        for bit in 0..sealed.ciphertext.len() * 8 {
            let mut other = sealed.clone();
            other.ciphertext[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(key(1, 1, 1).open(&entry, &other), Err(Unopened), "{bit}");
        }
        for bit in 0..96 {
            let mut other = sealed.clone();
            other.nonce[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(key(1, 1, 1).open(&entry, &other), Err(Unopened), "{bit}");
        }
        let cut = Sealed { ciphertext: sealed.ciphertext[..10].to_vec(), ..sealed };
        assert_eq!(key(1, 1, 1).open(&entry, &cut), Err(Unopened));
    }

    #[test]
    fn the_cipher_is_aes_256_gcm_of_the_specification() {
        // McGrew & Viega, "The Galois/Counter Mode of Operation", test case 14: key, nonce and block of zeros.
        let cipher = key(0, 0, 0).cipher();
        let found = cipher.encrypt(&[0; 12].into(), [0u8; 16].as_slice()).unwrap();
        let hex = found.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat();
        assert_eq!(hex, "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
    }

    #[test]
    fn neither_key_nor_sealed_text_prints_what_it_hides() {
        let shown = format!("{:?} {:?}", key(1, 1, 77), key(1, 1, 77).seal(&EntryId::new([1; 10]), [5; 12], TEXT));
        assert!(!shown.contains("Anna") && !shown.contains("77, 77"), "{shown}");
    }
}
