//! The account that a person acts on.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::{Extension, Json};
use longhand_core::account::{Plan, State as Standing};
use longhand_core::app::AccountChange;
use serde_json::{Value, json};

use super::form::Members;
use super::{Shared, wire};
use crate::audit::Calling;
use crate::envelope::EdgeError;
use crate::input;

/// `GET /account`.
pub(super) async fn get(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    request: Request,
) -> Result<Json<Value>, EdgeError> {
    let (parts, _) = request.into_parts();
    let who = service.admit(&calling, &parts).await?;
    Ok(Json(wire::account(&who.account)))
}

/// `PATCH /account`.
pub(super) async fn change(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    request: Request,
) -> Result<Json<Value>, EdgeError> {
    let (parts, body) = request.into_parts();
    let who = service.admit(&calling, &parts).await?;
    let mut members = Members::new(input::object(&parts, body).await?);
    let change = AccountChange {
        title: members.text("title"),
        plan: members.choice("plan", &Plan::ALL),
        state: members.choice("state", &Standing::ALL),
        members: None,
    };
    let change = members.end(Ok(change))?;
    let account = service.accounts.change(&who, change, &calling.call).await?;
    Ok(Json(wire::account(&account)))
}

/// `POST /account/owner-key`: a new owner key; the one before ends.
pub(super) async fn rotate_owner_key(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    request: Request,
) -> Result<Json<Value>, EdgeError> {
    let (parts, body) = request.into_parts();
    let who = service.admit(&calling, &parts).await?;
    Members::new(input::object(&parts, body).await?).end(Ok(()))?;
    let key = service.accounts.rotate_owner_key(&who, &calling.call).await?;
    Ok(Json(json!({ "owner_key": key.reveal() })))
}
