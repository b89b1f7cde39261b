//! Renders and estimates.

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use longhand_core::app::{Drawn, Format, IdempotencyKey, Job, Measure, Order, PARAMETERS, RenderRequest};
use longhand_core::error::{AppError, FieldError, FieldErrors};
use serde_json::json;

use super::caller::Called;
use super::{Shared, answer};
use crate::envelope::EdgeError;
use crate::input::Pairs;

/// Formats of stroke data, by the values of `format`.
pub(super) const STROKES: [Format; 4] = [Format::Json, Format::Inkml, Format::Gcode, Format::Hpgl];

/// `GET|POST /render/{png,pdf,svg,webp}`.
pub(super) async fn image(
    State(service): State<Shared>,
    called: Called,
    format: Format,
) -> Result<Response, EdgeError> {
    render(&service, called, |_| Ok(format)).await
}

/// `GET|POST /render/strokes`.
pub(super) async fn strokes(State(service): State<Shared>, called: Called) -> Result<Response, EdgeError> {
    render(&service, called, |pairs| take_format(pairs, &STROKES)).await
}

/// What they ask for, whether they may, the drawing, the answer.
async fn render(
    service: &Shared,
    mut called: Called,
    format: impl FnOnce(&mut Pairs) -> Result<Format, FieldError>,
) -> Result<Response, EdgeError> {
    let mut pairs = pairs(&mut called).await?;
    let (format, request) = read(&called.parts, &mut pairs, format);
    let key = idempotency_key(&called.parts)?;
    let order = Order { format, request, asked: &asked(format, &pairs), key: key.as_ref() };
    let mut notes = called.notes().lock().await;
    let job = service.scribe.admit(&called.caller, order, called.call(), &mut notes).await?;
    let drawn = draw(job).await?;
    let kept = service.scribe.seal(&called.caller, &drawn, called.call(), &mut notes).await?;
    Ok(answer::drawn(drawn, kept))
}

/// `GET|POST /render/estimate`.
pub(super) async fn estimate(State(service): State<Shared>, mut called: Called) -> Result<Response, EdgeError> {
    let mut pairs = pairs(&mut called).await?;
    let (_, request) = read(&called.parts, &mut pairs, |pairs| take_format(pairs, &Format::ALL));
    let job = service.scribe.estimate(&called.caller, request, called.call().at).await?;
    let Measure { seed, units, shape } = apart(move || job.measure()).await?;
    let [width_mm, height_mm] = shape.size_mm;
    Ok(Json(json!({
        "images": units.images,
        "characters": units.characters,
        "seed": seed,
        "width_px": shape.size_px[0],
        "height_px": shape.size_px[1],
        "width_mm": width_mm,
        "height_mm": height_mm,
        "handwriting_size_mm": shape.cap_height_mm,
        "pages": shape.pages,
        "baselines": shape.lines,
        "overflow": shape.overflow,
    }))
    .into_response())
}

/// Draws on a thread of its own, so that the others go on answering.
pub(super) async fn draw(job: Job) -> Result<Drawn, AppError> {
    apart(move || job.draw()).await
}

/// Works on a thread of its own.
pub(super) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // The wrapper of all calls knows what to do.
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_) => Err(AppError::Internal("drawing was cancelled".into())),
    }
}

/// The parameters: of a POST its body's, else the query's. A body on GET is not looked at.
async fn pairs(called: &mut Called) -> Result<Pairs, EdgeError> {
    match called.parts.method {
        Method::POST => {
            let stray = |(name, _): &(String, String)| FieldError::new(name, "belongs into the body of a POST");
            crate::envelope::none(called.query()?.iter().map(stray).collect())?;
            called.body().await
        }
        // A drawing that nobody looks at would be billed all the same.
        Method::HEAD => Err(EdgeError::NoMethod),
        _ => called.query(),
    }
}

/// The format and the request, or all its faults. As the original did, GET passes over what it does not
/// know.
fn read(
    parts: &Parts,
    pairs: &mut Pairs,
    format: impl FnOnce(&mut Pairs) -> Result<Format, FieldError>,
) -> (Format, Result<RenderRequest, FieldErrors>) {
    let format = format(pairs);
    if parts.method != Method::POST {
        pairs.retain(|(name, _)| PARAMETERS.contains(&name.as_str()));
    }
    let known = *format.as_ref().unwrap_or(&Format::Png);
    let request = RenderRequest::from_pairs(known, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    match (format, request) {
        (Ok(format), request) => (format, request),
        (Err(fault), Ok(_)) => (known, Err(fault.into())),
        (Err(fault), Err(others)) => (known, Err(others.and([fault]))),
    }
}

/// Takes the parameter `format` out of the pairs; the first of the `accepted` ones if there is none.
pub(super) fn take_format(pairs: &mut Pairs, accepted: &[Format]) -> Result<Format, FieldError> {
    let Some(at) = pairs.iter().position(|(name, _)| name == "format") else { return Ok(accepted[0]) };
    let (_, value) = pairs.remove(at);
    let names = accepted.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    let found = accepted.iter().find(|format| format.name() == value).copied();
    found.ok_or_else(|| FieldError::new("format", &format!("must be one of {names}")))
}

/// The key of the header; only POST has one.
fn idempotency_key(parts: &Parts) -> Result<Option<IdempotencyKey>, FieldError> {
    let Some(header) = parts.headers.get("idempotency-key").filter(|_| parts.method == Method::POST) else {
        return Ok(None);
    };
    IdempotencyKey::new(header.to_str().unwrap_or_default()).map(Some)
}

/// What makes two requests the same: the format and all parameters, in whatever order.
pub(super) fn asked(format: Format, pairs: &Pairs) -> Vec<&[u8]> {
    let mut sorted: Vec<_> = pairs.iter().collect();
    sorted.sort();
    let parts = sorted.into_iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
    core::iter::once(format.name().as_bytes()).chain(parts).collect()
}
