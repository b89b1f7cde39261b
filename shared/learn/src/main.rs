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
mod reader;
mod recordings;
mod report;
mod style;
#[cfg(test)]
mod testing;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Learns from pen recordings: always the same bytes from the same recordings on one kind of processor.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Learns the model of hands. Takes ten minutes on two cores.
    Model(ModelArgs),
    /// Learns to read, from nine in ten of the writers, and tells what it makes of the others' words. Takes
    /// hours on two cores.
    Reader(ReaderArgs),
}

#[derive(clap::Args)]
struct ModelArgs {
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

#[derive(clap::Args)]
struct ReaderArgs {
    /// Folder of recordings (`*.jsonl.gz`, `writers.json`).
    recordings: PathBuf,
    /// The reader to write, after each pass.
    #[arg(long, default_value = "shared/learn/reader.lhr")]
    out: PathBuf,
    /// Passes over the recordings.
    #[arg(long, default_value_t = 14)]
    epochs: usize,
    /// Highest rate of learning.
    #[arg(long, default_value_t = 2e-3)]
    rate: f32,
    /// Seed of everything random.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> anyhow::Result<()> {
    match Args::parse().what {
        What::Model(args) => pipeline::learn(
            &pipeline::Paths {
                recordings: &args.recordings,
                model: &args.out,
                report: &args.report,
                sheets: args.sheets.as_deref(),
                work: args.work.as_deref(),
            },
            args.rounds,
        ),
        What::Reader(args) => {
            let plan = reader::Plan { epochs: args.epochs, rate: args.rate, seed: args.seed };
            pipeline::learn_to_read(&args.recordings, plan, &args.out)
        }
    }
}
