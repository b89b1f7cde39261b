//! The service on one machine: `longhand serve`, `longhand account` and `longhand token`.

mod account;
mod args;
mod first;
mod jwks;
mod open;
mod run;
mod token;

pub use account::account;
pub use args::{AccountArgs, ServeArgs, TokenArgs};
pub use run::serve;
pub use token::token;
