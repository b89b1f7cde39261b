//! Signed links: one image, fixed, until a time, without a secret.

use jiff::{SignedDuration, Timestamp};
use subtle::ConstantTimeEq as _;

use super::{Caller, Gate};
use crate::error::{AppError, FieldError};
use crate::ids::TokenKey;
use crate::tokens::{Pepper, Peppers, Scope};

/// The route of what links show.
pub const LINKED: &str = "/linked";
/// How long a link is good unless told otherwise, and at most.
const USUAL_LIFE: SignedDuration = SignedDuration::from_hours(24);
const LONGEST_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Sets these proofs apart from all others under the same pepper.
const PURPOSE: &[u8] = b"link";

/// What a link proves: its token made it, for these parameters, until a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The token whose link it is.
    pub key: TokenKey,
    /// Seconds since 1970 from which on it is refused.
    pub expires: i64,
    /// 64 hexadecimal digits.
    pub signature: String,
}

impl Gate {
    /// A proof for `caller`'s link to what `material` says, good for `life_s` seconds from `now`.
    ///
    /// # Errors
    /// The token may not make links, the life is out of range, or the peppers cannot be read.
    pub async fn sign(
        &self,
        caller: &Caller,
        material: &[&[u8]],
        life_s: Option<u64>,
        now: Timestamp,
    ) -> Result<Proof, AppError> {
        caller.may(Scope::Links)?;
        let life = life_s.map_or(Some(USUAL_LIFE), |s| i64::try_from(s).ok().map(SignedDuration::from_secs));
        let life = life.filter(|life| (SignedDuration::from_secs(1)..=LONGEST_LIFE).contains(life));
        let most = LONGEST_LIFE.as_secs();
        let life = life.ok_or_else(|| FieldError::new("expires_in_s", &format!("must be from 1 to {most}")))?;
        let expires = now.as_second().saturating_add(life.as_secs());
        let key = caller.token.key.clone();
        let signature = signature(self.peppers(now).await?.for_new(now), &key, expires, material);
        Ok(Proof { key, expires, signature })
    }

    /// For whom a link is drawn.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] if anything of it was changed, its time is over, or its token no longer works.
    pub async fn follow(&self, proof: &Proof, material: &[&[u8]], now: Timestamp) -> Result<Caller, AppError> {
        let refused = || AppError::Forbidden("the link is not valid, or no longer".into());
        let (caller, peppers) = self.signer(&proof.key, now).await.map_err(|error| match error {
            AppError::Unauthorized => refused(),
            other => other,
        })?;
        let genuine = is_genuine(&peppers, proof, material);
        if !genuine || proof.expires <= now.as_second() || caller.token.forbids(Scope::Links) {
            return Err(refused());
        }
        Ok(caller)
    }
}

fn is_genuine(peppers: &Peppers, proof: &Proof, material: &[&[u8]]) -> bool {
    let all = core::iter::once(&peppers.current).chain(&peppers.previous);
    let right = |p: &Pepper| {
        let ours = signature(p, &proof.key, proof.expires, material);
        bool::from(ours.as_bytes().ct_eq(proof.signature.as_bytes()))
    };
    all.fold(false, |found, pepper| found | right(pepper))
}

fn signature(pepper: &Pepper, key: &TokenKey, expires: i64, material: &[&[u8]]) -> String {
    let expires = expires.to_be_bytes();
    let mut parts = vec![PURPOSE, key.as_str().as_bytes(), &expires];
    parts.extend_from_slice(material);
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    pepper.mac(&parts).into_iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
