//! Who may have what written, what is kept of it, and for how long.
//!
//! Rules and records are plain values ([`account`], [`tokens`], [`audit`]); use cases ([`app`]) join them
//! to the outside through [`ports`], each as wide as one permission. Nothing here knows HTTP, a
//! database, a clock or a runtime: time, randomness and identity are arguments or ports.
#![forbid(unsafe_code)]

pub mod account;
pub mod alphabet;
pub mod app;
pub mod audit;
pub mod bill;
pub mod correction;
pub mod country;
pub mod dispute;
pub mod error;
pub mod ids;
pub mod ledger;
pub mod mac;
pub mod notice;
pub mod permit;
pub mod plans;
pub mod ports;
pub mod receipt;
pub mod tariff;
pub mod tokens;
pub mod usage;
