//! What an account owes.

use axum::Json;
use axum::extract::State;
use longhand_core::app::Invoices;
use longhand_core::error::{AppError, FieldError, FieldErrors};
use serde_json::Value;

use super::Shared;
use crate::envelope::EdgeError;
use crate::input::Pairs;
use crate::people::Acting;

/// `GET /account/invoice`.
pub(super) async fn get(State(service): State<Shared>, acting: Acting) -> Result<Json<Value>, EdgeError> {
    let period = period(acting.query()?)?;
    let now = acting.call().at;
    let plans = service.plans.current(now).await.map_err(AppError::from)?;
    let invoices = Invoices::new(&plans, &*service.sent, &*service.corrections)?;
    let day = invoices.day(period.as_deref(), now).map_err(FieldErrors::from)?;
    Ok(Json(invoices.bill(&service.usage, &acting.who, day, now).await?.view()))
}

/// Of which period, or all faults of the query.
fn period(pairs: Pairs) -> Result<Option<String>, FieldErrors> {
    let unknown = |(name, _): &(String, String)| name != "period";
    let faults = pairs.iter().filter(|pair| unknown(pair)).map(|(name, _)| FieldError::new(name, "is not a parameter"));
    let faults = faults.collect();
    FieldErrors::none_or(faults, pairs.into_iter().next_back().map(|(_, value)| value))
}
