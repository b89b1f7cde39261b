//! `longhand write --csv`: a file for each row of a list.

mod list;
mod names;
mod template;

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use longhand_ink::layout::compose_pages;
use longhand_ink::params::{Format, RenderRequest};

use crate::args::WriteArgs;
use crate::failure::{Failure, by_flag};
use crate::note::{check, entropy, marked, overflow_warning};
use crate::output::{format_of, write_file};
use crate::source::read_text;
pub use list::{List, Row};
pub use names::Names;
pub use template::Template;

/// All that is the same for every row.
struct Job {
    request: RenderRequest,
    text: Template,
    name: Option<Template>,
    directory: PathBuf,
    marked: bool,
    /// The seed of the first row; each has the next.
    seed: u64,
}

/// Writes a file for each row; rows that fail are reported and the others written.
pub fn write_rows(args: &WriteArgs) -> Result<(), Failure> {
    let list = List::open(args.batch.csv.as_deref().unwrap_or(Path::new("-")))?;
    let job = prepare(args, &list)?;
    std::fs::create_dir_all(&job.directory).map_err(|e| Failure::io("make directory", &job.directory, &e))?;
    let bar = progress(list.rows.len());
    let mut names = Names::default();
    let mut failed = 0;
    for (number, row) in (1..).zip(&list.rows) {
        let said = job.write_row(number, row, &mut names)?;
        failed += usize::from(said.is_err());
        if let Err(words) | Ok(Some(words)) = said {
            bar.suspend(|| eprintln!("longhand: line {}: {words}", row.line));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if failed > 0 { Err(Failure::Rows { failed, all: list.rows.len() }) } else { Ok(()) }
}

/// Everything that can be wrong before a row is read is found here, all at once.
fn prepare(args: &WriteArgs, list: &List) -> Result<Job, Failure> {
    let source = match &args.batch.template {
        Some(template) => template.clone(),
        // The text of a file stays as it is, also where it looks like an escape.
        None => read_text(&args.source)?.replace('\\', "\\\\"),
    };
    let flag = if args.batch.template.is_some() { "--template" } else { "text" };
    let mut faults = Vec::new();
    let mut parse =
        |source: &str, flag| Template::parse(source, flag, &list.columns).map_err(|f| faults.extend(f)).ok();
    let text = parse(&source, flag);
    let name = args.batch.name.as_deref().map(|name| parse(name, "--name"));
    let format = args.target.format.as_deref().map_or(Ok(Format::Png), |f| format_of(Some(f), Path::new("-")));
    // A row may make up for blanks of the template, but not for what no hand can write.
    let blank = text.as_ref().map_or_else(String::new, Template::blank);
    let mut pairs = args.pairs();
    pairs.push(("text", if blank.is_empty() { "." } else { &blank }));
    match (check(format, &pairs), text, name) {
        (Ok(request), Some(text), name @ (None | Some(Some(_)))) => Ok(Job {
            seed: request.seed(entropy()),
            request,
            text,
            name: name.flatten(),
            directory: args.batch.out_dir.clone().unwrap_or_default(),
            marked: args.test,
        }),
        (Err(Failure::Parameters(more)), ..) => Err(Failure::Parameters(faults.into_iter().chain(more).collect())),
        (Err(other), ..) => Err(other),
        (Ok(_), ..) => Err(Failure::Parameters(faults)),
    }
}

impl Job {
    /// Writes a row's file. What is wrong with the row, or its overflow, is for the caller to say; the
    /// outer error ends the run.
    fn write_row(&self, number: u64, row: &Row, names: &mut Names) -> Result<Result<Option<String>, String>, Failure> {
        let fields = match &row.fields {
            Ok(fields) => fields,
            Err(fault) => return Ok(Err(fault.clone())),
        };
        // A failing row keeps its name too, so that mending it renames no other.
        let wish = self.name.as_ref().map(|name| name.fill(fields)).unwrap_or_default();
        let name = names.give(&wish, &format!("{number:04}"));
        // The same seed for all would write the same words in the same shapes on every card.
        let seed = self.seed.wrapping_add(number - 1);
        let pages = self.request.with_text(&self.text.fill(fields)).and_then(|r| {
            let request = r.with_seed(seed);
            compose_pages(&request, request.hand(), seed)
        });
        let pages = match pages {
            Ok(pages) => marked(pages, self.marked),
            Err(faults) => return Ok(Err(by_flag(&faults).join("; "))),
        };
        let format = self.request.format();
        let file = self.directory.join(format!("{name}.{}", format.name()));
        write_file(&file, &longhand_ink::file(&pages, format, self.request.output()))?;
        Ok(Ok(pages.last().and_then(overflow_warning)))
    }
}

/// On standard error, and only if that is a terminal.
fn progress(rows: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}");
    ProgressBar::new(rows as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
