//! `longhand write`: one text to one file.

use std::hash::{BuildHasher as _, RandomState};
use std::path::Path;

use longhand_ink::layout::{Composed, compose_pages};
use longhand_ink::params::{Format, RenderRequest};

use crate::args::WriteArgs;
use crate::failure::{Failure, by_flag};
use crate::output::{format_of, write_file};
use crate::source::read_text;

/// Writes the text of the arguments to their file.
pub fn write_note(args: &WriteArgs) -> Result<(), Failure> {
    let out = args.target.out.as_deref().unwrap_or(Path::new("-"));
    let text = read_text(&args.source)?;
    let mut pairs = args.pairs();
    pairs.push(("text", &text));
    let request = check(format_of(args.target.format.as_deref(), out), &pairs)?;
    let pages = marked(compose_pages(&request, request.hand(), entropy())?, args.test);
    write_file(out, &longhand_ink::file(&pages, request.format(), request.output()))?;
    if let Some(warning) = pages.last().and_then(overflow_warning) {
        eprintln!("longhand: {warning}");
    }
    Ok(())
}

/// The pages with the mark of test renders, if they are to have it.
pub fn marked(mut pages: Vec<Composed>, marked: bool) -> Vec<Composed> {
    if marked {
        for composed in &mut pages {
            longhand_ink::draw::mark(&mut composed.page);
        }
    }
    pages
}

/// The request, or all faults of the format and the parameters together.
pub fn check(format: Result<Format, String>, pairs: &[(&str, &str)]) -> Result<RenderRequest, Failure> {
    // What format it was meant to be is unknown if it is wrong; PNG has the widest limits.
    let request = RenderRequest::from_pairs(format.as_ref().copied().unwrap_or(Format::Png), pairs.iter().copied());
    match (format, request) {
        (Ok(_), Ok(request)) => Ok(request),
        (format, request) => {
            let of_format = format.err();
            let of_parameters = request.err().map(|e| by_flag(&e)).unwrap_or_default();
            Err(Failure::Parameters(of_format.into_iter().chain(of_parameters).collect()))
        }
    }
}

/// What to say when the page had no room for all the text.
pub fn overflow_warning(composed: &Composed) -> Option<String> {
    let fitting = composed.overflow?;
    let advice = "see --height auto and --size auto";
    Some(format!("the page has room for only the first {fitting} characters of the text ({advice})"))
}

/// Different each time: the standard library seeds its hashers from the system.
pub fn entropy() -> u64 {
    RandomState::new().hash_one(std::process::id())
}
