//! The plans in force.

use async_trait::async_trait;

use super::Answer;

/// Knows the plans in force.
#[async_trait]
pub trait PlanSource: Send + Sync {
    /// The file of plans; `None` if there was never one.
    async fn plans(&self) -> Answer<Option<String>>;
}

/// Puts plans into force.
#[async_trait]
pub trait PlanWriter: Send + Sync {
    /// From now on this file counts.
    async fn put_plans(&self, file: &str) -> Answer<()>;
}
