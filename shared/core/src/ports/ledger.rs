//! The ledger and who signs it.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Answer, Written};
use crate::ledger::SignedPage;

/// Keeps the ledger's pages, of which none is ever changed.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Stores a page; a conflict if there is one of its number.
    async fn enter(&self, page: &SignedPage) -> Answer<Written>;

    /// Up to `limit` pages with numbers greater than `after`, in their order.
    async fn pages(&self, after: u64, limit: u32) -> Answer<Vec<SignedPage>>;

    /// The last page.
    async fn last_page(&self) -> Answer<Option<SignedPage>>;

    /// The last page of the hour that begins at `hour`.
    async fn page_of(&self, hour: Timestamp) -> Answer<Option<SignedPage>>;
}

/// Signs the ledger.
#[async_trait]
pub trait Signer: Send + Sync {
    /// The signature over `message`: ECDSA, P-256, SHA-256, in DER.
    async fn sign(&self, message: &[u8]) -> Answer<Vec<u8>>;
}

/// Knows by which key the ledger is signed.
#[async_trait]
pub trait VerifyingKey: Send + Sync {
    /// The public key: an uncompressed point of 65 bytes.
    async fn verifying_key(&self) -> Answer<Vec<u8>>;
}
