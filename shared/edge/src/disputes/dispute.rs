//! Disputes: opened, approved, closed, shown.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use longhand_core::app::NewDispute;
use longhand_core::dispute::Dispute;
use longhand_core::error::{AppError, FieldError, FieldErrors};
use longhand_core::ids::DisputeId;
use serde_json::{Value, json};

use crate::envelope::EdgeError;
use crate::input::{Named, Pairs, page_limit};
use crate::people::Acting;
use crate::tokens::Shared;

/// Disputes of a page unless told otherwise, and at most.
const USUAL_LIMIT: u32 = 100;
const MOST_LISTED: u32 = 1000;

type Answer = Result<Json<Value>, EdgeError>;

/// `POST /disputes`.
pub(super) async fn open(State(service): State<Shared>, mut acting: Acting) -> Answer {
    let mut members = acting.members().await?;
    let [from, to, reason] = ["from", "to", "reason"].map(|name| members.text(name));
    let new = members.end(NewDispute::read(from, to, reason, acting.call().at))?;
    let dispute = service.disputes.open(&acting.who, new, acting.call()).await?;
    Ok(Json(shown(&dispute, acting.call().at)))
}

/// `GET /disputes`.
pub(super) async fn list(State(service): State<Shared>, acting: Acting) -> Answer {
    let (after, limit) = listing(&acting.query()?)?;
    let disputes = service.disputes.list(&acting.who, after.as_ref(), limit).await?;
    let next = disputes.last().filter(|_| disputes.len() == limit as usize).map(|last| &last.id);
    let listed: Vec<Value> = disputes.iter().map(|dispute| shown(dispute, acting.call().at)).collect();
    Ok(Json(json!({ "disputes": listed, "next": next })))
}

/// `GET /disputes/{id}`.
pub(super) async fn get(State(service): State<Shared>, Named(id): Named, acting: Acting) -> Answer {
    let dispute = service.disputes.get(&acting.who, &named(&id)?).await?;
    Ok(Json(shown(&dispute, acting.call().at)))
}

/// `POST /disputes/{id}/approve`.
pub(super) async fn approve(State(service): State<Shared>, Named(id): Named, mut acting: Acting) -> Answer {
    acting.members().await?.end(Ok(()))?;
    let dispute = service.disputes.approve(&acting.who, &named(&id)?, acting.call()).await?;
    Ok(Json(shown(&dispute, acting.call().at)))
}

/// `POST /disputes/{id}/close`.
pub(super) async fn close(State(service): State<Shared>, Named(id): Named, mut acting: Acting) -> Answer {
    acting.members().await?.end(Ok(()))?;
    let dispute = service.disputes.close(&acting.who, &named(&id)?, acting.call()).await?;
    Ok(Json(shown(&dispute, acting.call().at)))
}

/// The id in a path: what is no id is no dispute.
pub(super) fn named(id: &str) -> Result<DisputeId, AppError> {
    id.parse().map_err(|_| AppError::NotFound("dispute"))
}

pub(crate) fn shown(dispute: &Dispute, now: Timestamp) -> Value {
    json!({
        "id": dispute.id, "state": dispute.state(now), "from": dispute.from, "to": dispute.to,
        "reason": dispute.reason, "opened": dispute.opened, "approvals": dispute.approvals, "closed": dispute.closed,
        "ends": dispute.ends(),
    })
}

/// Which disputes a query asks for, or all its faults.
fn listing(pairs: &Pairs) -> Result<(Option<DisputeId>, u32), FieldErrors> {
    let (mut after, mut limit, mut faults) = (None, USUAL_LIMIT, Vec::new());
    for (name, value) in pairs {
        let complaint = match name.as_str() {
            "after" => {
                after = value.parse().ok();
                after.is_none().then_some("must be a dispute's id")
            }
            "limit" => (!page_limit(value, MOST_LISTED, &mut limit)).then_some("must be a whole number from 1 to 1000"),
            _ => Some("is not a parameter"),
        };
        faults.extend(complaint.map(|complaint| FieldError::new(name, complaint)));
    }
    FieldErrors::none_or(faults, (after, limit))
}
