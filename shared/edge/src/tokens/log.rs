//! What was done with an account: its calls, without texts, and the changes of its things.

use axum::Json;
use axum::extract::State;
use jiff::{SignedDuration, Timestamp};
use longhand_core::app::CallFilter;
use longhand_core::audit::{Change, Entry, Known};
use longhand_core::error::{FieldError, FieldErrors};
use longhand_core::ports::{Cursor, Span};
use longhand_core::tokens::Kind;
use serde_json::{Value, json};

use super::Shared;
use crate::envelope::EdgeError;
use crate::input::{Pairs, page_limit};
use crate::people::Acting;

const UNKNOWN: &str = "is not a parameter";
/// Entries of a page unless told otherwise, and at most.
const USUAL_LIMIT: u32 = 100;
const MOST_LISTED: u32 = 1000;
/// How far back a list goes unless told otherwise.
const USUAL_SPAN: SignedDuration = SignedDuration::from_hours(24);

/// `GET /calls`.
pub(super) async fn calls(State(service): State<Shared>, acting: Acting) -> Result<Json<Value>, EdgeError> {
    let now = acting.call().at;
    let mut filter = CallFilter::default();
    let Asked { span, after, limit } = listing(&acting.query()?, now, |name, value| wanted(name, value, &mut filter))?;
    let page = service.calls.list(&acting.who.account.id, (span, &filter), after, limit, now).await?;
    let next = page.next.as_ref().map(place);
    Ok(Json(json!({ "calls": page.calls.iter().map(call).collect::<Vec<_>>(), "next": next })))
}

/// `GET /changes`.
pub(super) async fn changes(State(service): State<Shared>, acting: Acting) -> Result<Json<Value>, EdgeError> {
    let Asked { span, after, limit } = listing(&acting.query()?, acting.call().at, |_, _| Some(UNKNOWN))?;
    let changes = service.log.changes(&acting.who.account.id, span, after.as_ref(), limit).await?;
    let last = changes.last().filter(|_| changes.len() == limit as usize);
    let next = last.map(|last| place(&Cursor { at: last.at, id: last.id.clone() }));
    Ok(Json(json!({ "changes": changes.iter().map(change).collect::<Vec<_>>(), "next": next })))
}

/// An entry as its account sees it.
pub(super) fn call(entry: &Entry) -> Value {
    json!({
        "request_id": entry.request_id, "at": entry.at, "token": entry.token, "kind": entry.kind,
        "subject": entry.subject, "method": entry.method, "route": entry.route, "status": entry.status,
        "duration_us": entry.duration_us, "bytes": entry.bytes, "user_agent": entry.user_agent,
        "address": entry.address, "images": entry.units.images, "characters": entry.units.characters,
        "commitment": entry.commitment,
    })
}

/// A change as its account sees it.
pub(super) fn change(change: &Change) -> Value {
    json!({
        "at": change.at, "subject": change.actor.subject, "role": change.actor.role, "action": change.action,
        "object": change.object, "before": change.before, "after": change.after,
    })
}

/// Which part of the log is asked for.
struct Asked {
    span: Span,
    after: Option<Cursor>,
    limit: u32,
}

/// Reads which calls are wanted of the log, or complains.
fn wanted(name: &str, value: &str, filter: &mut CallFilter) -> Option<&'static str> {
    let known = match name {
        "of" => Known::Token,
        "status" => Known::Status,
        "route" => Known::Route,
        "request_id" => Known::Request,
        "counted" => {
            filter.counted = Kind::ALL.iter().find(|(name, _)| *name == value).map(|(_, kind)| *kind);
            return filter.counted.is_none().then_some("must be live or test");
        }
        _ => return Some(UNKNOWN),
    };
    filter.wanted.add(known, value).err()
}

/// Which part of the log a query asks for, or all its faults. `more` reads what only this list has.
fn listing(
    pairs: &Pairs,
    now: Timestamp,
    mut more: impl FnMut(&str, &str) -> Option<&'static str>,
) -> Result<Asked, FieldErrors> {
    let mut span = Span { from: now.saturating_sub(USUAL_SPAN).unwrap_or(Timestamp::MIN), to: Timestamp::MAX };
    let (mut after, mut limit, mut faults) = (None, USUAL_LIMIT, Vec::new());
    for (name, value) in pairs {
        let complaint = match name.as_str() {
            "from" => value.parse().map(|at| span.from = at).err().map(|_| "must be a time as 2027-01-31T00:00:00Z"),
            "to" => value.parse().map(|at| span.to = at).err().map(|_| "must be a time as 2027-01-31T00:00:00Z"),
            "after" => {
                after = cursor(value);
                after.is_none().then_some("must be the `next` of another page")
            }
            "limit" => (!page_limit(value, MOST_LISTED, &mut limit)).then_some("must be a whole number from 1 to 1000"),
            _ => more(name, value),
        };
        faults.extend(complaint.map(|complaint| FieldError::new(name, complaint)));
    }
    FieldErrors::none_or(faults, Asked { span, after, limit })
}

/// Where the next page begins, as [`cursor`] reads it.
pub(crate) fn place(Cursor { at, id }: &Cursor) -> String {
    format!("{at},{id}")
}

/// Where the page before ended.
pub(crate) fn cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once(',')?;
    Some(Cursor { at: at.parse().ok()?, id: id.parse().ok()? })
}
