//! What an account used.

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use longhand_core::app::{By, Count, Counts, Per, UsageQuery, UsageRow, whole_hours};
use longhand_core::error::{FieldError, FieldErrors};
use serde_json::{Value, json};

use super::Shared;
use super::table::{CSV, PARQUET, csv, parquet};
use crate::envelope::EdgeError;
use crate::input::Pairs;
use crate::people::Acting;

/// What usage can be told apart by, with their names.
pub(super) const PERIODS: [(&str, Per); 3] = [("hour", Per::Hour), ("day", Per::Day), ("month", Per::Month)];
pub(super) const NAMES: [(&str, By); 4] =
    [("account", By::Account), ("token", By::Token), ("label", By::Label), ("owner", By::Owner)];
/// How it can be answered.
#[derive(Clone, Copy, Default)]
pub(super) enum Format {
    #[default]
    Json,
    Csv,
    Parquet,
}

pub(super) const FORMATS: [(&str, Format); 3] =
    [("json", Format::Json), ("csv", Format::Csv), ("parquet", Format::Parquet)];

/// `GET /account/usage`.
pub(super) async fn get(State(service): State<Shared>, acting: Acting) -> Result<Response, EdgeError> {
    let now = acting.call().at;
    let Asked { query, zone, format } = Asked::read(&acting.query()?, now)?;
    let report = service.usage.report(&acting.who, &query, now).await?;
    let (kind, table) = match format {
        Format::Csv => (CSV, csv(&report.rows)?),
        Format::Parquet => (PARQUET, parquet(&report.rows)?),
        Format::Json => {
            let rows: Value = report.rows.iter().map(row).collect();
            let (from, to, total) = (query.span.from, query.span.to, counts(&report.total));
            let shown = json!({ "from": from, "to": to, "zone": zone, "total": total, "rows": rows });
            return Ok(Json(shown).into_response());
        }
    };
    Ok(([(CONTENT_TYPE, kind)], table).into_response())
}

/// What a query asks for.
struct Asked {
    query: UsageQuery,
    zone: String,
    format: Format,
}

impl Asked {
    /// Reads it, or all its faults.
    fn read(pairs: &Pairs, now: Timestamp) -> Result<Self, FieldErrors> {
        const TIME: &str = "must be a time as 2027-01-31T00:00:00Z";
        let (mut from, mut to, mut zone, mut zone_name) = (None, None, TimeZone::UTC, "UTC");
        let (mut per, mut by, mut format) = (Per::default(), By::default(), Format::default());
        let (mut label, mut faults) = (None, Vec::new());
        for (name, value) in pairs {
            let complaint = match name.as_str() {
                "from" => value.parse().map(|at| from = Some(at)).err().map(|_| TIME.to_owned()),
                "to" => value.parse().map(|at| to = Some(at)).err().map(|_| TIME.to_owned()),
                "per" => choose(value, &PERIODS, &mut per),
                "by" => choose(value, &NAMES, &mut by),
                "format" => choose(value, &FORMATS, &mut format),
                "label" => {
                    label = Some(value.clone());
                    None
                }
                "zone" => {
                    zone_name = value;
                    let found = TimeZone::get(value).map(|found| zone = found);
                    found.err().map(|_| "must be a time zone as Europe/Berlin".to_owned())
                }
                _ => Some("is not a parameter".to_owned()),
            };
            faults.extend(complaint.map(|complaint| FieldError::new(name, &complaint)));
        }
        let span = whole_hours(from, to, now, &zone);
        if span.from > span.to && faults.is_empty() {
            faults.push(FieldError::new("from", "must not be after to"));
        }
        let asked = Self { zone: zone_name.to_owned(), format, query: UsageQuery { span, per, by, zone, label } };
        FieldErrors::none_or(faults, asked)
    }
}

/// Takes the value of this name, or complains.
fn choose<T: Copy>(name: &str, choices: &[(&str, T)], value: &mut T) -> Option<String> {
    match choices.iter().find(|(known, _)| *known == name) {
        Some((_, found)) => {
            *value = *found;
            None
        }
        None => Some(format!("must be one of {}", choices.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(", "))),
    }
}

/// A row of a report.
pub(super) fn row(row: &UsageRow) -> Value {
    let mut shown = counts(&row.counts);
    (shown["period"], shown["of"]) = (row.period.as_str().into(), row.of.as_deref().into());
    shown
}

fn counts(counts: &Counts) -> Value {
    let count = |count: Count| json!({ "images": count.images, "characters": count.characters });
    json!({ "live": count(counts.live), "test": count(counts.test) })
}
