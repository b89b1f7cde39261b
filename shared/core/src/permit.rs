//! How many calls pass: a limit of calls in any minute, counted in windows that slide.
//!
//! Of the window before this one as much still counts as a minute from now on back reaches into it (the sliding
//! window counter). So no more than the limit passes in a window, nearly no more in any minute, and who waits as
//! long as they are told passes.

use core::fmt;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};

use crate::ids::{AccountId, TokenKey};

/// The length of a window, s.
pub const WINDOW_S: u32 = 60;
const WINDOW_MS: u64 = WINDOW_S as u64 * 1000;

/// Whose calls are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// Those with a token.
    Token(TokenKey),
    /// Those with any token of an account.
    Account(AccountId),
    /// Tokens that an account makes.
    NewTokens(AccountId),
    /// Those from an address: of IPv6, from the network of 64 bits that one subscriber has.
    Address(IpAddr),
    /// Wrong secrets for a key, whether or not there is one of that name.
    WrongFor(String),
    /// Wrong secrets from an address.
    WrongFrom(IpAddr),
}

impl Bucket {
    /// Calls from this address.
    #[must_use]
    pub fn of_address(address: IpAddr) -> Self {
        Self::Address(subscriber(address))
    }

    /// Wrong secrets from this address.
    #[must_use]
    pub fn wrong_from(address: IpAddr) -> Self {
        Self::WrongFrom(subscriber(address))
    }

    /// What the limit is called to callers.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Token(_) => "token",
            Self::Account(_) => "account",
            Self::NewTokens(_) => "new tokens",
            Self::Address(_) => "address",
            Self::WrongFor(_) | Self::WrongFrom(_) => "wrong secrets",
        }
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(key) => write!(f, "token {key}"),
            Self::Account(id) => write!(f, "account {id}"),
            Self::NewTokens(id) => write!(f, "new tokens of {id}"),
            Self::Address(address) => write!(f, "address {address}"),
            Self::WrongFor(key) => write!(f, "wrong for {key}"),
            Self::WrongFrom(address) => write!(f, "wrong from {address}"),
        }
    }
}

/// An address as one subscriber has it.
#[must_use]
pub fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::from((u128::from(six) >> 64 << 64).to_be_bytes()),
        four @ IpAddr::V4(_) => four,
    }
}

/// The start of the window of `at`.
#[must_use]
pub fn window_of(at: Timestamp) -> Timestamp {
    window(at, WINDOW_S.into())
}

/// The start of the window of `length_s` seconds that `at` is in.
#[must_use]
pub fn window(at: Timestamp, length_s: i64) -> Timestamp {
    let second = at.as_second();
    Timestamp::from_second(second - second.rem_euclid(length_s)).unwrap_or(Timestamp::MIN)
}

/// How long it is from `at` to `until`, in whole seconds after which that is over.
#[must_use]
pub fn wait_s(at: Timestamp, until: Timestamp) -> u32 {
    let wait = until.duration_since(at).as_millis().unsigned_abs().div_ceil(1000);
    u32::try_from(wait).unwrap_or(u32::MAX)
}

/// The start of the window before the one that begins at `window`.
#[must_use]
pub fn window_before(window: Timestamp) -> Timestamp {
    window.saturating_sub(SignedDuration::from_secs(WINDOW_S.into())).unwrap_or(Timestamp::MIN)
}

/// A limit and what counted in the window before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sliding {
    /// Calls in a minute.
    pub limit: u32,
    /// Calls in the window before.
    pub before: u64,
}

/// How far a moment is in its window, ms.
fn elapsed_ms(at: Timestamp) -> u64 {
    at.duration_since(window_of(at)).as_millis().try_into().unwrap_or(0)
}

impl Sliding {
    /// How many calls may have passed in the window of `at` by then.
    #[must_use]
    pub fn allowed(&self, at: Timestamp) -> u64 {
        u64::from(self.limit).saturating_sub(self.carried(elapsed_ms(at)))
    }

    /// How many of the window before still count, so far into this one.
    fn carried(&self, elapsed_ms: u64) -> u64 {
        (self.before * (WINDOW_MS - elapsed_ms)).div_ceil(WINDOW_MS)
    }

    /// In how many seconds a call passes, `hits` having passed in the window of `at` and no one else calling.
    #[must_use]
    pub fn wait_s(&self, hits: u64, at: Timestamp) -> u32 {
        let (now, limit) = (elapsed_ms(at), u64::from(self.limit));
        let here = limit.checked_sub(hits + 1).map(|room| soonest(self.before, room)).filter(|at| *at < WINDOW_MS);
        // Else in the next window, of which this one is the one before; or in the one after that.
        let at = here.unwrap_or_else(|| WINDOW_MS + soonest(hits, limit.saturating_sub(1)));
        u32::try_from(at.saturating_sub(now).div_ceil(1000)).unwrap_or(u32::MAX)
    }
}

/// How far into a window, ms, no more than `room` of the `before` calls of the window before still count.
fn soonest(before: u64, room: u64) -> u64 {
    if before <= room { 0 } else { WINDOW_MS - room * WINDOW_MS / before }
}

/// What a caller is told of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub name: &'static str,
    /// Calls in a minute.
    pub limit: u32,
    /// Calls that would pass now.
    pub remaining: u32,
    /// Until the window ends, or until a call passes if none does now, s.
    pub resets_s: u32,
}

impl Standing {
    /// After `hits` calls in the window of `at`.
    #[must_use]
    pub fn new(bucket: &Bucket, sliding: Sliding, hits: u64, at: Timestamp) -> Self {
        let remaining = sliding.allowed(at).saturating_sub(hits);
        let left = match remaining {
            0 => sliding.wait_s(hits, at).into(),
            _ => (WINDOW_MS - elapsed_ms(at)).div_ceil(1000),
        };
        Self {
            name: bucket.name(),
            limit: sliding.limit,
            remaining: u32::try_from(remaining).unwrap_or(u32::MAX),
            resets_s: u32::try_from(left).unwrap_or(WINDOW_S),
        }
    }
}

#[cfg(test)]
mod tests;
