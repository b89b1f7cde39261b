//! The compact form of signed JSON (RFC 7515, section 7.1), and what else JOSE writes in a way of its own.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes in base 64 for addresses, without padding.
pub(super) fn encode(bytes: impl AsRef<[u8]>) -> String {
    BASE64.encode(bytes)
}

/// The bytes of such text.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text).ok()
}

/// A part of a JWS.
pub(super) fn part(value: &impl Serialize) -> String {
    // All of them are structures of text, numbers and times, which can always be written.
    encode(serde_json::to_vec(value).unwrap_or_default())
}

/// What a part says, if it says that.
pub(super) fn read<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&decode(part)?).ok()
}

/// A JWS taken apart: header, payload, what is signed, and the signature.
pub(super) struct Parts<'a> {
    pub header: &'a str,
    pub payload: &'a str,
    pub signed: &'a str,
    pub signature: Vec<u8>,
}

impl<'a> Parts<'a> {
    pub fn of(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        Some(Self { header, payload, signed, signature: decode(signature)? })
    }
}

/// The two numbers of an ECDSA signature over P-256, 32 bytes each, from their DER (RFC 3279, section 2.2.3).
pub(super) fn fixed(der: &[u8]) -> Option<[u8; 64]> {
    let (sequence, rest) = element(der, 0x30)?;
    let (r, after) = element(sequence, 0x02)?;
    let (s, end) = element(after, 0x02)?;
    let mut both = [0; 64];
    for (number, place) in [r, s].into_iter().zip(both.chunks_exact_mut(32)) {
        // A leading zero keeps a number positive; small numbers are short.
        let digits = number.strip_prefix(&[0]).unwrap_or(number);
        place[32_usize.checked_sub(digits.len())?..].copy_from_slice(digits);
    }
    (rest.is_empty() && end.is_empty()).then_some(both)
}

/// An element of this kind and what follows it. None here is as long as 128 bytes.
fn element(der: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let [found, length, rest @ ..] = der else { return None };
    (*found == kind && *length < 0x80).then(|| rest.split_at_checked(usize::from(*length)))?
}
