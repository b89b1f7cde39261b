//! The ports of `longhand-core` in one directory: a `SQLite` file and a key file that only its owner reads.
//!
//! [`Store`] is every port that keeps something; its key file holds what must not stand beside the data:
//! the pepper of digests and the key that wraps data keys. A second file has the key that signs the ledger. Several processes may use one directory.
#![forbid(unsafe_code)]

mod accounts;
mod audit;
mod biller;
mod bills;
mod claims;
mod corrections;
mod disputes;
mod erasure;
mod keyfile;
mod keys;
mod ledger;
mod notices;
mod permits;
mod plans;
mod schema;
mod signing;
mod spending;
mod store;
mod tokens;
mod usage;
mod whereabouts;
mod writer;

pub use biller::FileBiller;
use keyfile::KeyFile;
pub use store::Store;
