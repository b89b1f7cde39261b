//! What is kept of a token.

use core::fmt;
use core::str::FromStr;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{AddressRange, Origin, SecretDigest};
use crate::ids::{AccountId, Malformed, TokenKey};

/// Most labels of one token.
pub const MAX_LABELS: usize = 10;

/// How long before its end a token's callers are told.
pub const NOTICE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Whether renders are marked and free, or clean and billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Marked, free.
    Test,
    /// Clean, billed; only for accounts that pay.
    Live,
}

impl Kind {
    /// Both kinds by name.
    pub const ALL: [(&'static str, Self); 2] = [("test", Self::Test), ("live", Self::Live)];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Live => "live",
        }
    }
}

/// Something a token may be limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Scope {
    /// The catalogue.
    Handwritings,
    /// `/render/png`.
    Png,
    /// `/render/pdf`.
    Pdf,
    /// `/render/svg`.
    Svg,
    /// `/render/strokes`.
    Strokes,
    /// `/render/webp`.
    Webp,
    /// `/render/estimate`.
    Estimate,
    /// Making signed links.
    Links,
}

impl Scope {
    /// All scopes by name.
    pub const ALL: [(&'static str, Self); 8] = [
        ("handwritings", Self::Handwritings),
        ("render:png", Self::Png),
        ("render:pdf", Self::Pdf),
        ("render:svg", Self::Svg),
        ("render:strokes", Self::Strokes),
        ("render:webp", Self::Webp),
        ("render:estimate", Self::Estimate),
        ("links", Self::Links),
    ];
}

impl FromStr for Scope {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::ALL.iter().find(|(name, _)| *name == text).map(|&(_, s)| s).ok_or(Malformed("scope"))
    }
}

impl TryFrom<String> for Scope {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::ALL.iter().find(|(_, s)| s == self).map_or("", |(name, _)| name))
    }
}

/// The secret before the last rotation, while both are accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overlap {
    /// Of the secret before.
    pub digest: SecretDigest,
    /// From when on it is refused.
    pub until: Timestamp,
}

/// Most billed images of a calendar month (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cap(pub u64);

/// When and from where a token was last seen, to about five minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LastUse {
    /// When.
    pub at: Timestamp,
    /// From where.
    pub address: Option<IpAddr>,
    /// By which program, as it says.
    pub user_agent: String,
}

/// A token as it is at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenState {
    /// It opens.
    Active,
    /// Its time is over.
    Expired,
    /// Someone ended it.
    Revoked,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// Its public half.
    pub key: TokenKey,
    /// Whose it is.
    pub account: AccountId,
    /// Test or live.
    pub kind: Kind,
    /// Of its secret.
    pub digest: SecretDigest,
    /// Of the secret before, after a rotation with overlap.
    pub overlap: Option<Overlap>,
    /// What people call it.
    pub title: String,
    /// For filtering: at most [`MAX_LABELS`].
    pub labels: Vec<String>,
    /// The customer's customer it was given to.
    pub owner: Option<String>,
    /// What it is limited to; empty for everything.
    pub scopes: Vec<Scope>,
    /// From where it may be used; empty for anywhere.
    pub addresses: Vec<AddressRange>,
    /// From which web origins it may be used; empty for any, and for programs that are no pages.
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// Most billed images a month.
    pub cap: Option<Cap>,
    /// Whether it ends when its secret is seen where others see it.
    #[serde(default)]
    pub revoke_if_exposed: bool,
    /// When it was made.
    pub created: Timestamp,
    /// From when on it is refused.
    pub expires: Option<Timestamp>,
    /// When someone ended it.
    pub revoked: Option<Timestamp>,
    /// Raised by every change: a writer must know the latest.
    pub version: u64,
}

impl Token {
    /// What it is at `now`. An expiry counts from its very moment on.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> TokenState {
        if self.revoked.is_some_and(|at| at <= now) {
            TokenState::Revoked
        } else if self.expires.is_some_and(|at| at <= now) {
            TokenState::Expired
        } else {
            TokenState::Active
        }
    }

    /// The same token, whose secret was seen by others at that time if at all: one that is to end then has ended.
    #[must_use]
    pub fn exposed(self, at: Option<Timestamp>) -> Self {
        let at = at.filter(|_| self.revoke_if_exposed);
        Self { revoked: self.revoked.or(at), ..self }
    }

    /// Whether it is limited to something else than `scope`.
    #[must_use]
    pub fn forbids(&self, scope: Scope) -> bool {
        !self.scopes.is_empty() && !self.scopes.contains(&scope)
    }

    /// Whether it may be used from `address`. An unknown address is in no list.
    #[must_use]
    pub fn admits(&self, address: Option<IpAddr>) -> bool {
        self.addresses.is_empty() || address.is_some_and(|a| self.addresses.iter().any(|r| r.contains(a)))
    }

    /// Whether it may be used by a page of `origin`. What has no origin is no page, and in no list.
    #[must_use]
    pub fn admits_origin(&self, origin: Option<&str>) -> bool {
        self.origins.is_empty() || origin.is_some_and(|o| self.origins.iter().any(|known| known.as_str() == o))
    }

    /// When it ends, if that is within [`NOTICE`] of `now`: time to tell its owner.
    #[must_use]
    pub fn ends_soon(&self, now: Timestamp) -> Option<Timestamp> {
        self.expires.filter(|&end| end.duration_since(now) <= NOTICE)
    }

    /// The same token with a new secret. With an overlap the secret before is accepted until then, or
    /// until the token's own end if that is earlier: rotation never lengthens a life.
    #[must_use]
    pub fn rotated(self, digest: SecretDigest, overlap_until: Option<Timestamp>) -> Self {
        let until = overlap_until.map(|at| self.expires.map_or(at, |end| at.min(end)));
        let overlap = until.map(|until| Overlap { digest: self.digest, until });
        Self { digest, overlap, ..self }
    }
}
