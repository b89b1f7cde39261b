//! Corrections of what is billed.

use async_trait::async_trait;

use super::{Answer, Span, Written};
use crate::audit::Change;
use crate::correction::{Correction, SignedCorrection};
use crate::ids::AccountId;

/// Keeps corrections.
#[async_trait]
pub trait Corrections: Send + Sync {
    /// Stores a new correction, which is not signed yet, with the change that tells of it; a conflict if its id is taken.
    async fn put_correction(&self, correction: &Correction, change: &Change) -> Answer<Written>;

    /// An account's corrections of hours that begin in `span`, by hour and id.
    async fn corrections(&self, account: &AccountId, span: Span) -> Answer<Vec<SignedCorrection>>;

    /// Up to `limit` that are not signed.
    async fn unsigned(&self, limit: u32) -> Answer<Vec<SignedCorrection>>;

    /// Stores the signature of a correction.
    async fn put_signature(&self, correction: &SignedCorrection) -> Answer<()>;
}
