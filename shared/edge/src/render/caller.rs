//! A token's caller: the beginning of every call of theirs.

use std::mem::take;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::request::Parts;
use longhand_core::app::{Call, Caller, Notes};
use tokio::sync::Mutex;

use super::{Shared, exposed};
use crate::audit::Calling;
use crate::auth;
use crate::envelope::EdgeError;
use crate::input::{self, Pairs};

/// Who calls, in which call, and what they ask for.
pub(super) struct Called {
    pub caller: Caller,
    pub parts: Parts,
    calling: Arc<Calling>,
    body: Body,
}

impl FromRequest<Shared> for Called {
    type Rejection = EdgeError;

    async fn from_request(request: Request, service: &Shared) -> Result<Self, EdgeError> {
        let calling = Calling::of(&request)?;
        let (parts, body) = request.into_parts();
        exposed::addresses(&service.exposure, &parts, &calling.call).await;
        let (key, secret) = auth::token(&parts.headers)?;
        let caller = service.gate.admit(&key, &secret, &calling.visit(&parts.headers)).await?;
        calling.notes.lock().await.caller(&caller, calling.call.at);
        service.pass(&calling, &caller).await?;
        exposed::image(&service.exposure, &parts.headers, &caller, &calling.call).await;
        Ok(Self { caller, parts, calling, body })
    }
}

impl Called {
    /// The call.
    pub fn call(&self) -> &Call {
        &self.calling.call
    }

    /// What is found out about it.
    pub fn notes(&self) -> &Mutex<Notes> {
        &self.calling.notes
    }

    /// The pairs of the query.
    pub fn query(&self) -> Result<Pairs, EdgeError> {
        input::query(&self.parts)
    }

    /// The pairs of the body.
    pub async fn body(&mut self) -> Result<Pairs, EdgeError> {
        input::body(&self.parts, take(&mut self.body)).await
    }

    /// The image that the body is.
    pub async fn image(&mut self) -> Result<Bytes, EdgeError> {
        input::image(&self.parts, take(&mut self.body)).await
    }
}
