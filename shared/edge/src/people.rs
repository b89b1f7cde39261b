//! A person who acts on an account: whose word counts for them, and the beginning of every call of theirs.

use std::mem::take;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::request::Parts;
use longhand_core::app::{Call, Manager, Person};
use longhand_core::error::{AppError, FieldError};
use longhand_core::ids::AccountId;

use crate::audit::Calling;
use crate::auth::{self, Proof};
use crate::envelope::EdgeError;
use crate::form::Members;
use crate::input::{self, Pairs};
use crate::oidc::{KeySource, Provider};

/// Whose word counts.
#[derive(Clone, Default)]
pub struct Trust {
    /// Vouches for people, who are otherwise known by their owner keys alone.
    pub provider: Option<Provider>,
    /// Its subjects who run the service.
    pub admins: Vec<String>,
    /// The keys of secret scanners.
    pub scanners: Option<Arc<dyn KeySource>>,
}

/// A service that lets people in.
pub(crate) trait Door: Send + Sync {
    /// Finds out for whom people act.
    fn person(&self) -> &Person;

    /// Whose word counts.
    fn trust(&self) -> &Trust;
}

/// Who acts, in which call, and what they ask for.
pub(crate) struct Acting {
    pub who: Manager,
    calling: Arc<Calling>,
    parts: Parts,
    body: Body,
}

impl<S: Door> FromRequest<Arc<S>> for Acting {
    type Rejection = EdgeError;

    async fn from_request(request: Request, service: &Arc<S>) -> Result<Self, EdgeError> {
        let calling = Calling::of(&request)?;
        let (parts, body) = request.into_parts();
        calling.pass().await?;
        let who = admit(&**service, &calling, &parts).await?;
        Ok(Self { who, calling, parts, body })
    }
}

impl Acting {
    /// The call.
    pub fn call(&self) -> &Call {
        &self.calling.call
    }

    /// The pairs of the query.
    pub fn query(&self) -> Result<Pairs, EdgeError> {
        input::query(&self.parts)
    }

    /// The members of the body's object.
    pub async fn members(&mut self) -> Result<Members, EdgeError> {
        Ok(Members::new(input::object(&self.parts, take(&mut self.body)).await?))
    }
}

/// The person of a request and the account they act on, noted for its entry.
async fn admit(door: &impl Door, calling: &Calling, parts: &Parts) -> Result<Manager, AppError> {
    let account = named_account(parts)?;
    let who = match auth::person(&parts.headers)? {
        Proof::OwnerKey(key) => door.person().by_owner_key(&key, &calling.visit(&parts.headers)).await?,
        Proof::Jwt(jwt) => {
            let provider = door.trust().provider.as_ref().ok_or(AppError::Unauthorized)?;
            let subject = provider.subject(&jwt, calling.call.at).await?;
            door.person().by_subject(&subject, account.as_ref()).await?
        }
    };
    if account.is_some_and(|id| id != who.account.id) {
        return Err(AppError::NotFound("account"));
    }
    calling.notes.lock().await.person(Some(&who.account.id), &who.actor.subject);
    Ok(who)
}

/// The account that the header names.
fn named_account(parts: &Parts) -> Result<Option<AccountId>, FieldError> {
    let Some(header) = parts.headers.get("x-account-id") else { return Ok(None) };
    let id = header.to_str().ok().and_then(|text| text.parse().ok());
    id.map(Some).ok_or_else(|| FieldError::new("X-Account-Id", "is not an account's id"))
}
