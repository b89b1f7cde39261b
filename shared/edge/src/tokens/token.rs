//! Tokens: made, shown, changed, rotated, ended.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::{Extension, Json};
use longhand_core::app::{NewToken, Rotation, TokenChange};
use longhand_core::error::{AppError, FieldError, FieldErrors};
use longhand_core::ids::TokenKey;
use longhand_core::ports::TokenFilter;
use longhand_core::tokens::Kind;
use serde_json::Value;

use super::form::Members;
use super::{Shared, wire};
use crate::audit::Calling;
use crate::envelope::EdgeError;
use crate::input::{self, Named, Pairs};

/// Tokens of a page unless told otherwise.
const USUAL_LIMIT: u32 = 100;

type Answer = Result<Json<Value>, EdgeError>;

/// `POST /tokens`.
pub(super) async fn create(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    request: Request,
) -> Answer {
    let (parts, body) = request.into_parts();
    let who = service.admit(&calling, &parts).await?;
    let mut members = Members::new(input::object(&parts, body).await?);
    let form = members.token();
    let new = members.end(NewToken::read(&form, calling.call.at))?;
    let minted = service.tokens.create(&who, new, &calling.call).await?;
    Ok(Json(wire::minted(&minted, calling.call.at)))
}

/// `POST /tokens/import`: a pair made elsewhere.
pub(super) async fn import(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    request: Request,
) -> Answer {
    let (parts, body) = request.into_parts();
    let who = service.admit(&calling, &parts).await?;
    let mut members = Members::new(input::object(&parts, body).await?);
    let [key, secret] = ["key", "secret"].map(|name| members.text(name).unwrap_or_default());
    let form = members.token();
    let new = members.end(NewToken::read(&form, calling.call.at))?;
    let token = service.tokens.import(&who, new, (&key, &secret), &calling.call).await?;
    Ok(Json(wire::token(&token, None, calling.call.at)))
}

/// `GET /tokens`.
pub(super) async fn list(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    request: Request,
) -> Answer {
    let (parts, _) = request.into_parts();
    let who = service.admit(&calling, &parts).await?;
    let (filter, after, limit) = listing(&input::query(&parts)?)?;
    let listed = service.tokens.list(&who, &filter, after.as_ref(), limit).await?;
    Ok(Json(wire::tokens(&listed, limit, calling.call.at)))
}

/// `GET /tokens/{key}`.
pub(super) async fn get(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    Named(key): Named,
    request: Request,
) -> Answer {
    let (parts, _) = request.into_parts();
    let who = service.admit(&calling, &parts).await?;
    let token = service.tokens.get(&who, &named(&key)?).await?;
    Ok(Json(wire::token(&token, None, calling.call.at)))
}

/// `PATCH /tokens/{key}`.
pub(super) async fn change(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    Named(key): Named,
    request: Request,
) -> Answer {
    let (parts, body) = request.into_parts();
    let who = service.admit(&calling, &parts).await?;
    let mut members = Members::new(input::object(&parts, body).await?);
    let form = members.token();
    let change = members.end(TokenChange::read(&form, calling.call.at))?;
    let token = service.tokens.change(&who, &named(&key)?, change, &calling.call).await?;
    Ok(Json(wire::token(&token, None, calling.call.at)))
}

/// `POST /tokens/{key}/rotate`.
pub(super) async fn rotate(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    Named(key): Named,
    request: Request,
) -> Answer {
    let (parts, body) = request.into_parts();
    let who = service.admit(&calling, &parts).await?;
    let mut members = Members::new(input::object(&parts, body).await?);
    let overlap_s = members.count("overlap_s").unwrap_or_default();
    let rotation = members.end(Rotation::new(overlap_s).map_err(FieldErrors::from))?;
    let minted = service.tokens.rotate(&who, &named(&key)?, rotation, &calling.call).await?;
    Ok(Json(wire::minted(&minted, calling.call.at)))
}

/// `DELETE /tokens/{key}`.
pub(super) async fn revoke(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    Named(key): Named,
    request: Request,
) -> Answer {
    let (parts, _) = request.into_parts();
    let who = service.admit(&calling, &parts).await?;
    let token = service.tokens.revoke(&who, &named(&key)?, &calling.call).await?;
    Ok(Json(wire::token(&token, None, calling.call.at)))
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
            "limit" => match value.parse() {
                Ok(wanted @ 1..=longhand_core::app::MOST_TOKENS_LISTED) => {
                    limit = wanted;
                    None
                }
                _ => Some("must be a whole number from 1 to 1000"),
            },
            _ => Some("is not a parameter"),
        };
        faults.extend(complaint.map(|complaint| FieldError::new(name, complaint)));
    }
    FieldErrors::none_or(faults, (filter, after, limit))
}
