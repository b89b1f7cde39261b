//! Parameters by name, from a query, a form or JSON.

use core::convert::Infallible;
use core::fmt;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, Path};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use longhand_core::error::{FieldError, FieldErrors};
use percent_encoding::percent_decode;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::envelope::EdgeError;

/// No body of ours is longer, bytes.
pub(crate) const LONGEST_BODY: usize = 256 * 1024;
/// But an image, which a gateway hands on by four letters for three bytes, within 6 MB.
pub(crate) const LONGEST_IMAGE: usize = 4 * 1024 * 1024;
const FORM_OR_JSON: &str = "application/x-www-form-urlencoded or application/json";
/// Longest path and query that gateways let through, bytes.
pub(crate) const LONGEST_TARGET: usize = 10_240;
/// Names under which people put credentials into addresses, where logs and histories keep them.
const CREDENTIALS: [&str; 9] =
    ["authorization", "access_token", "api_key", "apikey", "key", "secret", "password", "token", "token_secret"];

/// The name in a path; empty if it is not UTF-8, which nothing of ours is called.
pub(crate) struct Named(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let name = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(name.map_or_else(|_| String::new(), |Path(name)| name)))
    }
}

/// Names and values in the order they came in.
pub(crate) type Pairs = Vec<(String, String)>;

/// The pairs of the query.
///
/// # Errors
/// A fault for each that is not UTF-8, and for each credential.
pub(crate) fn query(parts: &Parts) -> Result<Pairs, EdgeError> {
    let target = parts.uri.path_and_query().map_or(0, |target| target.as_str().len());
    if target > LONGEST_TARGET {
        return Err(EdgeError::TargetTooLong);
    }
    let pairs = form(parts.uri.query().unwrap_or_default().as_bytes())?;
    let leaked = |(name, _): &&(String, String)| CREDENTIALS.contains(&name.to_ascii_lowercase().as_str());
    let fault = |(name, _): &(String, String)| {
        FieldError::new(name, "must not be in the address, which others may see; use the Authorization header")
    };
    crate::envelope::none(pairs.iter().filter(leaked).map(fault).collect())?;
    Ok(pairs)
}

/// Reads the `limit` of a page that holds `most` at most; false where it is none.
pub(crate) fn page_limit(value: &str, most: u32, limit: &mut u32) -> bool {
    let read = value.parse().ok().filter(|wanted| (1..=most).contains(wanted));
    *limit = read.unwrap_or(*limit);
    read.is_some()
}

/// The pairs of a body that is a form or a JSON object of strings, numbers and truth values.
///
/// # Errors
/// The body is too long, of another type, or has faults.
pub(crate) async fn body(parts: &Parts, body: Body) -> Result<Pairs, EdgeError> {
    let kind = media_type(parts);
    let bytes = bytes(parts, body, LONGEST_BODY).await?;
    match kind.as_str() {
        "application/x-www-form-urlencoded" => Ok(form(&bytes)?),
        "application/json" => Ok(json_pairs(&bytes)?),
        _ => Err(EdgeError::MediaType(FORM_OR_JSON)),
    }
}

/// The pairs of a request that somebody has kept: a query or form as it was sent, or a JSON object.
///
/// # Errors
/// Its faults.
pub(crate) fn kept(sent: &str) -> Result<Pairs, FieldErrors> {
    let sent = sent.trim();
    if sent.starts_with('{') { json_pairs(sent.as_bytes()) } else { form(sent.trim_start_matches('?').as_bytes()) }
}

/// The JSON object of a body; an empty one if there is no body.
///
/// # Errors
/// The body is too long or no JSON object, or names something twice.
pub(crate) async fn object(parts: &Parts, body: Body) -> Result<Vec<(String, Value)>, EdgeError> {
    let kind = media_type(parts);
    let bytes = bytes(parts, body, LONGEST_BODY).await?;
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    if kind != "application/json" {
        return Err(EdgeError::MediaType(FORM_OR_JSON));
    }
    let object = members(&bytes)?;
    let again = |(i, (name, _)): (usize, &(String, Value))| {
        let before = object[..i].iter().any(|(other, _)| other == name);
        before.then(|| FieldError::new(name, "is given more than once"))
    };
    crate::envelope::none(object.iter().enumerate().filter_map(again).collect())?;
    Ok(object)
}

/// The content type without its parameters, in small letters.
fn media_type(parts: &Parts) -> String {
    let header = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The image of a body, whatever its bytes are.
///
/// # Errors
/// The body is too long, or said to be something else.
pub(crate) async fn image(parts: &Parts, body: Body) -> Result<Bytes, EdgeError> {
    match media_type(parts).as_str() {
        "image/png" | "image/jpeg" => bytes(parts, body, LONGEST_IMAGE).await,
        _ => Err(EdgeError::MediaType("image/png or image/jpeg")),
    }
}

async fn bytes(parts: &Parts, body: Body, most: usize) -> Result<Bytes, EdgeError> {
    let announced = parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(EdgeError::BodyTooLong(most));
    }
    to_bytes(body, most).await.map_err(|_| EdgeError::BodyTooLong(most))
}

/// Pairs of `application/x-www-form-urlencoded` (WHATWG URL standard, section 5), but strict about UTF-8.
fn form(bytes: &[u8]) -> Result<Pairs, FieldErrors> {
    let (mut pairs, mut faults) = (Vec::new(), Vec::new());
    for pair in bytes.split(|&b| b == b'&').filter(|pair| !pair.is_empty()) {
        let (name, value) = match pair.iter().position(|&b| b == b'=') {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &b""[..]),
        };
        match (decode(name), decode(value)) {
            (Some(name), Some(value)) => pairs.push((name, value)),
            (name, _) => faults.push(FieldError::new(&name.unwrap_or_default(), "must be UTF-8")),
        }
    }
    FieldErrors::none_or(faults, pairs)
}

fn decode(bytes: &[u8]) -> Option<String> {
    let spaced: Vec<u8> = bytes.iter().map(|&b| if b == b'+' { b' ' } else { b }).collect();
    percent_decode(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

fn json_pairs(bytes: &[u8]) -> Result<Pairs, FieldErrors> {
    let (mut pairs, mut faults) = (Vec::new(), Vec::new());
    for (name, value) in members(bytes)? {
        match value {
            Value::String(text) => pairs.push((name, text)),
            Value::Number(number) => pairs.push((name, number.to_string())),
            Value::Bool(truth) => pairs.push((name, truth.to_string())),
            Value::Null => {}
            Value::Array(_) | Value::Object(_) => {
                faults.push(FieldError::new(&name, "must be a string, a number or a truth value"));
            }
        }
    }
    FieldErrors::none_or(faults, pairs)
}

/// The members of a JSON object, also those that come twice.
fn members(bytes: &[u8]) -> Result<Vec<(String, Value)>, FieldErrors> {
    struct Members(Vec<(String, Value)>);
    struct Collect;
    impl<'de> Visitor<'de> for Collect {
        type Value = Members;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(Members(members))
        }
    }
    impl<'de> Deserialize<'de> for Members {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(Collect)
        }
    }
    let read: Result<Members, _> = serde_json::from_slice(bytes);
    // serde's own words may quote the text.
    read.map(|members| members.0).map_err(|error| {
        FieldError::new(
            "",
            &format!("the body is not a JSON object (line {}, column {})", error.line(), error.column()),
        )
        .into()
    })
}
