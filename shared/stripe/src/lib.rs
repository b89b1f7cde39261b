//! The biller's port on Stripe's Billing Meters: what was used is told as meter events
//! (<https://docs.stripe.com/api/billing/meter-event>). Stripe makes the invoices and holds all there is to know of how
//! a customer pays; here is nothing of that.
#![forbid(unsafe_code)]

mod answer;
mod client;

use core::fmt::Write as _;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use longhand_core::bill::{Customer, Meter, MeterEvent};
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, Biller, Entropy, Span, Taken};

use crate::answer::{Meters, Summaries, taken};
use crate::client::Client;
pub use crate::client::{SecretKey, Unusable};

const TELLING: &str = "telling Stripe what was used";
const ASKING: &str = "asking Stripe what it was told";

/// What Stripe's meters are called: they must be made with these event names, and sum.
const fn event_name(meter: Meter) -> &'static str {
    match meter {
        Meter::Images => "longhand_images",
        Meter::Characters => "longhand_characters",
    }
}

/// Stripe.
pub struct Stripe {
    client: Client,
    entropy: Arc<dyn Entropy>,
    /// Stripe's names of the meters, which never change.
    ids: Mutex<BTreeMap<Meter, String>>,
}

impl Stripe {
    /// Stripe's API at `address` (`https://api.stripe.com`), for the account that the key is of.
    ///
    /// # Errors
    /// If the address is not HTTPS (but for this machine's), or the system trusts no authority.
    pub fn new(address: &str, key: SecretKey, entropy: Arc<dyn Entropy>) -> Result<Self, Unusable> {
        Ok(Self { client: Client::new(address, key)?, entropy, ids: Mutex::default() })
    }

    /// What Stripe calls a meter. It is asked once.
    async fn id(&self, meter: Meter) -> Answer<String> {
        let known = self.ids.lock().unwrap_or_else(PoisonError::into_inner).get(&meter).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let failed = |error| StoreError::new(ASKING, error);
        let meters: Meters = self.client.get("/v1/billing/meters?status=active&limit=100").await.map_err(failed)?;
        let id = meters.named(event_name(meter)).ok_or_else(|| failed("it has no such meter".into()))?.to_owned();
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).insert(meter, id.clone());
        Ok(id)
    }
}

#[async_trait]
impl Biller for Stripe {
    async fn tell(&self, event: &MeterEvent) -> Answer<Taken> {
        let form = [
            ("event_name", event_name(event.meter)),
            ("identifier", &event.identifier),
            ("timestamp", &event.at.as_second().to_string()),
            ("payload[stripe_customer_id]", event.customer.as_str()),
            ("payload[value]", &event.value.to_string()),
        ];
        // Of this attempt and its tries: Stripe answers a key it knows as before, faults included, and what is told twice
        // it knows by the identifier.
        let mut key = [0; 16];
        self.entropy.fill(&mut key)?;
        let key = u128::from_be_bytes(key).to_string();
        let answered = self.client.post("/v1/billing/meter_events", &form, &key).await;
        let (status, body) = answered.map_err(|error| StoreError::new(TELLING, error))?;
        taken(status, &body).map_err(|error| StoreError::new(TELLING, error))
    }

    async fn known(&self, customer: &Customer, meter: Meter, span: Span) -> Answer<i64> {
        let id = self.id(meter).await?;
        let mut path = format!("/v1/billing/meters/{id}/event_summaries?customer={}", customer.as_str());
        // Writing to a `String` cannot fail.
        let _ = write!(path, "&start_time={}&end_time={}", span.from.as_second(), span.to.as_second());
        let asked = self.client.get(&path).await;
        let summaries: Summaries = asked.map_err(|error| StoreError::new(ASKING, error))?;
        Ok(summaries.sum())
    }
}
