//! The system's clock, generator and log: what only the outermost code touches.
#![forbid(unsafe_code)]

use jiff::Timestamp;
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, Clock, Entropy};
use tracing_subscriber::fmt::MakeWriter;

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

/// Sends the operator's log to `writer`, panics with it: where they were, but not their words, which may quote
/// a text. To be called once, before anything else.
pub fn log_to<W>(writer: W)
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    tracing_subscriber::fmt().with_writer(writer).with_ansi(false).init();
    std::panic::set_hook(Box::new(|info| {
        tracing::error!(place = info.location().map(ToString::to_string), "a panic");
    }));
}
