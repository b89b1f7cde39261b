//! Public keys as others show them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{
    AlgorithmParameters, CommonParameters, EllipticCurve, EllipticCurveKeyParameters, EllipticCurveKeyType, Jwk, JwkSet,
};
use rustls_pki_types::SubjectPublicKeyInfoDer;
use rustls_pki_types::pem::PemObject as _;
use serde::Deserialize;

/// What stands before the point of a P-256 key: its `SubjectPublicKeyInfo` in DER (RFC 5480, section 2), of which nothing
/// else changes.
const P256: [u8; 27] =
    *b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04";

#[derive(Deserialize)]
#[serde(untagged)]
enum Shown {
    Set(JwkSet),
    List { public_keys: Vec<Listed> },
}

/// A key of GitHub's list.
#[derive(Deserialize)]
struct Listed {
    key_identifier: String,
    /// In PEM.
    key: String,
}

/// The keys of a JWKS (RFC 7517), or of a list as GitHub has it of those that its secret scanner signs with
/// (<https://api.github.com/meta/public_keys/secret_scanning>), of which only keys of P-256 count.
///
/// # Errors
/// If it is neither.
pub fn public_keys(document: &[u8]) -> Result<JwkSet, serde_json::Error> {
    Ok(match serde_json::from_slice(document)? {
        Shown::Set(set) => set,
        Shown::List { public_keys } => JwkSet { keys: public_keys.into_iter().filter_map(key).collect() },
    })
}

fn key(listed: Listed) -> Option<Jwk> {
    let der = SubjectPublicKeyInfoDer::from_pem_slice(listed.key.as_bytes()).ok()?;
    let point: &[u8; 64] = der.strip_prefix(&P256)?.try_into().ok()?;
    let [x, y] = [&point[..32], &point[32..]].map(|coordinate| URL_SAFE_NO_PAD.encode(coordinate));
    let (key_type, curve) = (EllipticCurveKeyType::EC, EllipticCurve::P256);
    Some(Jwk {
        common: CommonParameters { key_id: Some(listed.key_identifier), ..CommonParameters::default() },
        algorithm: AlgorithmParameters::EllipticCurve(EllipticCurveKeyParameters { key_type, curve, x, y }),
    })
}
