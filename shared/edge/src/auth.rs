//! Who calls, as the `Authorization` header says: RFC 7617 (Basic), RFC 6750 (Bearer).

use core::str::FromStr as _;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use longhand_core::error::AppError;
use longhand_core::ids::TokenKey;
use longhand_core::tokens::{OwnerKey, PlainSecret};

/// Longer headers are nobody's.
const LONGEST: usize = 8192;

/// The one `Authorization` header of a call: its scheme in small letters and the rest.
fn header(headers: &HeaderMap) -> Option<(String, &str)> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let (Some(only), None) = (all.next(), all.next()) else { return None };
    let text = only.to_str().ok().filter(|text| text.len() <= LONGEST)?;
    let (scheme, rest) = text.split_once(' ')?;
    Some((scheme.to_ascii_lowercase(), rest.trim_matches(' ')))
}

/// A token's key and secret: `Basic` with both, or `Bearer key.secret`.
///
/// # Errors
/// [`AppError::Unauthorized`] for anything else.
pub(crate) fn token(headers: &HeaderMap) -> Result<(TokenKey, PlainSecret), AppError> {
    let read = || {
        let (scheme, rest) = header(headers)?;
        let (key, secret) = match scheme.as_str() {
            "basic" => {
                let pair = String::from_utf8(STANDARD.decode(rest).ok()?).ok()?;
                let (key, secret) = pair.split_once(':')?;
                (key.to_owned(), secret.to_owned())
            }
            "bearer" => rest.split_once('.').map(|(key, secret)| (key.to_owned(), secret.to_owned()))?,
            _ => return None,
        };
        Some((TokenKey::from_str(&key).ok()?, PlainSecret::from_str(&secret).ok()?))
    };
    read().ok_or(AppError::Unauthorized)
}

/// What a person shows.
pub(crate) enum Proof {
    /// An account's owner key.
    OwnerKey(OwnerKey),
    /// What claims to be a token of the identity provider.
    Jwt(String),
}

/// A person's proof: `Bearer` with an owner key or a token of the identity provider.
///
/// # Errors
/// [`AppError::Unauthorized`] for anything else.
pub(crate) fn person(headers: &HeaderMap) -> Result<Proof, AppError> {
    let (scheme, rest) = header(headers).ok_or(AppError::Unauthorized)?;
    if scheme != "bearer" || rest.is_empty() {
        return Err(AppError::Unauthorized);
    }
    Ok(OwnerKey::from_str(rest).map_or_else(|_| Proof::Jwt(rest.to_owned()), Proof::OwnerKey))
}
