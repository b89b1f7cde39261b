//! The ledger: for each hour that was added up, a page with a digest of its entries, signed, and bound to the page
//! before. Whoever has the verifying key finds an entry that was changed, taken away, put in or moved since.
//!
//! Digests are SHA-256 (FIPS 180-4), signatures ECDSA over P-256 with SHA-256 (FIPS 186-5), in DER.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::audit::Entry;

/// Entries of one part of an hour, in their order, each bound to those before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    entries: u64,
    digest: [u8; 32],
}

impl Chain {
    /// Adds the next entry. Its text, which is kept apart and has a seal of its own, is not part of it.
    pub fn add(&mut self, entry: &Entry) {
        // An entry is text, numbers and times: it can always be written as JSON.
        let written = serde_json::to_vec(&Entry { text: None, ..entry.clone() }).unwrap_or_default();
        self.digest = Sha256::new().chain_update(self.digest).chain_update(written).finalize().into();
        self.entries += 1;
    }
}

/// What an hour holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// How many entries.
    pub entries: u64,
    /// Their digest, in base 64.
    pub digest: String,
}

impl Contents {
    /// Of an hour's parts, in their order. Parts without entries make no difference, so that more can be added.
    #[must_use]
    pub fn of(parts: &[Chain]) -> Self {
        let mut all = Sha256::new();
        for part in parts.iter().filter(|part| part.entries > 0) {
            all.update(part.digest);
        }
        Self { entries: parts.iter().map(|part| part.entries).sum(), digest: BASE64.encode(all.finalize()) }
    }
}

/// What an hour held when it was added up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Counted from one.
    pub number: u64,
    /// The hour's first moment. It has another page if more came to it.
    pub hour: Timestamp,
    /// When the page was written.
    pub at: Timestamp,
    /// Entries of the hour.
    pub entries: u64,
    /// Their digest, in base 64.
    pub digest: String,
    /// The digest of the page before, in base 64; empty in the first.
    pub before: String,
}

impl Page {
    /// The page that follows `last`.
    #[must_use]
    pub fn after(last: Option<&Self>, hour: Timestamp, contents: Contents, at: Timestamp) -> Self {
        let (number, before) = Self::place_after(last);
        Self { number, hour, at, entries: contents.entries, digest: contents.digest, before }
    }

    /// The number of the page that follows `last`, and by which digest it is bound to that.
    fn place_after(last: Option<&Self>) -> (u64, String) {
        last.map_or((1, String::new()), |last| (last.number + 1, last.digest_of_page()))
    }

    /// Whether it stands where the page that follows `last` must.
    #[must_use]
    pub fn follows(&self, last: Option<&Self>) -> bool {
        (self.number, self.before.clone()) == Self::place_after(last)
    }

    /// What is signed.
    #[must_use]
    pub fn written(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Its digest, by which the next page is bound to it.
    #[must_use]
    pub fn digest_of_page(&self) -> String {
        BASE64.encode(Sha256::digest(self.written()))
    }

    /// Whether the hour still holds this.
    #[must_use]
    pub fn is_of(&self, contents: &Contents) -> bool {
        (self.entries, self.digest.as_str()) == (contents.entries, contents.digest.as_str())
    }
}

/// A page with its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedPage {
    /// The page.
    pub page: Page,
    /// ECDSA over [`Page::written`], in base 64.
    pub signature: String,
}

impl SignedPage {
    /// A page with the bytes of its signature.
    #[must_use]
    pub fn new(page: Page, signature: &[u8]) -> Self {
        Self { page, signature: BASE64.encode(signature) }
    }

    /// Whether `key`, an uncompressed point, made the signature.
    #[must_use]
    pub fn is_signed_by(&self, key: &[u8]) -> bool {
        is_signed(&self.page.written(), &self.signature, key)
    }
}

/// Whether `key`, an uncompressed point, made this signature (base 64) of these bytes.
pub(crate) fn is_signed(written: &[u8], signature: &str, key: &[u8]) -> bool {
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key);
    BASE64.decode(signature).is_ok_and(|signature| key.verify(written, &signature).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::made_up as entry;

    fn contents(entries: &[Entry]) -> Contents {
        let mut chain = Chain::default();
        for entry in entries {
            chain.add(entry);
        }
        Contents::of(&[chain])
    }

    #[test]
    fn a_digest_changes_with_every_change_of_the_entries_and_their_order() {
        let whole = contents(&[entry(1), entry(2), entry(3)]);
        let mut other = entry(2);
        other.units.characters = 8;
        let changes: [&[Entry]; 5] = [
            &[entry(1), entry(3)],
            &[entry(1), other, entry(3)],
            &[entry(2), entry(1), entry(3)],
            &[entry(1), entry(2), entry(3), entry(4)],
            &[],
        ];
        for changed in changes {
            assert_ne!(contents(changed).digest, whole.digest);
        }
    }

    #[test]
    fn a_part_without_entries_makes_no_difference() {
        let mut chain = Chain::default();
        chain.add(&entry(1));
        let parts = [Chain::default(), chain.clone(), Chain::default()];
        assert_eq!(Contents::of(&parts), Contents::of(&[chain]));
    }

    /// Pages of the last three months are checked against entries read by this version: what an entry is written
    /// as must never change. A new field is left out where it is empty.
    #[test]
    fn the_digest_of_an_entry_is_what_it_always_was() {
        assert_eq!(contents(&[entry(1)]).digest, "BYUbWoMzex5Sme+XVAa13TF7dYY1B/flGp51JTY2iWw=");
    }
}
