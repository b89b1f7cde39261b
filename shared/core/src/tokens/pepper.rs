//! Digests of secrets, under keys that the store of digests does not hold.

use core::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::mac::mac;

/// Bytes of a pepper.
pub const PEPPER_BYTES: usize = 32;

/// Peppers are read anew so much oftener that after this time everyone has the newest.
const KNOWN_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// Names a pepper, so that a digest says which it was made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PepperId(pub String);

/// The key of all digests. It is not in the store that holds them.
#[derive(Clone)]
pub struct Pepper {
    id: PepperId,
    key: Zeroizing<[u8; PEPPER_BYTES]>,
}

impl Pepper {
    /// The pepper of this name.
    #[must_use]
    pub fn new(id: PepperId, key: [u8; PEPPER_BYTES]) -> Self {
        Self { id, key: Zeroizing::new(key) }
    }

    /// Its name.
    #[must_use]
    pub const fn id(&self) -> &PepperId {
        &self.id
    }

    /// What is kept of a secret.
    pub(super) fn digest(&self, secret: &str) -> SecretDigest {
        SecretDigest { pepper: self.id.clone(), mac: self.mac(&[secret.as_bytes()]) }
    }

    /// The keyed digest of the parts.
    #[must_use]
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        mac(&self.key, parts)
    }
}

impl fmt::Debug for Pepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pepper({:?}, [redacted])", self.id)
    }
}

/// The pepper for new digests and, while it is being replaced, the one before.
#[derive(Clone, Debug)]
pub struct Peppers {
    /// The newest.
    pub current: Pepper,
    /// Still accepted.
    pub previous: Option<Pepper>,
    /// Since when the newest is, if it ever replaced another.
    pub since: Option<Timestamp>,
}

impl Peppers {
    /// The pepper for new digests and signatures at `now`: the one before, until everyone has read the newest.
    #[must_use]
    pub fn for_new(&self, now: Timestamp) -> &Pepper {
        let is_known = self.since.is_none_or(|since| now.duration_since(since) >= KNOWN_AFTER);
        self.previous.as_ref().filter(|_| !is_known).unwrap_or(&self.current)
    }

    /// The pepper of this name, if it is still accepted.
    #[must_use]
    pub fn named(&self, id: &PepperId) -> Option<&Pepper> {
        core::iter::once(&self.current).chain(&self.previous).find(|p| p.id == *id)
    }
}

/// HMAC-SHA-256 of a secret. Compared in constant time only, which is why it has no `PartialEq` but
/// [`matches`](Self::matches).
#[derive(Clone, Serialize, Deserialize)]
pub struct SecretDigest {
    pepper: PepperId,
    mac: [u8; 32],
}

impl SecretDigest {
    /// Which pepper it was made with.
    #[must_use]
    pub const fn pepper(&self) -> &PepperId {
        &self.pepper
    }

    /// Whether both are of the same secret under the same pepper, in constant time.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.pepper == other.pepper && bool::from(self.mac.ct_eq(&other.mac))
    }

    /// The digest's bytes, from which further keys are derived.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.mac
    }
}

/// For records that hold one; not for deciding who may come in, though it is as slow as that.
impl PartialEq for SecretDigest {
    fn eq(&self, other: &Self) -> bool {
        self.matches(other)
    }
}

impl fmt::Debug for SecretDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[digest]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Kind, PlainSecret};

    fn pepper(byte: u8) -> Pepper {
        Pepper::new(PepperId(format!("p{byte}")), [byte; PEPPER_BYTES])
    }

    #[test]
    fn digests_match_only_for_one_secret_and_one_pepper() {
        let (a, b) = (PlainSecret::new(Kind::Live, &[1; 32]), PlainSecret::new(Kind::Live, &[2; 32]));
        assert!(a.digest(&pepper(1)).matches(&a.digest(&pepper(1))));
        assert!(!a.digest(&pepper(1)).matches(&b.digest(&pepper(1))));
        assert!(!a.digest(&pepper(1)).matches(&a.digest(&pepper(2))));
    }

    #[test]
    fn a_new_pepper_is_used_for_new_digests_when_everyone_has_read_it() {
        let at = |s| Timestamp::from_second(s).unwrap();
        let mut peppers = Peppers { current: pepper(2), previous: Some(pepper(1)), since: Some(at(1000)) };
        for (now, used) in [(0, "p1"), (1000, "p1"), (1599, "p1"), (1600, "p2"), (9999, "p2")] {
            assert_eq!(peppers.for_new(at(now)).id().0, used, "{now}");
        }
        peppers.previous = None;
        assert_eq!(peppers.for_new(at(1000)).id().0, "p2", "there is no other");
    }
}
