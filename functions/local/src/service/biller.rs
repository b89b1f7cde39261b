//! Whoever bills what was used.

use std::fs;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use longhand_core::app::{Books, Reconciler};
use longhand_core::audit::hour_of;
use longhand_core::error::AppError;
use longhand_core::ports::{Biller, Clock as _, Span};
use longhand_embedded::{FileBiller, Store};
use longhand_stripe::{SecretKey, Stripe};
use longhand_system::{SystemClock, SystemEntropy};

use super::args::BillerArgs;
use crate::failure::Failure;

/// The biller that the command line names, if any.
pub fn biller(args: &BillerArgs) -> Result<Option<Arc<dyn Biller>>, Failure> {
    if let Some(path) = &args.meter_file {
        let file = FileBiller::open(path).map_err(|error| Failure::io("open", path, &error))?;
        return Ok(Some(Arc::new(file)));
    }
    let Some(path) = &args.stripe_key else { return Ok(None) };
    let key = SecretKey::new(&fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?);
    let stripe = Stripe::new(&args.stripe_address, key, Arc::new(SystemEntropy));
    Ok(Some(Arc::new(stripe.map_err(|error| Failure::Parameters(vec![format!("--stripe-key: {error}")]))?)))
}

/// Keeps a biller informed.
pub struct Billing {
    biller: Arc<dyn Biller>,
    books: Books,
    reconciler: Reconciler,
    /// In which hour was compared last.
    reconciled: Option<Timestamp>,
}

impl Billing {
    /// Of what is in the store.
    pub fn new(store: &Arc<Store>, biller: Arc<dyn Biller>) -> Self {
        Self { biller, books: Books::on(store), reconciler: Reconciler::on(store), reconciled: None }
    }

    /// Tells the biller of all that it was not told yet, and compares once an hour; once a day as far back as use may
    /// come. What fails is tried again.
    pub async fn run(&mut self) {
        tell(&self.books, &*self.biller).await;
        let now = SystemClock.now();
        let hour = hour_of(now);
        if self.reconciled == Some(hour) {
            return;
        }
        let day = |at: Timestamp| at.to_zoned_datetime(TimeZone::UTC).date();
        let is_first_today = self.reconciled.is_none_or(|last| day(last) != day(hour));
        let back = if is_first_today { Reconciler::EACH_DAY } else { Reconciler::EACH_HOUR };
        if reconcile(&self.reconciler, &*self.biller, Span { from: now - back, to: now }, now).await {
            self.reconciled = Some(hour);
        }
    }
}

async fn tell(books: &Books, biller: &dyn Biller) {
    match books.tell(biller, SystemClock.now()).await {
        Ok(told) => {
            for (account, hour, why) in told.refused {
                tracing::error!(account = account.as_str(), %hour, why, "the biller refused");
            }
        }
        Err(error) => tracing::error!(%error, "billing"),
    }
}

/// Says where the biller does not have what was counted in `span`, and fails if there is such an hour.
pub async fn must_be_billed(
    reconciler: &Reconciler,
    biller: &dyn Biller,
    span: Span,
    now: Timestamp,
) -> Result<(), Failure> {
    let differences = reconciler.run(biller, span, now).await.map_err(AppError::from)?;
    for difference in &differences {
        eprintln!("longhand: the biller has {difference}");
    }
    if differences.is_empty() { Ok(()) } else { Err(Failure::Untrue { faults: differences.len() }) }
}

/// Says where the biller has something else than it was told; whether that could be found out.
async fn reconcile(reconciler: &Reconciler, biller: &dyn Biller, span: Span, now: Timestamp) -> bool {
    match reconciler.run(biller, span, now).await {
        Ok(differences) => {
            for difference in differences {
                tracing::error!(%difference, "the biller does not have what was counted");
            }
            true
        }
        Err(error) => {
            tracing::error!(%error, "comparing with the biller");
            false
        }
    }
}
