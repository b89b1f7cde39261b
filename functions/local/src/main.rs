//! The longhand command.

mod args;
mod batch;
mod catalogue;
mod encode;
mod failure;
mod hands;
mod note;
mod output;
mod sheet;
mod source;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Write(args) if args.batch.csv.is_some() => batch::write_rows(&args),
        Command::Write(args) => note::write_note(&args),
        Command::Hands(args) => hands::list_hands(&args),
        Command::Sheet(args) => sheet::write_sheet(&args),
    };
    done.map_or_else(Failure::report, |()| ExitCode::SUCCESS)
}
