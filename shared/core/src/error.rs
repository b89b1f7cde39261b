//! What can go wrong, with two faces: what the caller may read and what the operator needs.

use std::borrow::Cow;
use std::error::Error;

use jiff::Timestamp;

pub use longhand_ink::params::{FieldError, FieldErrors};

use crate::permit::Standing;
use crate::tokens::Denied;

/// A store, key service or generator that did not do its part. Its text is for the operator.
#[derive(Debug, thiserror::Error)]
#[error("{doing}: {source}")]
pub struct StoreError {
    doing: &'static str,
    source: Box<dyn Error + Send + Sync>,
}

impl StoreError {
    /// The failure `source` while `doing` something ("reading a token").
    pub fn new(doing: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { doing, source: source.into() }
    }
}

/// Why a call is not answered as asked. `Display` is what the caller may read; the store's own words are
/// in the source.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Who calls is not known, and not told why.
    #[error("unauthorized")]
    Unauthorized,
    /// Who calls is known and may not.
    #[error("{0}")]
    Forbidden(Cow<'static, str>),
    /// There is no such thing, or none of the caller's.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// Every fault of the request.
    #[error("{0}")]
    Invalid(#[from] FieldErrors),
    /// It contradicts what is stored.
    #[error("{0}")]
    Conflict(&'static str),
    /// The account's plan does not pay for this.
    #[error("{0}")]
    PlanLacks(Cow<'static, str>),
    /// A cap is reached.
    #[error("the {whose}'s cap of images is reached; it is free again at {resets}")]
    CapReached {
        /// The token's, or the account's.
        whose: &'static str,
        /// When the next month begins.
        resets: Timestamp,
    },
    /// Whoever runs the service has test renders wait.
    #[error("test renders are paused until {until}, so that live ones can go on")]
    TestsPaused {
        /// When they go on.
        until: Timestamp,
    },
    /// More calls than a limit allows.
    #[error("too many calls by this {}: at most {} in a minute; try again in {wait_s} s", standing.name, standing.limit)]
    TooMany {
        /// Which limit.
        standing: Standing,
        /// After which time a call passes, s.
        wait_s: u32,
    },
    /// More of what is rarely done than an account may do.
    #[error("at most {most} {what} in an hour; try again in {wait_s} s")]
    TooManyNew {
        /// Of what.
        what: &'static str,
        /// How many may be.
        most: u32,
        /// After which time there may be more, s.
        wait_s: u32,
    },
    /// Too many wrong secrets for the key or from the address.
    #[error("too many wrong secrets; try again in {wait_s} s")]
    ShutOut {
        /// After which time the door opens, s.
        wait_s: u32,
    },
    /// Something it needs does not answer. Nothing was drawn and nothing is billed.
    #[error("the service is not available; nothing was billed")]
    Unavailable(#[from] StoreError),
    /// A fault of ours.
    #[error("internal error; nothing was billed")]
    Internal(Cow<'static, str>),
}

impl From<Denied> for AppError {
    fn from(Denied: Denied) -> Self {
        Self::Unauthorized
    }
}

impl From<FieldError> for AppError {
    fn from(fault: FieldError) -> Self {
        Self::Invalid(fault.into())
    }
}
