//! Plans that stay as they are.

use std::sync::Arc;

use async_trait::async_trait;
use longhand_core::app::PlanBook;
use longhand_core::ports::{Answer, InForce, PlanSource};

/// The plans that the project comes with.
pub const PLANS: &str = include_str!("../../docs/plans.toml");

/// Plans that are these for ever.
struct Fixed(String);

#[async_trait]
impl PlanSource for Fixed {
    async fn plans(&self) -> Answer<InForce> {
        Ok(InForce { file: Some(self.0.clone()), tests_paused_until: None })
    }
}

/// These plans.
pub fn plan_book(file: &str) -> Arc<PlanBook> {
    Arc::new(PlanBook::new(Arc::new(Fixed(file.to_owned()))))
}
