//! Names of things. Each is checked when made, so that holding one means it is well formed.

use core::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::alphabet::{crockford, is_crockford};

/// Text that is no such name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed {0}")]
pub struct Malformed(pub &'static str);

/// Sixteen characters of Crockford's base 32: 80 random bits.
macro_rules! name {
    ($(#[$doc:meta])* $type:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $type(String);

        impl $type {
            /// The name that these random bits spell.
            #[must_use]
            pub fn new(random: [u8; 10]) -> Self {
                Self(crockford(&random))
            }

            /// As it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $type {
            type Err = Malformed;

            fn from_str(text: &str) -> Result<Self, Malformed> {
                Self::try_from(text.to_owned())
            }
        }

        impl TryFrom<String> for $type {
            type Error = Malformed;

            fn try_from(text: String) -> Result<Self, Malformed> {
                if is_crockford(&text, 16) { Ok(Self(text)) } else { Err(Malformed($what)) }
            }
        }

        impl From<$type> for String {
            fn from(name: $type) -> Self {
                name.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(
    /// An account.
    AccountId,
    "account id"
);
name!(
    /// The public half of a token: what the caller sends as the user name.
    TokenKey,
    "token key"
);
name!(
    /// One entry of the audit log.
    EntryId,
    "entry id"
);
name!(
    /// A data key under which texts of one account are sealed.
    KeyId,
    "key id"
);

name!(
    /// A dispute about an account's calls.
    DisputeId,
    "dispute id"
);

/// Longest request id that is taken from a caller.
const LONGEST_REQUEST_ID: usize = 64;

/// What a caller may quote when asking about a call: the caller's own or ours.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(String);

impl RequestId {
    /// The caller's own id, if it is 1 ..= 64 letters, digits, `-`, `_`, `.` and `:`.
    #[must_use]
    pub fn of_caller(text: &str) -> Option<Self> {
        let safe = |b: u8| b.is_ascii_alphanumeric() || b"-_.:".contains(&b);
        let fits = (1..=LONGEST_REQUEST_ID).contains(&text.len());
        (fits && text.bytes().all(safe)).then(|| Self(text.to_owned()))
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&EntryId> for RequestId {
    fn from(entry: &EntryId) -> Self {
        Self(entry.as_str().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_malformed_cannot_be_held() {
        assert_eq!(TokenKey::new([0; 10]).as_str(), "0000000000000000");
        for wrong in ["", "000000000000000", "00000000000000000", "000000000000000I", "000000000000000a"] {
            assert_eq!(wrong.parse::<TokenKey>(), Err(Malformed("token key")), "{wrong}");
            assert!(serde_json::from_str::<TokenKey>(&format!("{wrong:?}")).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_callers_request_id_is_short_and_safe() {
        for (text, fits) in [("a-b_c.d:9", true), ("", false), ("a b", false), ("a\n", false), ("é", false)] {
            assert_eq!(RequestId::of_caller(text).is_some(), fits, "{text:?}");
        }
        assert!(RequestId::of_caller(&"x".repeat(64)).is_some());
        assert!(RequestId::of_caller(&"x".repeat(65)).is_none());
    }
}
