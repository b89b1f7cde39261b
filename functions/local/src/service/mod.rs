//! The service on one machine: `longhand serve` and the commands beside it.

mod account;
mod args;
mod first;
mod jwks;
mod mail;
mod open;
mod run;
mod token;
mod usage;

pub use account::account;
pub use args::{AccountArgs, RollupArgs, ServeArgs, TokenArgs, UsageArgs};
pub use run::serve;
pub use token::token;
pub use usage::{rollup, usage};
