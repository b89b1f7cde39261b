//! Receipts of live renders, signed without waiting for the service's own key.

use std::sync::{Arc, Mutex, PoisonError};

use super::Names;
use crate::error::StoreError;
use crate::ports::{Answer, Signer, VerifyingKey};
use crate::receipt::{Certified, PublicKeys, Receipt, Uncertified};

/// Signs receipts.
pub struct Receipts {
    signer: Arc<dyn Signer>,
    verifying_key: Arc<dyn VerifyingKey>,
    names: Names,
    held: Mutex<Option<Arc<Certified>>>,
    published: Mutex<Option<PublicKeys>>,
}

impl Receipts {
    /// Receipts whose keys this signer certifies.
    #[must_use]
    pub fn new(signer: Arc<dyn Signer>, verifying_key: Arc<dyn VerifyingKey>, names: Names) -> Self {
        Self { signer, verifying_key, names, held: Mutex::default(), published: Mutex::default() }
    }

    /// The receipt, signed.
    ///
    /// # Errors
    /// If there is no key to sign with and none can be made or certified.
    pub(super) async fn sign(&self, receipt: &Receipt) -> Answer<String> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(key) = held.filter(|key| key.signs_at(receipt.made)) {
            return Ok(key.sign(receipt));
        }
        let key = Uncertified::new(&self.names.bytes()?, receipt.made);
        let signature = self.signer.sign(key.written()).await?;
        let key = key.certified(&signature);
        let key = Arc::new(key.ok_or_else(|| StoreError::new("certifying a key", "what was signed is no signature"))?);
        let signed = key.sign(receipt);
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(key);
        Ok(signed)
    }

    /// The keys that certify.
    ///
    /// # Errors
    /// If they cannot be read.
    pub(super) async fn keys(&self) -> Answer<PublicKeys> {
        let known = self.published.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(keys) = known {
            return Ok(keys);
        }
        let keys = PublicKeys::one(self.verifying_key.verifying_key().await?);
        *self.published.lock().unwrap_or_else(PoisonError::into_inner) = Some(keys.clone());
        Ok(keys)
    }
}
