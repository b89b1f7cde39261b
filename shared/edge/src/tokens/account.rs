//! The account that a person acts on.

use axum::Json;
use axum::extract::State;
use longhand_core::account::{Plan, State as Standing};
use longhand_core::app::{AccountChange, read_contact};
use longhand_core::error::FieldErrors;
use serde_json::{Value, json};

use super::{Shared, wire};
use crate::envelope::EdgeError;
use crate::people::Acting;

/// `GET /account`.
pub(super) async fn get(acting: Acting) -> Json<Value> {
    Json(wire::account(&acting.who.account))
}

/// `PATCH /account`.
pub(super) async fn change(State(service): State<Shared>, mut acting: Acting) -> Result<Json<Value>, EdgeError> {
    let mut members = acting.members().await?;
    let change = AccountChange {
        title: members.text("title"),
        plan: members.choice("plan", &Plan::ALL),
        state: members.choice("state", &Standing::ALL),
        members: None,
        contact: None,
        monthly_cap: members.count("monthly_cap"),
    };
    let contact = members.text("contact").map(|text| read_contact(&text)).transpose();
    let change = contact.map(|contact| AccountChange { contact, ..change });
    let change = members.end(change.map_err(FieldErrors::from))?;
    let account = service.accounts.change(&acting.who, change, acting.call()).await?;
    Ok(Json(wire::account(&account)))
}

/// `POST /account/owner-key`: a new owner key; the one before ends.
pub(super) async fn rotate_owner_key(
    State(service): State<Shared>,
    mut acting: Acting,
) -> Result<Json<Value>, EdgeError> {
    acting.members().await?.end(Ok(()))?;
    let key = service.accounts.rotate_owner_key(&acting.who, acting.call()).await?;
    Ok(Json(json!({ "owner_key": key.reveal() })))
}
