//! The wrapper of every call: a name for it, its entry in the log, and no answer before that is stored.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ORIGIN, USER_AGENT};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use http_body::Body as _;
use longhand_core::app::{Call, Notes, Passed, Visit};
use longhand_core::error::{AppError, FieldError, StoreError};
use longhand_core::ids::{EntryId, RequestId};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use crate::envelope::{EdgeError, chain};
use crate::guard::guard;
use crate::limits;
use crate::recorder::Recorder;

/// The caller's own name for a call, and ours in the answer.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Where a call came from, as whoever accepted the connection vouches. Put into a request's extensions.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// When the caller's token ends; told in its last week.
pub(crate) const TOKEN_EXPIRES: HeaderName = HeaderName::from_static("x-token-expires");

/// Callers who are not let in are answered after a whole number of these.
const DENIED_TICK: Duration = Duration::from_millis(5);

/// A call being counted under its address's limit.
type Counted = JoinHandle<Passed>;

/// A call on its way through its handler.
pub(crate) struct Calling {
    pub call: Call,
    /// Kept here and not by the handler, so that they outlive one that panics.
    pub notes: Mutex<Notes>,
    /// What its address's limit makes of it, which is found out beside who calls.
    address: Mutex<Option<Counted>>,
}

impl Calling {
    /// The call that a request is, which the audit around every route has put there.
    pub fn of(request: &Request) -> Result<Arc<Self>, AppError> {
        let calling = request.extensions().get::<Arc<Self>>().cloned();
        calling.ok_or_else(|| AppError::Internal("a route outside of the audit".into()))
    }

    /// Goes on if the limit of its address lets the call pass. Asked before anything is done for it.
    pub async fn pass(&self) -> Result<(), AppError> {
        let Some(counted) = self.address.lock().await.take() else { return Ok(()) };
        let counted = counted.await.unwrap_or_else(|_| Err(AppError::Internal("counting panicked".into())));
        self.notes.lock().await.passed(counted)
    }

    /// When and from where, `headers` being those of the call.
    pub fn visit(&self, headers: &HeaderMap) -> Visit {
        let Call { at, address, .. } = self.call;
        let origin = text(headers, &ORIGIN).map(str::to_owned);
        Visit { at, address, user_agent: self.call.user_agent.clone(), origin }
    }
}

/// Runs a call to its end, also when the caller hangs up: no one who tries secrets leaves without an entry.
pub(crate) async fn audit(State(recorder): State<Recorder>, request: Request, next: Next) -> Response {
    let call = tokio::spawn(whole(recorder, request, next));
    let ended = |_| EdgeError::App(AppError::Internal("a call panicked".into())).into_response();
    call.await.unwrap_or_else(ended)
}

/// Runs a call, stores its entry, and only then answers. Without an entry there is no answer but 503.
async fn whole(recorder: Recorder, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let calling = match begin(&recorder, &request) {
        Ok(call) => Arc::new(Calling { address: counted(&recorder, &call), call, notes: Mutex::default() }),
        Err(error) => return EdgeError::from(error).into_response(),
    };
    request.extensions_mut().insert(Arc::clone(&calling));
    let mut response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        // What it said may quote the text; the place is in the entry.
        Err(_) => EdgeError::App(AppError::Internal("a handler panicked".into())).into_response(),
    };
    if let (Some(most), Some(bytes)) = (recorder.longest_answer, response.body().size_hint().exact())
        && bytes > most
    {
        response = too_long(bytes, most).into_response();
    }
    // Those who were told why without anything being done for them.
    if let Err(error) = calling.pass().await {
        response = EdgeError::from(error).into_response();
    }
    if response.status() == StatusCode::UNAUTHORIZED {
        sleep_until(next_tick(begun)).await;
    }
    let notes = std::mem::take(&mut *calling.notes.lock().await);
    let (ends, units, outcome) = (notes.ends(), notes.units(), outcome(&response, begun));
    limits::tell(&mut response, notes.standings());
    let settling = notes.settle(calling.call.clone(), outcome, &recorder.sink, recorder.spending.as_ref());
    let panicked = |_| Err(StoreError::new("storing the entry", "a panic"));
    if let Err(error) = AssertUnwindSafe(settling).catch_unwind().await.unwrap_or_else(panicked) {
        tracing::error!(request_id = calling.call.request_id.as_str(), error = %chain(&error), "no entry, no answer");
        response = EdgeError::App(AppError::Unavailable(StoreError::new("storing the entry", "it is logged above")))
            .unlogged();
    }
    recorder.measure(&calling.call, response.status(), outcome, units);
    guard(&mut response);
    tell(&mut response, &REQUEST_ID, calling.call.request_id.as_str());
    if let Some(ends) = ends {
        tell(&mut response, &TOKEN_EXPIRES, &ends.to_string());
    }
    response
}

/// Begins to count a call under its address's limit.
fn counted(recorder: &Recorder, call: &Call) -> Mutex<Option<Counted>> {
    let (turnstile, call) = (Arc::clone(&recorder.turnstile), call.clone());
    Mutex::new(Some(tokio::spawn(async move { turnstile.address(&call).await })))
}

/// The fault of an answer that cannot be carried.
fn too_long(bytes: u64, most: u64) -> EdgeError {
    let said = format!(
        "the answer would have {bytes} bytes, and at most {most} can be sent; \
         ask for a smaller page, less text or another format"
    );
    AppError::from(FieldError::new("", &said)).into()
}

/// When a call that began then is told that it is not let in. What it took to find that out, which tells a
/// known key from an unknown one by microseconds, is lost in the wait.
fn next_tick(begun: Instant) -> Instant {
    let ticks = begun.elapsed().as_millis() / DENIED_TICK.as_millis() + 1;
    begun + DENIED_TICK * u32::try_from(ticks).unwrap_or(1)
}

/// What is known of a call at its beginning.
fn begin(recorder: &Recorder, request: &Request) -> Result<Call, StoreError> {
    let id = EntryId::new(recorder.names.bytes()?);
    let header = |name: &HeaderName| text(request.headers(), name);
    let request_id = header(&REQUEST_ID).and_then(RequestId::of_caller).unwrap_or_else(|| RequestId::from(&id));
    Ok(Call {
        request_id,
        id,
        at: recorder.clock.now(),
        method: known_method(request),
        route: request.extensions().get::<MatchedPath>().map_or_else(String::new, |path| path.as_str().to_owned()),
        user_agent: header(&USER_AGENT).unwrap_or_default().to_owned(),
        address: (recorder.address)(request.extensions()),
    })
}

/// The method; a made-up one is not repeated into the log.
fn known_method(request: &Request) -> String {
    const KNOWN: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|known| *known == request.method().as_str()).unwrap_or("other").to_owned()
}

/// The status and length of an answer, and how long it took, µs.
fn outcome(response: &Response, begun: Instant) -> (u16, u64, u64) {
    let bytes = response.body().size_hint().exact().unwrap_or_default();
    let duration_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    (response.status().as_u16(), bytes, duration_us)
}

pub(crate) fn tell(response: &mut Response, name: &HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
