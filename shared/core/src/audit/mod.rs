//! The audit log: one entry for every call, one change for every act of management.
//!
//! The log is the only place where a text is kept, sealed ([`seal`]) under a key of its account.

mod change;
mod entry;
mod keyring;
pub mod seal;
mod wanted;

pub use change::{Actor, Change};
#[cfg(test)]
pub(crate) use entry::tests::made_up;
pub use entry::{Entry, LONGEST_USER_AGENT, RETENTION, Units, hour_of, oldest_kept};
pub use keyring::{KEY_LIFE, KEY_TEXTS, Keyring};
pub use wanted::{Known, Wanted};
