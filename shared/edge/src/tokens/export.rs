//! All that is kept of an account.

use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use longhand_core::app::{By, CallFilter, Manager, Per, UsageQuery, whole_hours};
use longhand_core::audit::{Change, RETENTION};
use longhand_core::dispute::Dispute;
use longhand_core::error::{AppError, FieldError, FieldErrors};
use longhand_core::ports::{Cursor, ListedToken, Span, TokenFilter};
use longhand_core::usage::TOTALS_KEPT;
use serde_json::{Value, json};

use super::{Management, Shared, cursor, log, place, usage, wire};
use crate::disputes::shown;
use crate::envelope::EdgeError;
use crate::people::Acting;

/// Things read together, and calls of a page.
const PAGE: u32 = 1000;

/// `GET /account/export`: a page of calls, and in the first all the rest.
pub(super) async fn get(State(service): State<Shared>, acting: Acting) -> Result<Json<Value>, EdgeError> {
    let (now, mut after) = (acting.call().at, None);
    let mut faults = Vec::new();
    for (name, value) in acting.query()? {
        match (name.as_str(), cursor(&value)) {
            ("after", Some(cursor)) => after = Some(cursor),
            ("after", None) => faults.push(FieldError::new("after", "must be `next` of a page")),
            _ => faults.push(FieldError::new(&name, "is not a parameter")),
        }
    }
    FieldErrors::none_or(faults, ())?;
    Ok(Json(page(&service, &acting.who, after, now).await?))
}

/// All that is kept of the account, in one.
///
/// # Errors
/// If a store does not answer.
pub async fn export(service: &Management, who: &Manager, now: Timestamp) -> Result<Value, AppError> {
    let mut whole = page(service, who, None, now).await?;
    while let Some(after) = whole["next"].as_str().and_then(cursor) {
        let mut more = page(service, who, Some(after), now).await?;
        whole["next"] = more["next"].take();
        if let (Value::Array(calls), Value::Array(more)) = (&mut whole["calls"], more["calls"].take()) {
            calls.extend(more);
        }
    }
    Ok(whole)
}

/// A page of calls, and in the first all the rest.
async fn page(service: &Management, who: &Manager, after: Option<Cursor>, now: Timestamp) -> Result<Value, AppError> {
    let mut shown = if after.is_none() { all_but_calls(service, who, now).await? } else { json!({}) };
    let span = Span { from: now.saturating_sub(RETENTION).unwrap_or(Timestamp::MIN), to: until(now) };
    let page = service.calls.list(&who.account.id, (span, &CallFilter::default()), after, PAGE, now).await?;
    shown["calls"] = page.calls.iter().map(log::call).collect();
    shown["next"] = page.next.as_ref().map(place).into();
    Ok(shown)
}

/// After all that was before now, by whatever clock.
fn until(now: Timestamp) -> Timestamp {
    now.saturating_add(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MAX)
}

/// What else there is.
async fn all_but_calls(service: &Management, who: &Manager, now: Timestamp) -> Result<Value, AppError> {
    let account = &who.account.id;
    let tokens = every(|last: Option<&ListedToken>| {
        let last = last.map(|listed| listed.token.key.clone());
        async move { service.tokens.list(who, &TokenFilter::default(), last.as_ref(), PAGE).await }
    });
    let changes = every(|last: Option<&Change>| {
        let last = last.map(|change| Cursor { at: change.at, id: change.id.clone() });
        let span = Span { from: Timestamp::MIN, to: until(now) };
        async move { Ok(service.log.changes(account, span, last.as_ref(), PAGE).await?) }
    });
    let disputes = every(|last: Option<&Dispute>| {
        let last = last.map(|dispute| dispute.id.clone());
        async move { service.disputes.list(who, last.as_ref(), PAGE).await }
    });
    let from = now.saturating_sub(TOTALS_KEPT).unwrap_or(Timestamp::MIN);
    let (zone, span) = (TimeZone::UTC, whole_hours(Some(from), None, now, &TimeZone::UTC));
    let query = UsageQuery { span, per: Per::Month, by: By::Token, zone, label: None };
    let used = service.usage.report(who, &query, now).await?;
    Ok(json!({
        "account": wire::account(&who.account),
        "tokens": tokens.await?.iter().map(|t| wire::token(&t.token, t.last_use.as_ref(), now)).collect::<Vec<_>>(),
        "changes": changes.await?.iter().map(log::change).collect::<Vec<_>>(),
        "disputes": disputes.await?.iter().map(|dispute| shown(dispute, now)).collect::<Vec<_>>(),
        "usage": used.rows.iter().map(usage::row).collect::<Vec<_>>(),
    }))
}

/// All pages of a list, each of which begins after the last of the page before.
async fn every<T, F: Future<Output = Result<Vec<T>, AppError>>>(
    page_after: impl Fn(Option<&T>) -> F,
) -> Result<Vec<T>, AppError> {
    let mut all: Vec<T> = Vec::new();
    loop {
        let page = page_after(all.last()).await?;
        let is_last = page.len() < PAGE as usize;
        all.extend(page);
        if is_last {
            return Ok(all);
        }
    }
}
