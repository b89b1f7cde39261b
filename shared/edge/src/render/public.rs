//! What anyone may ask.

use core::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{Html, IntoResponse as _, Response};
use axum::{Extension, Json};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp, Unit};
use longhand_core::app::{ENGINE_VERSION, canary};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use super::Shared;
use crate::audit::Calling;
use crate::envelope::EdgeError;

/// `GET /status`: well only if a word can be drawn.
pub(super) async fn status(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
) -> Result<Json<Value>, EdgeError> {
    calling.pass().await?;
    canary()?;
    Ok(Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "engine_version": ENGINE_VERSION,
        "region": service.about.region,
    })))
}

/// `GET /.well-known/security.txt` (RFC 9116).
pub(super) async fn security(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
) -> Result<Response, EdgeError> {
    let contact = &service.about.security_contact;
    if contact.is_empty() {
        return Err(EdgeError::NoRoute);
    }
    let expires = calling.call.at.saturating_add(SAID_FOR).unwrap_or(Timestamp::MAX);
    let expires = expires.round(Unit::Second).unwrap_or(expires);
    let said = format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en\n");
    Ok(([(CONTENT_TYPE, TEXT), (CACHE_CONTROL, KEPT)], said).into_response())
}

/// `GET /receipts/keys`: what receipts are checked with.
pub(super) async fn receipt_keys(State(service): State<Shared>) -> Result<Response, EdgeError> {
    let keys = service.scribe.receipt_keys().await?;
    Ok(([(CACHE_CONTROL, KEPT)], Json(keys.jwks())).into_response())
}

/// `GET /openapi.json`.
pub(super) async fn openapi() -> Response {
    // Made once: it takes as long as a drawing.
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| crate::openapi::document().to_string());
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, KEPT)], DOCUMENT.as_str()).into_response()
}

/// `GET /docs`: the document for people.
pub(super) async fn docs() -> Response {
    // Its one style by its digest, and nothing else.
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        let style = STANDARD.encode(digest(&SHA256, STYLE.as_bytes()));
        format!("default-src 'none'; style-src 'sha256-{style}'; frame-ancestors 'none'")
    });
    static PAGE: LazyLock<String> = LazyLock::new(|| page(&crate::openapi::document()));
    let policy = LazyLock::force(&POLICY).as_str();
    ([(CONTENT_SECURITY_POLICY, policy), (CACHE_CONTROL, KEPT)], Html(PAGE.as_str())).into_response()
}

/// What plain text is.
pub(super) const TEXT: &str = "text/plain; charset=utf-8";
/// How long what is said of security holds.
const SAID_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How a browser keeps what is everybody's.
const KEPT: &str = "public, max-age=3600";
const STYLE: &str = "body{font:16px/1.5 system-ui;max-width:50em;margin:2em auto;padding:0 1em}\
                     h2{margin-top:2em;font:bold 18px ui-monospace,monospace}dt{font-family:ui-monospace,monospace}";

/// The document as a page: each operation with its parameters.
fn page(document: &Value) -> String {
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Longhand</title><style>{STYLE}</style>\
         <h1>Longhand</h1><p>Text in, handwriting out. Send a token's key and secret as HTTP Basic credentials. \
         The machine's version of this page is <a href=\"/openapi.json\">/openapi.json</a>.</p>",
    );
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            // Writing to a `String` cannot fail.
            let summary = operation["summary"].as_str().unwrap_or_default();
            let _ = write!(page, "<h2>{} {path}</h2><p>{summary}</p><dl>", method.to_ascii_uppercase());
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let text = |name: &str| parameter[name].as_str().unwrap_or_default();
                let _ = write!(page, "<dt>{}</dt><dd>{}</dd>", text("name"), text("description"));
            }
            page += "</dl>";
        }
    }
    page + "</html>\n"
}
