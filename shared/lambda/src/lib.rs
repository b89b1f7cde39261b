//! A service's router under AWS Lambda, on the things that the environment names.
//!
//! The environment names things and holds no secret: see [`Settings::of_environment`].
//! `AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH` must be `true`: paths are the original's, without the stage's name.
#![forbid(unsafe_code)]

use std::env;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use lambda_http::Error;
use lambda_http::request::RequestContext;
use longhand_aws::{Cloud, Settings};
use longhand_edge::ClientAddress;
use longhand_system::SystemEntropy;

/// Every port, on what the environment names; made once, before the first call.
///
/// # Errors
/// If something is not named.
pub async fn cloud() -> Result<Arc<Cloud>, Error> {
    longhand_system::log_to(std::io::stdout);
    let settings = Settings::of_environment()?;
    Ok(Arc::new(Cloud::of_environment(settings, Arc::new(SystemEntropy)).await))
}

/// Most bytes of an answer: Lambda carries 6 MiB, of which base 64 and headers take a part.
pub const LONGEST_ANSWER: u64 = 4_600_000;

/// Where it runs, for `/status`.
#[must_use]
pub fn region() -> String {
    env::var("AWS_REGION").unwrap_or_default()
}

/// Answers calls until the sandbox ends.
///
/// # Errors
/// If the runtime does not answer.
pub async fn run(router: Router) -> Result<(), Error> {
    lambda_http::run(router.layer(from_fn(address))).await
}

/// The caller's address is what the gateway saw, never what a header claims.
async fn address(mut request: Request, next: Next) -> Response {
    let seen = match request.extensions().get::<RequestContext>() {
        Some(RequestContext::ApiGatewayV1(context)) => {
            context.identity.source_ip.as_deref().and_then(|ip| ip.parse().ok())
        }
        _ => None,
    };
    if let Some(address) = seen {
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}
