//! Texts, read under a dispute.

use axum::Json;
use axum::extract::State;
use longhand_core::app::{MOST_READ, OpenedText};
use longhand_core::error::{FieldError, FieldErrors};
use longhand_core::ports::Cursor;
use serde_json::{Value, json};
use std::sync::Arc;

use super::Reading;
use super::dispute::named;
use crate::envelope::EdgeError;
use crate::input::{Named, Pairs, page_limit};
use crate::people::Acting;
use crate::tokens::{cursor, place};

/// `GET /texts/{id}`.
pub(super) async fn read(
    State(service): State<Arc<Reading>>,
    Named(id): Named,
    acting: Acting,
) -> Result<Json<Value>, EdgeError> {
    let (after, limit) = listing(&acting.query()?)?;
    let (texts, next) = service.texts.read(&acting.who, &named(&id)?, after.as_ref(), limit, acting.call()).await?;
    let next = next.as_ref().map(place);
    Ok(Json(json!({ "texts": texts.iter().map(shown).collect::<Vec<_>>(), "next": next })))
}

fn shown(opened: &OpenedText) -> Value {
    let entry = &opened.entry;
    json!({
        "request_id": entry.request_id, "at": entry.at, "token": entry.token, "kind": entry.kind,
        "images": entry.units.images, "characters": entry.units.characters,
        "text": opened.text.as_ref().ok().map(|text| text.as_str()), "fault": opened.text.as_ref().err(),
    })
}

/// Which of the texts a query asks for, or all its faults.
fn listing(pairs: &Pairs) -> Result<(Option<Cursor>, u32), FieldErrors> {
    let (mut after, mut limit, mut faults) = (None, MOST_READ, Vec::new());
    for (name, value) in pairs {
        let complaint = match name.as_str() {
            "after" => {
                after = cursor(value);
                after.is_none().then_some("must be the `next` of another page")
            }
            "limit" => (!page_limit(value, MOST_READ, &mut limit)).then_some("must be a whole number from 1 to 100"),
            _ => Some("is not a parameter"),
        };
        faults.extend(complaint.map(|complaint| FieldError::new(name, complaint)));
    }
    FieldErrors::none_or(faults, (after, limit))
}
