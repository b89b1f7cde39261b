//! `longhand hands`: the catalogue.

use std::fs::File;
use std::io::{ErrorKind, Read as _, Write as _, stdin};
use std::path::Path;

use longhand_ink::likeness::{Likeness, by_likeness};

use crate::args::HandsArgs;
use crate::catalogue::{HandInfo, catalogue};
use crate::failure::Failure;

/// Prints the catalogue, as a table or as JSON.
pub fn list_hands(args: &HandsArgs) -> Result<(), Failure> {
    let hands = match &args.like {
        Some(file) => by_likeness(&sample(file)?).into_iter().map(|(hand, _)| hand).collect(),
        None => catalogue().iter().collect::<Vec<_>>(),
    };
    let listing = if args.json { json(&hands)? } else { table(&hands) };
    match std::io::stdout().lock().write_all(listing.as_bytes()) {
        // Whoever reads has seen enough.
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done.map_err(|e| Failure::Io(format!("cannot write standard output: {e}"))),
    }
}

/// How the lines of a file's handwriting turn. The file is read, and nothing of it is kept.
fn sample(file: &Path) -> Result<Likeness, Failure> {
    let mut bytes = Vec::new();
    let read = match file.to_str() {
        Some("-") => stdin().lock().read_to_end(&mut bytes),
        _ => File::open(file).and_then(|mut file| file.read_to_end(&mut bytes)),
    };
    read.map_err(|error| Failure::io("read", file, &error))?;
    Likeness::read(&bytes).map_err(|why| Failure::Parameters(vec![format!("--like {} {why}", file.display())]))
}

fn json(hands: &[&HandInfo]) -> Result<String, Failure> {
    serde_json::to_string_pretty(hands).map(|s| s + "\n").map_err(|e| Failure::Io(e.to_string()))
}

fn table(hands: &[&HandInfo]) -> String {
    let widest = hands.iter().map(|h| h.title.chars().count()).max().unwrap_or(0).max(5);
    let header = format!("{:<widest$}  ID            NEAT  JOINED  ORNATE  WIDE\n", "TITLE");
    let row = |h: &&HandInfo| {
        let (neat, joined) = (h.rating_neatness, h.rating_cursivity);
        let (ornate, wide) = (h.rating_embellishment, h.rating_character_width);
        format!("{:<widest$}  {}  {neat:>4}  {joined:>6}  {ornate:>6}  {wide:>4}\n", h.title, h.id)
    };
    core::iter::once(header).chain(hands.iter().map(row)).collect()
}
