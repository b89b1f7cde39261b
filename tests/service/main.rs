//! The running service as its users meet it: the process, its command line, real clients.

mod billing;
mod browser;
mod clients;
mod commands;
mod crash;
mod curl;
mod dearest;
mod full;
mod mail;
mod others;
mod process;
mod python;
mod read_only;
mod readme;
mod receipts;
mod schemathesis;
mod verify;

use process::{Service, longhand};
