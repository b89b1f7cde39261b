//! The service on one machine: `longhand serve` and the commands beside it.

mod account;
#[cfg(feature = "aws")]
mod archive;
mod args;
mod biller;
mod calls;
mod first;
mod invoice;
mod jwks;
mod mail;
mod notices;
mod open;
mod plans;
mod receipts;
mod run;
mod say;
mod token;
mod usage;
mod verify;

pub use account::account;
#[cfg(feature = "aws")]
pub use archive::archive;
#[cfg(feature = "aws")]
pub use args::ArchiveArgs;
pub use args::{
    AccountArgs, CallsArgs, InvoiceArgs, NoticesArgs, PlansArgs, ReceiptsArgs, RollupArgs, ServeArgs, TokenArgs,
    UsageArgs, VerifyArgs,
};
pub use calls::calls;
pub use invoice::invoice;
pub use notices::notices;
pub use plans::plans;
pub use receipts::receipts;
pub use run::serve;
pub use token::token;
pub use usage::{rollup, usage};
pub use verify::verify;
