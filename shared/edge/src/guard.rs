//! What every answer tells a browser: to come by HTTPS alone, to guess nothing, to run nothing, to keep nothing and
//! to pass no address on, which may hold a text.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

/// On every answer that says nothing else of it.
const ALWAYS: [(HeaderName, &str); 5] = [
    (STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
    (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
];
/// A drawing that is opened by itself moves by its own style, and by nothing else.
const DRAWING: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Adds what an answer does not say itself.
pub(crate) fn guard(response: &mut Response) {
    let headers = response.headers_mut();
    if headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "image/svg+xml") {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(DRAWING));
    }
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}
