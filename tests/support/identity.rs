//! An identity provider for tests: its one key pair, of P-256.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};

/// Signs for these tests alone.
pub const KEY: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgEf8lj2fpXqrbnx6I
WXoamoz0VmRAeOJSvW6BNkM9oE+hRANCAATgSC9ZjodVnPlr/REWtf7mOmfjev7N
MFTbSJP0LCGcNH9i4X3FitQFwQxG/CnUhr5/40yh04JlsIvFt5Pp+0Ys
-----END PRIVATE KEY-----
";

/// The public half, named `k1`, as a provider shows it.
pub const JWKS: &str = r#"{"keys":[{
    "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "k1",
    "x": "4EgvWY6HVZz5a_0RFrX-5jpn43r-zTBU20iT9CwhnDQ", "y": "f2LhfcWK1AXBDEb8KdSGvn_jTKHTgmWwi8W3k-n7Riw"
}]}"#;

/// The same as a secret scanner shows it that does as GitHub does.
pub const LISTED: &str = r#"{"public_keys":[{
    "key_identifier": "k1", "is_current": true,
    "key": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE4EgvWY6HVZz5a/0RFrX+5jpn43r+\nzTBU20iT9CwhnDR/YuF9xYrUBcEMRvwp1Ia+f+NModOCZbCLxbeT6ftGLA==\n-----END PUBLIC KEY-----\n"
}]}"#;

/// Its signature of bytes: ECDSA with SHA-256, DER in base 64.
///
/// # Panics
/// Never: the key is one.
#[must_use]
pub fn sign(body: &str) -> String {
    let base64: String = KEY.lines().filter(|line| !line.starts_with('-')).collect();
    let der = STANDARD.decode(base64).expect("a key");
    let random = SystemRandom::new();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &der, &random).expect("a pair");
    STANDARD.encode(pair.sign(&random, body.as_bytes()).expect("a signature"))
}
