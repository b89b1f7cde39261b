//! The system's clock and generator: what only the outermost code reads.
#![forbid(unsafe_code)]

use jiff::Timestamp;
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, Clock, Entropy};

/// The system's clock, in whole microseconds, which is what all times of Longhand are kept in.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Answer<()> {
        getrandom::fill(bytes).map_err(|e| StoreError::new("drawing random bytes", e.to_string()))
    }
}
