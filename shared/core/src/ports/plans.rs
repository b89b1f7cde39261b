//! The plans in force.

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;

/// What is in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InForce {
    /// The file of plans; `None` if there was never one.
    pub file: Option<String>,
    /// Until when test tokens draw nothing, if they are paused.
    pub tests_paused_until: Option<Timestamp>,
}

/// Knows the plans in force.
#[async_trait]
pub trait PlanSource: Send + Sync {
    /// What was put last.
    async fn plans(&self) -> Answer<InForce>;
}

/// Puts plans into force.
#[async_trait]
pub trait PlanWriter: Send + Sync {
    /// From now on this file counts. Whether tests are paused stays.
    async fn put_plans(&self, file: &str) -> Answer<()>;

    /// From now on test tokens draw nothing until then, or they draw again. The file stays.
    async fn pause_tests(&self, until: Option<Timestamp>) -> Answer<()>;
}
