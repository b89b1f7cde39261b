//! The account that a person acts on.

use axum::Json;
use axum::extract::State;
use longhand_core::account::{Plan, State as Standing};
use longhand_core::app::{AccountChange, read_contact, read_customer};
use longhand_core::error::{AppError, FieldErrors};
use serde_json::{Value, json};

use super::{Shared, wire};
use crate::envelope::EdgeError;
use crate::input::Named;
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
        customer: None,
        monthly_cap: members.count("monthly_cap"),
    };
    let customer = members.text("customer").map(|text| read_customer(&text)).transpose();
    let contact = members.text("contact").map(|text| read_contact(&text)).transpose();
    let faults = contact.as_ref().err().into_iter().chain(customer.as_ref().err()).cloned().collect();
    let (contact, customer) = (contact.unwrap_or_default(), customer.unwrap_or_default());
    let change = FieldErrors::none_or(faults, AccountChange { contact, customer, ..change });
    let change = members.end(change)?;
    let account = service.accounts.change(&acting.who, change, acting.call()).await?;
    Ok(Json(wire::account(&account)))
}

/// `DELETE /accounts/{id}`: closes it for good. Whoever acts on an account must name it once more.
pub(super) async fn erase(
    State(service): State<Shared>,
    Named(id): Named,
    acting: Acting,
) -> Result<Json<Value>, EdgeError> {
    if acting.who.account.id.as_str() != id {
        return Err(AppError::NotFound("account").into());
    }
    Ok(Json(wire::account(&service.accounts.erase(&acting.who, acting.call()).await?)))
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
