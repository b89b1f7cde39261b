//! The key that signs the ledger, in a file of its own: whoever holds the data and this file can sign anew, so it
//! should be kept elsewhere by who wants to convince others.

use std::io::{Error, ErrorKind};
use std::path::Path;

use longhand_core::error::StoreError;
use longhand_core::ports::Answer;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use zeroize::Zeroizing;

use crate::keyfile::{own, read_own};

/// The signing key of a directory: PKCS #8, in DER.
const NAME: &str = "longhand-signing.key";

/// A key pair over P-256. It does not print.
pub struct SigningKey(EcdsaKeyPair);

impl SigningKey {
    /// The key of `directory`, made if there is none.
    ///
    /// # Errors
    /// If it cannot be read or made, is no key, or others than its owner may read it.
    pub fn open(directory: &Path) -> Result<Self, Error> {
        let path = directory.join(NAME);
        let bytes = Zeroizing::new(read_own(&path)?.map_or_else(|| make(directory, &path), Ok)?);
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &bytes, &SystemRandom::new())
            .map(Self)
            .map_err(|_| fault(&path, "is not a signing key"))
    }

    /// The signature over `message`.
    pub(crate) fn sign(&self, message: &[u8]) -> Answer<Vec<u8>> {
        let signature = self.0.sign(&SystemRandom::new(), message);
        signature
            .map(|s| s.as_ref().to_vec())
            .map_err(|_| StoreError::new("signing", "the system gives no random bytes"))
    }

    /// The public key, an uncompressed point.
    pub(crate) fn verifying_key(&self) -> Vec<u8> {
        self.0.public_key().as_ref().to_vec()
    }
}

/// A new one; that of another process if that was faster.
fn make(directory: &Path, path: &Path) -> Result<Vec<u8>, Error> {
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new());
    let made = made.map_err(|_| fault(path, "cannot be made: the system gives no random bytes"))?;
    own(directory, path, made.as_ref())?;
    read_own(path)?.ok_or_else(|| fault(path, "is gone"))
}

fn fault(path: &Path, what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("{} {what}", path.display()))
}
