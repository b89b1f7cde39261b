//! The plans in force, as they were half a minute ago.

use std::sync::Arc;

use futures_util::lock::Mutex;
use jiff::{SignedDuration, Timestamp};

use crate::error::StoreError;
use crate::plans::Plans;
use crate::ports::PlanSource;

/// For so long plans are not read again: a change counts everywhere within a minute.
const MEMORY: SignedDuration = SignedDuration::from_secs(30);
/// For so long they count if the store does not answer.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);

struct Held {
    plans: Arc<Plans>,
    read: Timestamp,
    tried: Timestamp,
}

/// Knows the plans in force.
pub struct PlanBook {
    source: Arc<dyn PlanSource>,
    held: Mutex<Option<Held>>,
}

impl PlanBook {
    /// Reads them there.
    #[must_use]
    pub fn new(source: Arc<dyn PlanSource>) -> Self {
        Self { source, held: Mutex::new(None) }
    }

    /// The plans in force at `now`, or not long before. Without a file everything is allowed and nothing has a price.
    ///
    /// # Errors
    /// If the store does not answer, or has no file of plans, and none was read within the hour before.
    pub async fn current(&self, now: Timestamp) -> Result<Arc<Plans>, StoreError> {
        // One reads, the others wait for it.
        let mut held = self.held.lock().await;
        let within = |since: Timestamp, memory| (SignedDuration::ZERO..memory).contains(&now.duration_since(since));
        if let Some(held) = held.as_ref().filter(|held| within(held.tried, MEMORY)) {
            return Ok(Arc::clone(&held.plans));
        }
        match (self.read().await, held.as_mut().filter(|held| within(held.read, PATIENCE))) {
            (Ok(plans), _) => {
                let plans = Arc::new(plans);
                *held = Some(Held { plans: Arc::clone(&plans), read: now, tried: now });
                Ok(plans)
            }
            (Err(_), Some(held)) => {
                held.tried = now;
                Ok(Arc::clone(&held.plans))
            }
            (Err(error), None) => Err(error),
        }
    }

    async fn read(&self) -> Result<Plans, StoreError> {
        let in_force = self.source.plans().await?;
        let plans = in_force.file.as_deref().map_or_else(|| Ok(Plans::default()), Plans::read);
        let mut plans = plans.map_err(|faults| StoreError::new("reading the plans in force", faults))?;
        plans.tests_paused_until = in_force.tests_paused_until;
        Ok(plans)
    }
}
