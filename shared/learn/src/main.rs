//! Pen recordings to the model that `longhand-ink` draws with: a developer's tool, never deployed.
//!
//! [`pipeline`] runs the steps: [`recordings`] are read; [`frames`] makes words upright frames; [`align`] finds
//! the letters, [`cut`] cuts them, [`letters`] gives them one baseline and x-height; [`allographs`] sorts them
//! into forms; [`habits`] measures lean, gaps and joins; [`style`] finds what varies between writers and
//! within one; [`catalogue`] chooses hands that [`judge`] reads well; [`report`] tells how it went.

mod align;
mod allographs;
mod catalogue;
mod cut;
mod frames;
mod habits;
mod judge;
mod letters;
mod net;
mod pack;
mod pipeline;
mod polyline;
mod recordings;
mod report;
mod style;
#[cfg(test)]
mod testing;

use std::path::PathBuf;

use clap::Parser;

/// Learns the model from pen recordings: always the same bytes from the same recordings on one kind of
/// processor. Takes ten minutes on two cores.
#[derive(Parser)]
struct Args {
    /// Folder of recordings (`*.jsonl.gz`, `writers.json`).
    recordings: PathBuf,
    /// The model file to write.
    #[arg(long, default_value = "shared/ink/model/hands.lhm")]
    out: PathBuf,
    /// The report to write.
    #[arg(long, default_value = "shared/learn/REPORT.md")]
    report: PathBuf,
    /// Folder for a contact sheet of every hand.
    #[arg(long)]
    sheets: Option<PathBuf>,
    /// Folder that keeps alignments, so that later runs need not repeat them.
    #[arg(long)]
    work: Option<PathBuf>,
    /// Rounds of self-training.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let paths = pipeline::Paths {
        recordings: &args.recordings,
        model: &args.out,
        report: &args.report,
        sheets: args.sheets.as_deref(),
        work: args.work.as_deref(),
    };
    pipeline::learn(&paths, args.rounds)
}
