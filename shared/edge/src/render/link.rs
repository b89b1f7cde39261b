//! Signed links: an image for a page that must not hold a secret.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use longhand_core::app::{Format, LINKED, Order, Proof, RenderRequest};
use longhand_core::error::{AppError, FieldError, FieldErrors};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::caller::Called;
use super::{Shared, answer, draw};
use crate::audit::Calling;
use crate::envelope::EdgeError;
use crate::input::{self, Pairs};

/// Parameters that a link adds; sorted.
const OWN: [&str; 3] = ["link_expires", "link_key", "link_signature"];
/// What an address shows as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `POST /links`: parameters of a render, `format` and `expires_in_s` to a link.
pub(super) async fn create_link(State(service): State<Shared>, mut called: Called) -> Result<Response, EdgeError> {
    let mut pairs = called.body().await?;
    let life_s = life(&mut pairs)?;
    let request = read(&pairs)?;
    let plans = service.scribe.plans(called.call().at).await?;
    plans.allowance(&called.caller.account).lets(request.format(), request.hand())?;
    if !pairs.iter().any(|(name, _)| name == "random_seed") {
        // The same picture at every look.
        pairs.push(("random_seed".into(), request.seed(service.scribe.seed()?).to_string()));
    }
    pairs.sort();
    let proof = service.gate.sign(&called.caller, &material(&pairs), life_s, called.call().at).await?;
    pairs.push((OWN[0].into(), proof.expires.to_string()));
    pairs.push((OWN[1].into(), proof.key.to_string()));
    pairs.push((OWN[2].into(), proof.signature));
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
    Ok(Json(json!({ "url": format!("{LINKED}?{}", query.join("&")), "expires": proof.expires })).into_response())
}

/// `GET /linked`.
pub(super) async fn follow_link(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    request: Request,
) -> Result<Response, EdgeError> {
    let (parts, _) = request.into_parts();
    let mut pairs = input::query(&parts)?;
    let proof = proof(&mut pairs)?;
    pairs.sort();
    let caller = service.gate.follow(&proof, &material(&pairs), calling.call.at).await?;
    calling.notes.lock().await.caller(&caller, calling.call.at);
    service.pass(&calling, &caller).await?;
    let mut notes = calling.notes.lock().await;
    let request = read(&pairs)?;
    let format = request.format();
    pairs.retain(|(name, _)| name != "format");
    let order = Order { format, request: Ok(request), asked: &draw::asked(format, &pairs), key: None };
    let job = service.scribe.admit(&caller, order, &calling.call, &mut notes).await?;
    let drawn = draw::draw(job).await?;
    let kept = service.scribe.seal(&caller, &drawn, &calling.call, &mut notes).await?;
    Ok(answer::drawn(drawn, kept))
}

/// Takes the life of a link out of the pairs.
fn life(pairs: &mut Pairs) -> Result<Option<u64>, FieldErrors> {
    let Some(at) = pairs.iter().position(|(name, _)| name == "expires_in_s") else { return Ok(None) };
    let (name, value) = pairs.remove(at);
    value.parse().map(Some).map_err(|_| FieldError::new(&name, "must be a whole number of seconds").into())
}

/// The request of some pairs, of which one may be the format.
fn read(pairs: &Pairs) -> Result<RenderRequest, FieldErrors> {
    let mut rest = pairs.clone();
    let format = draw::take_format(&mut rest, &Format::ALL);
    let format = format.map_err(FieldErrors::from)?;
    RenderRequest::from_pairs(format, rest.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// Takes the proof out of the pairs.
fn proof(pairs: &mut Pairs) -> Result<Proof, AppError> {
    let mut take = |own: &str| {
        let at = pairs.iter().position(|(name, _)| name == own)?;
        Some(pairs.remove(at).1)
    };
    let [expires, key, signature] = OWN.map(&mut take);
    let read = || {
        let (expires, key) = (expires?.parse().ok()?, key?.parse().ok()?);
        Some(Proof { key, expires, signature: signature? })
    };
    read().ok_or_else(|| AppError::Forbidden("the link is not valid, or no longer".into()))
}

/// What a proof is about: every name and value.
fn material(pairs: &Pairs) -> Vec<&[u8]> {
    pairs.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]).collect()
}

fn escape(value: &str) -> String {
    utf8_percent_encode(value, ESCAPED).to_string()
}
