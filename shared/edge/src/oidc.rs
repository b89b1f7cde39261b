//! People by the identity provider's word: JSON Web Tokens (RFC 7519) of OpenID Connect.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use longhand_core::error::{AppError, StoreError};
use serde::Deserialize;

/// Algorithms of providers; none with a shared key, and not `none`.
const ALGORITHMS: [Algorithm; 4] = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA];
/// By how much clocks may differ, s.
const LEEWAY_S: i64 = 60;

/// The provider's signing keys, as its JWKS has them now.
#[async_trait]
pub trait KeySource: Send + Sync {
    /// The keys; a source may remember them for minutes.
    ///
    /// # Errors
    /// If they cannot be had.
    async fn keys(&self) -> Result<JwkSet, StoreError>;
}

/// An OpenID Connect provider whose word counts.
#[derive(Clone)]
pub struct Provider {
    /// What `iss` must be.
    pub issuer: String,
    /// What `aud` must hold.
    pub audience: String,
    /// Where its keys are.
    pub keys: Arc<dyn KeySource>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    iat: Option<i64>,
}

impl Provider {
    /// The subject that a token vouches for at `now`.
    ///
    /// # Errors
    /// [`AppError::Unauthorized`] if it is not the provider's, for someone else, over, or not yet good.
    pub async fn subject(&self, jwt: &str, now: Timestamp) -> Result<String, AppError> {
        let header = decode_header(jwt).map_err(|_| AppError::Unauthorized)?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(AppError::Unauthorized);
        }
        let keys = self.keys.keys().await?;
        let key = find(&keys, header.kid.as_deref(), header.alg).ok_or(AppError::Unauthorized)?;
        let claims =
            decode::<Claims>(jwt, &key, &self.validation(header.alg)).map_err(|_| AppError::Unauthorized)?.claims;
        let now = now.as_second();
        let early = [claims.nbf, claims.iat].into_iter().flatten().any(|from| from > now + LEEWAY_S);
        if early || claims.exp <= now - LEEWAY_S || claims.sub.is_empty() {
            return Err(AppError::Unauthorized);
        }
        Ok(claims.sub)
    }

    /// Everything but the times, which are judged by our own clock.
    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.required_spec_claims = HashSet::from(["exp", "iss", "aud", "sub"].map(str::to_owned));
        (validation.validate_exp, validation.validate_nbf) = (false, false);
        validation
    }
}

/// The key of this name, if it is for this algorithm; without a name the only key there is.
fn find(keys: &JwkSet, name: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
    let jwk: &Jwk = match (name, keys.keys.as_slice()) {
        (Some(name), _) => keys.find(name)?,
        (None, [only]) => only,
        (None, _) => return None,
    };
    // A key that says what it is for is for nothing else.
    if jwk.common.key_algorithm.is_some_and(|a| a.to_string() != format!("{algorithm:?}")) {
        return None;
    }
    DecodingKey::from_jwk(jwk).ok()
}
