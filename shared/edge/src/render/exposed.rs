//! What a call shows of secrets to others than us.

use axum::http::header::REFERER;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use longhand_core::app::{Call, Caller, Exposure};
use longhand_core::error::AppError;
use longhand_core::notice::Place;
use longhand_core::tokens::pairs_apart_in;
use percent_encoding::percent_decode_str;

use crate::envelope::chain;

/// What a browser loads the answer as (Fetch Metadata Request Headers, section 2.1).
const DESTINATION: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Tells of secrets in addresses, whether or not the call is let in.
pub(super) async fn addresses(exposure: &Exposure, parts: &Parts, call: &Call) {
    let query = parts.uri.query().unwrap_or_default();
    let referer = parts.headers.get(REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (place, text) in [(Place::Address, query), (Place::Referer, referer)] {
        let text = percent_decode_str(text).decode_utf8_lossy();
        for (key, secret) in pairs_apart_in(&text) {
            report(exposure.seen((&key, &secret), place, call.at).await);
        }
    }
}

/// Tells of a secret that a page had in the address of an image.
pub(super) async fn image(exposure: &Exposure, headers: &HeaderMap, caller: &Caller, call: &Call) {
    if headers.get(DESTINATION).is_some_and(|destination| destination == "image") {
        report(exposure.tell(&caller.token, Place::Image, call.at).await);
    }
}

/// A call is answered as it would be, whether or not its owner can be told.
fn report(told: Result<(), AppError>) {
    if let Err(AppError::Unavailable(error)) = told {
        tracing::error!(error = %chain(&error), "an owner is not told of a secret");
    }
}
