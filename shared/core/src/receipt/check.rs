//! Checking receipts, with nothing but the published key.

use jiff::Timestamp;
use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Receipt;
use super::jose::{Parts, decode, encode, read};
use super::sign::{Certificate, ReceiptHeader};

/// What is wrong with a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// It is none.
    #[error("it is no receipt")]
    Malformed,
    /// Its key is certified by none of ours.
    #[error("its key is not certified by a key that is known")]
    Uncertified,
    /// Its key was not certified for its time.
    #[error("its key was not certified at its time")]
    OutOfTime,
    /// Not what was signed.
    #[error("its signature is not of what it says")]
    Forged,
}

/// Keys that certify: uncompressed points of P-256.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicKeys(Vec<Vec<u8>>);

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
    y: String,
}

impl PublicKeys {
    /// One key, an uncompressed point of 65 bytes.
    #[must_use]
    pub fn one(point: Vec<u8>) -> Self {
        Self(vec![point])
    }

    /// Those of a set of keys as the service publishes it (RFC 7517); nothing if it has no keys of this kind.
    #[must_use]
    pub fn read(jwks: &str) -> Option<Self> {
        let set: Jwks = serde_json::from_str(jwks).ok()?;
        let keys: Option<Vec<_>> = set.keys.iter().map(Jwk::point).collect();
        keys.filter(|keys| !keys.is_empty()).map(Self)
    }

    /// The set as it is published.
    #[must_use]
    pub fn jwks(&self) -> Value {
        let keys = self.0.iter().filter_map(|point| match point.as_slice() {
            [4, xy @ ..] if xy.len() == 64 => {
                let (x, y) = xy.split_at(32);
                let (x, y) = (encode(x), encode(y));
                Some(json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "x": x, "y": y }))
            }
            _ => None,
        });
        json!({ "keys": keys.collect::<Vec<_>>() })
    }

    /// What a receipt says, if all of it is as it was signed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, receipt: &str) -> Result<Receipt, Flaw> {
        let parts = Parts::of(receipt).ok_or(Flaw::Malformed)?;
        let header: ReceiptHeader = read(parts.header).ok_or(Flaw::Malformed)?;
        let says: Receipt = read(parts.payload).ok_or(Flaw::Malformed)?;
        if (header.alg.as_str(), header.typ.as_str()) != ("EdDSA", "receipt+jwt") {
            return Err(Flaw::Malformed);
        }
        let key = self.certified(&header.certificate, says.made)?;
        let signed = UnparsedPublicKey::new(&ED25519, key).verify(parts.signed.as_bytes(), &parts.signature);
        signed.map(|()| says).map_err(|_| Flaw::Forged)
    }

    /// The key that a certificate is about, if one of these signed it and it holds at `at`.
    fn certified(&self, certificate: &str, at: Timestamp) -> Result<Vec<u8>, Flaw> {
        let parts = Parts::of(certificate).ok_or(Flaw::Malformed)?;
        let is_by = |point: &Vec<u8>| {
            let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
            key.verify(parts.signed.as_bytes(), &parts.signature).is_ok()
        };
        // What is signed was written by us, but as other things are signed by such keys too, its kind is looked at.
        let kind: Value = read(parts.header).ok_or(Flaw::Malformed)?;
        if !self.0.iter().any(is_by) || kind["typ"] != "receipt-key+jwt" {
            return Err(Flaw::Uncertified);
        }
        let says: Certificate = read(parts.payload).ok_or(Flaw::Malformed)?;
        if !(says.from..=says.until).contains(&at) {
            return Err(Flaw::OutOfTime);
        }
        decode(&says.x).ok_or(Flaw::Malformed)
    }
}

impl Jwk {
    fn point(&self) -> Option<Vec<u8>> {
        let (x, y) = (decode(&self.x)?, decode(&self.y)?);
        let fits = (self.kty.as_str(), self.crv.as_str(), x.len(), y.len()) == ("EC", "P-256", 32, 32);
        fits.then(|| [vec![4], x, y].concat())
    }
}
