//! Receipts: what a live render counts as, signed, with a commitment to its text and parameters. Whoever has the
//! receipt and our public key can check it without us; who also shows the text proves what was drawn, or that
//! something else was, and nobody has to decrypt anything.
//!
//! A receipt is a JWS (RFC 7515) signed with Ed25519 by a key of its sandbox. That key is certified by a second JWS in
//! the receipt's header, signed with ECDSA over P-256 by the service's own key, which is published as a JWK (RFC 7517).

mod check;
mod jose;
mod sign;

use core::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub use self::check::{Flaw, PublicKeys};
pub use self::sign::{Certified, Uncertified};
use crate::audit::Units;
use crate::ids::{AccountId, EntryId, RequestId, TokenKey};
use crate::mac::mac;

/// What a live render was counted as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The entry that bills it. Renders that are billed once have receipts of one id.
    pub id: EntryId,
    /// What the caller may quote.
    pub request_id: RequestId,
    /// When the call came in that is billed.
    pub at: Timestamp,
    /// When this receipt was made: later, for a render that is repeated and not billed again.
    pub made: Timestamp,
    /// Who is billed.
    pub account: AccountId,
    /// Whose call it was.
    pub token: TokenKey,
    /// What for.
    pub units: Units,
    /// Draws the same again, in decimal: not every reader of JSON has whole numbers of 63 bits.
    pub seed: String,
    /// To what was asked for.
    pub commitment: Commitment,
}

/// Binds to a text and its parameters, and tells nothing of them: their keyed digest, in base 64 for addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Commitment(String);

/// The key of one commitment. Only the caller keeps it: with it, short texts could be guessed. It does not print.
#[derive(Clone)]
pub struct Opening(Zeroizing<[u8; 32]>);

impl Opening {
    /// These bytes, which must be random.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// As [`reveal`](Self::reveal) wrote it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        jose::decode(text)?.try_into().ok().map(Self::new)
    }

    /// As the caller gets it.
    #[must_use]
    pub fn reveal(&self) -> String {
        jose::encode(*self.0)
    }

    /// The commitment to what was asked for: the format's name, then name and value of each parameter, by their order.
    #[must_use]
    pub fn commit(&self, asked: &[&[u8]]) -> Commitment {
        Commitment(jose::encode(mac(&self.0, asked)))
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[opening]")
    }
}

#[cfg(test)]
mod tests;
