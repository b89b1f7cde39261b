//! Tokens: made, shown, changed, rotated, ended.

use axum::Json;
use axum::extract::State;
use longhand_core::app::{MOST_TOKENS_LISTED, NewToken, Rotation, TokenChange};
use longhand_core::error::{AppError, FieldError, FieldErrors};
use longhand_core::ids::TokenKey;
use longhand_core::ports::TokenFilter;
use longhand_core::tokens::Kind;
use serde_json::Value;

use super::{Shared, wire};
use crate::envelope::EdgeError;
use crate::input::{Named, Pairs, page_limit};
use crate::people::Acting;

/// Tokens of a page unless told otherwise.
const USUAL_LIMIT: u32 = 100;

type Answer = Result<Json<Value>, EdgeError>;

/// `POST /tokens`.
pub(super) async fn create(State(service): State<Shared>, mut acting: Acting) -> Answer {
    let mut members = acting.members().await?;
    let (form, now) = (members.token(), acting.call().at);
    let new = members.end(NewToken::read(&form, now))?;
    let minted = service.tokens.create(&acting.who, new, acting.call()).await?;
    Ok(Json(wire::minted(&minted, now)))
}

/// `POST /tokens/import`: a pair made elsewhere.
pub(super) async fn import(State(service): State<Shared>, mut acting: Acting) -> Answer {
    let mut members = acting.members().await?;
    let [key, secret] = ["key", "secret"].map(|name| members.text(name).unwrap_or_default());
    let (form, now) = (members.token(), acting.call().at);
    let new = members.end(NewToken::read(&form, now))?;
    let token = service.tokens.import(&acting.who, new, (&key, &secret), acting.call()).await?;
    Ok(Json(wire::token(&token, None, now)))
}

/// `GET /tokens`.
pub(super) async fn list(State(service): State<Shared>, acting: Acting) -> Answer {
    let (filter, after, limit) = listing(&acting.query()?)?;
    let listed = service.tokens.list(&acting.who, &filter, after.as_ref(), limit).await?;
    Ok(Json(wire::tokens(&listed, limit, acting.call().at)))
}

/// `GET /tokens/{key}`.
pub(super) async fn get(State(service): State<Shared>, Named(key): Named, acting: Acting) -> Answer {
    let token = service.tokens.get(&acting.who, &named(&key)?).await?;
    Ok(Json(wire::token(&token, None, acting.call().at)))
}

/// `PATCH /tokens/{key}`.
pub(super) async fn change(State(service): State<Shared>, Named(key): Named, mut acting: Acting) -> Answer {
    let mut members = acting.members().await?;
    let (form, now) = (members.token(), acting.call().at);
    let change = members.end(TokenChange::read(&form, now))?;
    let token = service.tokens.change(&acting.who, &named(&key)?, change, acting.call()).await?;
    Ok(Json(wire::token(&token, None, now)))
}

/// `POST /tokens/{key}/rotate`.
pub(super) async fn rotate(State(service): State<Shared>, Named(key): Named, mut acting: Acting) -> Answer {
    let mut members = acting.members().await?;
    let overlap_s = members.count("overlap_s").unwrap_or_default();
    let rotation = members.end(Rotation::new(overlap_s).map_err(FieldErrors::from))?;
    let minted = service.tokens.rotate(&acting.who, &named(&key)?, rotation, acting.call()).await?;
    Ok(Json(wire::minted(&minted, acting.call().at)))
}

/// `DELETE /tokens/{key}`.
pub(super) async fn revoke(State(service): State<Shared>, Named(key): Named, acting: Acting) -> Answer {
    let token = service.tokens.revoke(&acting.who, &named(&key)?, acting.call()).await?;
    Ok(Json(wire::token(&token, None, acting.call().at)))
}

/// The key in a path: what is no key is no token.
fn named(key: &str) -> Result<TokenKey, AppError> {
    key.parse().map_err(|_| AppError::NotFound("token"))
}

/// Which tokens a query asks for, or all its faults.
fn listing(pairs: &Pairs) -> Result<(TokenFilter, Option<TokenKey>, u32), FieldErrors> {
    let (mut filter, mut after, mut limit, mut faults) = (TokenFilter::default(), None, USUAL_LIMIT, Vec::new());
    for (name, value) in pairs {
        let complaint = match name.as_str() {
            "label" => {
                filter.label = Some(value.clone());
                None
            }
            "kind" => {
                filter.kind = Kind::ALL.iter().find(|(name, _)| name == value).map(|&(_, kind)| kind);
                filter.kind.is_none().then_some("must be one of test, live")
            }
            "after" => {
                after = value.parse().ok();
                after.is_none().then_some("must be a token's key")
            }
            "limit" => {
                (!page_limit(value, MOST_TOKENS_LISTED, &mut limit)).then_some("must be a whole number from 1 to 1000")
            }
            _ => Some("is not a parameter"),
        };
        faults.extend(complaint.map(|complaint| FieldError::new(name, complaint)));
    }
    FieldErrors::none_or(faults, (filter, after, limit))
}
