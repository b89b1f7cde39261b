//! `longhand hands`: the catalogue.

use std::io::{ErrorKind, Write as _};

use crate::args::HandsArgs;
use crate::catalogue::{HandInfo, catalogue};
use crate::failure::Failure;

/// Prints the catalogue, as a table or as JSON.
pub fn list_hands(args: &HandsArgs) -> Result<(), Failure> {
    let listing = if args.json { json()? } else { table() };
    match std::io::stdout().lock().write_all(listing.as_bytes()) {
        // Whoever reads has seen enough.
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done.map_err(|e| Failure::Io(format!("cannot write standard output: {e}"))),
    }
}

fn json() -> Result<String, Failure> {
    serde_json::to_string_pretty(catalogue()).map(|s| s + "\n").map_err(|e| Failure::Io(e.to_string()))
}

fn table() -> String {
    let widest = catalogue().iter().map(|h| h.title.chars().count()).max().unwrap_or(0).max(5);
    let header = format!("{:<widest$}  ID            NEAT  JOINED  ORNATE  WIDE\n", "TITLE");
    let row = |h: &HandInfo| {
        let (neat, joined) = (h.rating_neatness, h.rating_cursivity);
        let (ornate, wide) = (h.rating_embellishment, h.rating_character_width);
        format!("{:<widest$}  {}  {neat:>4}  {joined:>6}  {ornate:>6}  {wide:>4}\n", h.title, h.id)
    };
    core::iter::once(header).chain(catalogue().iter().map(row)).collect()
}
