//! From where tokens are used.

use std::net::IpAddr;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Answer;
use crate::country::{Country, Stays};
use crate::ids::TokenKey;

/// Knows where addresses are.
pub trait Atlas: Send + Sync {
    /// The country of an address, if it is known.
    fn country(&self, address: IpAddr) -> Option<Country>;
}

/// From which countries tokens were used.
#[async_trait]
pub trait Whereabouts: Send + Sync {
    /// Those of a token, as they were kept last; none, if they are older than calls are kept at `now`.
    async fn stays(&self, token: &TokenKey, now: Timestamp) -> Answer<Stays>;

    /// Keeps those of a token, for as long from `at` as calls are kept.
    async fn keep_stays(&self, token: &TokenKey, stays: &Stays, at: Timestamp) -> Answer<()>;
}
