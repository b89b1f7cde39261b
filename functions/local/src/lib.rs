//! The longhand command, as a library, so that what it reads from outside can be tested with any bytes.

mod args;
mod batch;
mod catalogue;
mod failure;
mod hands;
mod note;
mod output;
mod parameters;
#[cfg(feature = "serve")]
mod service;
mod sheet;
mod source;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};
pub use batch::{List, Names, Row, Template};
pub use failure::Failure;

/// Does what the command line of this process asks; the status is documented in `--help`.
#[must_use]
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Write(args) if args.batch.csv.is_some() => batch::write_rows(&args),
        Command::Write(args) => note::write_note(&args),
        Command::Hands(args) => hands::list_hands(&args),
        Command::Sheet(args) => sheet::write_sheet(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => service::serve(&args),
        #[cfg(feature = "serve")]
        Command::Account(args) => service::account(&args),
        #[cfg(feature = "serve")]
        Command::Token(args) => service::token(&args),
        #[cfg(feature = "serve")]
        Command::Calls(args) => service::calls(&args),
        #[cfg(feature = "serve")]
        Command::Notices(args) => service::notices(&args),
        #[cfg(feature = "serve")]
        Command::Usage(args) => service::usage(&args),
        #[cfg(feature = "serve")]
        Command::Invoice(args) => service::invoice(&args),
        #[cfg(feature = "serve")]
        Command::Plans(args) => service::plans(&args),
        #[cfg(feature = "serve")]
        Command::Rollup(args) => service::rollup(&args),
        #[cfg(feature = "serve")]
        Command::Verify(args) => service::verify(&args),
        #[cfg(feature = "aws")]
        Command::Archive(args) => service::archive(&args),
        #[cfg(feature = "serve")]
        Command::Receipts(args) => service::receipts(&args),
    };
    done.map_or_else(Failure::report, |()| ExitCode::SUCCESS)
}
