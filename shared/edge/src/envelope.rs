//! Errors as callers see them, and the one map from errors to statuses.

use axum::Json;
use axum::http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use longhand_core::error::{AppError, FieldError, FieldErrors, StoreError};
use serde_json::{Value, json};

/// Why a call is not answered as asked.
#[derive(Debug)]
pub(crate) enum EdgeError {
    /// The use case's own word.
    App(AppError),
    /// No such path.
    NoRoute,
    /// The path knows other methods.
    NoMethod,
    /// The body is longer than what is asked for ever is: so many bytes.
    BodyTooLong(usize),
    /// The address is longer than gateways let through.
    TargetTooLong,
    /// The body is not of these types.
    MediaType(&'static str),
}

impl<E: Into<AppError>> From<E> for EdgeError {
    fn from(error: E) -> Self {
        Self::App(error.into())
    }
}

/// What a server tells the callers that it cannot let in.
pub(crate) const CHALLENGE: &str = "Basic realm=\"Longhand\", charset=\"UTF-8\"";

impl EdgeError {
    /// The status of every error there is.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::App(error) => match error {
                AppError::Invalid(_) => StatusCode::BAD_REQUEST,
                AppError::Unauthorized => StatusCode::UNAUTHORIZED,
                AppError::PlanLacks(_) | AppError::CapReached { .. } | AppError::TestsPaused { .. } => {
                    StatusCode::PAYMENT_REQUIRED
                }
                AppError::Forbidden(_) => StatusCode::FORBIDDEN,
                AppError::NotFound(_) => StatusCode::NOT_FOUND,
                AppError::Conflict(_) => StatusCode::CONFLICT,
                AppError::TooMany { .. } | AppError::TooManyNew { .. } | AppError::ShutOut { .. } => {
                    StatusCode::TOO_MANY_REQUESTS
                }
                AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
                AppError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            },
            Self::NoRoute => StatusCode::NOT_FOUND,
            Self::NoMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::BodyTooLong(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TargetTooLong => StatusCode::URI_TOO_LONG,
            Self::MediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }

    /// `{"errors":[{"error","field"}]}`.
    fn body(&self) -> Value {
        let said = match self {
            Self::App(AppError::Invalid(faults)) => return json!(faults),
            Self::App(error) => error.to_string(),
            Self::NoRoute => "not found".to_owned(),
            Self::NoMethod => "method not allowed".to_owned(),
            Self::BodyTooLong(most) => format!("the body is longer than {most} bytes"),
            Self::TargetTooLong => {
                let most = crate::input::LONGEST_TARGET;
                format!("the address is longer than {most} bytes; send the same parameters by POST")
            }
            Self::MediaType(types) => format!("the body must be {types}"),
        };
        json!({ "errors": [{ "error": said }] })
    }

    /// Writes what the operator needs, once; never a text or a secret.
    fn log(&self) {
        if let Self::App(AppError::Unavailable(error)) = self {
            tracing::error!(error = %chain(error), "a store does not answer");
        } else if let Self::App(AppError::Internal(what)) = self {
            tracing::error!(%what, "internal error");
        }
    }
}

/// An error with all its sources.
pub(crate) fn chain(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error).and_then(std::error::Error::source);
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

impl IntoResponse for EdgeError {
    fn into_response(self) -> Response {
        self.log();
        self.unlogged()
    }
}

impl EdgeError {
    /// The answer alone, when the operator knows already.
    pub fn unlogged(self) -> Response {
        let status = self.status();
        let mut response = (status, Json(self.body())).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(CHALLENGE));
        }
        if let Self::App(
            AppError::TooMany { wait_s, .. } | AppError::TooManyNew { wait_s, .. } | AppError::ShutOut { wait_s },
        ) = self
        {
            response.headers_mut().insert(RETRY_AFTER, wait_s.into());
        }
        response
    }
}

/// Answers paths that are not there.
pub(crate) async fn no_route() -> EdgeError {
    EdgeError::NoRoute
}

/// Answers methods that a path does not know, with those that it does.
pub(crate) fn no_method(known: &str) -> Response {
    let mut response = EdgeError::NoMethod.into_response();
    if let Ok(known) = HeaderValue::from_str(known) {
        response.headers_mut().insert(ALLOW, known);
    }
    response
}

/// All faults, or nothing.
pub(crate) fn none(faults: Vec<FieldError>) -> Result<(), FieldErrors> {
    FieldErrors::none_or(faults, ())
}
