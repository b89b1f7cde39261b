//! Signing receipts with a key that the service's own key certifies once, so that a receipt waits for nobody.

use jiff::{SignedDuration, Timestamp};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde::{Deserialize, Serialize};

use super::Receipt;
use super::jose::{encode, fixed, part};

/// How long a key is certified for, and how long it signs.
const CERTIFIED_FOR: SignedDuration = SignedDuration::from_hours(48);
const USED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What a certificate says: between these times this key signs receipts.
#[derive(Serialize, Deserialize)]
pub(super) struct Certificate {
    pub from: Timestamp,
    pub until: Timestamp,
    /// The key, in base 64 for addresses: the `x` of an Ed25519 JWK (RFC 8037).
    pub x: String,
}

#[derive(Serialize)]
struct CertificateHeader {
    alg: &'static str,
    typ: &'static str,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ReceiptHeader {
    pub alg: String,
    pub typ: String,
    /// The certificate of the key.
    pub certificate: String,
}

/// A new key that nobody vouches for yet.
pub struct Uncertified {
    pair: Ed25519KeyPair,
    written: String,
    from: Timestamp,
}

impl Uncertified {
    /// The key of this random seed, to be used from `now` on.
    ///
    /// # Panics
    /// Never: a seed of 32 bytes makes a key.
    #[must_use]
    pub fn new(seed: &[u8; 32], now: Timestamp) -> Self {
        let Ok(pair) = Ed25519KeyPair::from_seed_unchecked(seed) else { unreachable!("any 32 bytes are a seed") };
        let until = now.saturating_add(CERTIFIED_FOR).unwrap_or(Timestamp::MAX);
        let says = Certificate { from: now, until, x: encode(pair.public_key()) };
        let header = CertificateHeader { alg: "ES256", typ: "receipt-key+jwt" };
        Self { pair, written: format!("{}.{}", part(&header), part(&says)), from: now }
    }

    /// What is signed to certify it.
    #[must_use]
    pub fn written(&self) -> &[u8] {
        self.written.as_bytes()
    }

    /// The key with its certificate, of which this is the signature in DER; nothing if it is none.
    #[must_use]
    pub fn certified(self, signature: &[u8]) -> Option<Certified> {
        let certificate = format!("{}.{}", self.written, encode(fixed(signature)?));
        let header = ReceiptHeader { alg: "EdDSA".to_owned(), typ: "receipt+jwt".to_owned(), certificate };
        Some(Certified { pair: self.pair, header: part(&header), from: self.from })
    }
}

/// A key that signs receipts.
pub struct Certified {
    pair: Ed25519KeyPair,
    header: String,
    from: Timestamp,
}

impl Certified {
    /// Whether it still signs at `now`. A clock set back makes it old, not young.
    #[must_use]
    pub fn signs_at(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.from);
        !age.is_negative() && age < USED_FOR
    }

    /// The receipt, signed.
    #[must_use]
    pub fn sign(&self, receipt: &Receipt) -> String {
        let signed = format!("{}.{}", self.header, part(receipt));
        let signature = self.pair.sign(signed.as_bytes());
        format!("{signed}.{}", encode(signature))
    }
}
