//! Whoever bills what was used.

use std::fs;
use std::sync::Arc;

use longhand_core::app::Books;
use longhand_core::ports::{Biller, Clock as _};
use longhand_embedded::FileBiller;
use longhand_stripe::{SecretKey, Stripe};
use longhand_system::{SystemClock, SystemEntropy};

use super::args::ServeArgs;
use crate::failure::Failure;

/// The biller that the command line names, if any.
pub fn biller(args: &ServeArgs) -> Result<Option<Arc<dyn Biller>>, Failure> {
    if let Some(path) = &args.meter_file {
        let file = FileBiller::open(path).map_err(|error| Failure::io("open", path, &error))?;
        return Ok(Some(Arc::new(file)));
    }
    let Some(path) = &args.stripe_key else { return Ok(None) };
    let key = SecretKey::new(&fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?);
    let stripe = Stripe::new(&args.stripe_address, key, Arc::new(SystemEntropy));
    Ok(Some(Arc::new(stripe.map_err(|error| Failure::Parameters(vec![format!("--stripe-key: {error}")]))?)))
}

/// Tells the biller of all that it was not told yet. What it does not take is tried again.
pub async fn bill(books: &Books, biller: &dyn Biller) {
    match books.tell(biller, SystemClock.now()).await {
        Ok(told) => {
            for (account, hour, why) in told.refused {
                tracing::error!(account = account.as_str(), %hour, why, "the biller refused");
            }
        }
        Err(error) => tracing::error!(%error, "billing"),
    }
}
