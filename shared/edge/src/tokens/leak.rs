//! Reports of secret scanners, as GitHub's partner program has them: a list of findings, its body signed.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::{Extension, Json};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet};
use longhand_core::error::{AppError, FieldError};
use longhand_core::tokens::pairs_in;
use ring::digest::{SHA256, digest};
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Shared;
use crate::audit::Calling;
use crate::envelope::EdgeError;
use crate::input::LONGEST_BODY;

/// Which of the scanner's keys signed, and the signature: DER in base 64.
const KEY_ID: &str = "github-public-key-identifier";
const SIGNATURE: &str = "github-public-key-signature";

/// `POST /leaks`: tokens that were found in the open end at once.
pub(super) async fn report(
    State(service): State<Shared>,
    Extension(calling): Extension<Arc<Calling>>,
    request: Request,
) -> Result<Json<Value>, EdgeError> {
    calling.pass().await?;
    let (parts, body) = request.into_parts();
    let source = service.trust.scanners.as_ref().ok_or(AppError::Unauthorized)?;
    let keys = source.keys().await?;
    let body = to_bytes(body, LONGEST_BODY).await.map_err(|_| EdgeError::BodyTooLong(LONGEST_BODY))?;
    let scanner = signer(&parts.headers, &body, &keys).ok_or(AppError::Unauthorized)?;
    calling.notes.lock().await.person(None, &format!("scanner {scanner}"));
    let mut answers = Vec::new();
    for finding in findings(&body)? {
        let mut leaked = false;
        for (key, secret) in pairs_in(&finding.token) {
            leaked |= service.tokens.leaked((&key, &secret), &scanner, &calling.call).await?;
        }
        answers.push(finding.answer(leaked));
    }
    Ok(Json(answers.into()))
}

/// What was found; everything else of a report is for people.
#[derive(Deserialize)]
struct Finding {
    token: String,
    /// What the scanner calls such tokens; what is no name is no reason to let a token live.
    #[serde(default, rename = "type")]
    kind: Value,
}

impl Finding {
    /// What the scanner is told: its own words for it, and instead of the token the digest that it may be told by.
    fn answer(&self, leaked: bool) -> Value {
        let digest = digest(&SHA256, self.token.as_bytes());
        let digest = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        let label = if leaked { "true_positive" } else { "false_positive" };
        json!({ "token_hash": digest, "token_type": self.kind.as_str(), "label": label })
    }
}

fn findings(body: &[u8]) -> Result<Vec<Finding>, FieldError> {
    let wrong = |_| FieldError::new("", "the body is not a JSON list of findings, each with its token");
    serde_json::from_slice(body).map_err(wrong)
}

/// The name of the key that signed the body, if one did.
fn signer(headers: &HeaderMap, body: &[u8], keys: &JwkSet) -> Option<String> {
    let header = |name| headers.get(name)?.to_str().ok();
    let (id, signature) = (header(KEY_ID)?, STANDARD.decode(header(SIGNATURE)?).ok()?);
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point(keys.find(id)?)?);
    key.verify(body, &signature).ok().map(|()| id.to_owned())
}

/// A P-256 key as an uncompressed point (SEC 1, section 2.3.3).
fn point(key: &Jwk) -> Option<Vec<u8>> {
    let AlgorithmParameters::EllipticCurve(curve) = &key.algorithm else { return None };
    if curve.curve != EllipticCurve::P256 {
        return None;
    }
    let [x, y] = [&curve.x, &curve.y].map(|coordinate| URL_SAFE_NO_PAD.decode(coordinate));
    Some([vec![4], x.ok()?, y.ok()?].concat())
}
