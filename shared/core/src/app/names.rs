//! New names and secrets from the system's generator.

use std::sync::Arc;

use crate::error::StoreError;
use crate::ports::Entropy;

/// Draws random names.
#[derive(Clone)]
pub struct Names(Arc<dyn Entropy>);

impl Names {
    /// Names from this generator.
    #[must_use]
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        Self(entropy)
    }

    /// Random bytes.
    ///
    /// # Errors
    /// If the system has none to give.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], StoreError> {
        let mut bytes = [0; N];
        self.0.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// A seed that a caller can send back: 1 ..= 2^63 - 1.
    ///
    /// # Errors
    /// If the system has no randomness to give.
    pub fn seed(&self) -> Result<u64, StoreError> {
        Ok((u64::from_be_bytes(self.bytes()?) >> 1).max(1))
    }
}
