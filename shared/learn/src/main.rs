//! Pen recordings to the model that `longhand-ink` draws with: a developer's tool, never deployed.
//!
//! [`pipeline`] runs the steps: [`recordings`] are read; [`frames`] makes words upright frames; [`align`] finds
//! the letters, [`cut`] cuts them, [`letters`] gives them one baseline and x-height; [`allographs`] sorts them
//! into forms; [`habits`] measures lean, gaps and joins; [`style`] finds what varies between writers and
//! within one; [`judge`] throws out forms that are misread; [`catalogue`] chooses hands that [`reader`] reads well; [`report`] tells how it
//! went, and [`measure`] what the hands are worth beside people.

mod align;
mod allographs;
mod catalogue;
mod cut;
mod frames;
mod habits;
mod judge;
mod letters;
mod measure;
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
    /// Chooses the hands of a model anew: legible, like people's, and far apart. Takes minutes.
    Hands(HandsArgs),
    /// Tells what the hands of this version are worth beside people.
    Report(ReportArgs),
    /// Tells what a reader of pictures makes of words as they are drawn.
    Sight(SightArgs),
    /// Draws lines by people and by us in one ink, and prints which are whose.
    Blind(BlindArgs),
}

#[derive(clap::Args)]
struct ModelArgs {
    /// Folder of recordings (`*.jsonl.gz`, `writers.json`).
    recordings: PathBuf,
    /// The model file to write.
    #[arg(long, default_value = "shared/ink/model/hands.lhm")]
    out: PathBuf,
    /// The reader that hands are chosen by.
    #[arg(long, default_value = "shared/learn/reader.lhr")]
    reader: PathBuf,
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
    /// What is seen of ink: the pen's way, or the picture that it leaves.
    #[arg(long, default_value = "pen")]
    view: reader::View,
    /// A reader to go on from; what it sees of ink stays.
    #[arg(long, conflicts_with = "view")]
    from: Option<PathBuf>,
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

#[derive(clap::Args)]
struct HandsArgs {
    /// Folder of recordings (`*.jsonl.gz`, `writers.json`).
    recordings: PathBuf,
    /// The model file to change.
    #[arg(long, default_value = "shared/ink/model/hands.lhm")]
    model: PathBuf,
    /// The reader that hands are chosen by.
    #[arg(long, default_value = "shared/learn/reader.lhr")]
    reader: PathBuf,
    /// Folder for a contact sheet of every hand.
    #[arg(long)]
    sheets: Option<PathBuf>,
}

#[derive(clap::Args)]
struct ReportArgs {
    /// Folder of recordings (`*.jsonl.gz`, `writers.json`).
    recordings: PathBuf,
    /// The reader that measures.
    #[arg(long, default_value = "shared/learn/reader.lhr")]
    reader: PathBuf,
    /// The page with a picture of every hand.
    #[arg(long, default_value = "hands.html")]
    page: PathBuf,
    /// The table of figures.
    #[arg(long, default_value = "shared/learn/HANDS.md")]
    table: PathBuf,
}

#[derive(clap::Args)]
struct SightArgs {
    /// The reader of pictures.
    #[arg(long, default_value = "shared/learn/sight.lhr")]
    reader: PathBuf,
    /// The words, a line each.
    #[arg(long, default_value = "shared/learn/words.txt")]
    words: PathBuf,
    /// The table of what was found.
    #[arg(long, default_value = "shared/learn/SIGHT.md")]
    table: PathBuf,
}

#[derive(clap::Args)]
struct BlindArgs {
    /// Folder of recordings (`*.jsonl.gz`, `writers.json`).
    recordings: PathBuf,
    /// The picture to write, PNG; it shows recordings, so it is not to be given away.
    #[arg(long, default_value = "blind.png")]
    out: PathBuf,
    /// Which lines and hands.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> anyhow::Result<()> {
    match Args::parse().what {
        What::Model(args) => pipeline::learn(
            &pipeline::Paths {
                recordings: &args.recordings,
                model: &args.out,
                reader: &args.reader,
                report: &args.report,
                sheets: args.sheets.as_deref(),
                work: args.work.as_deref(),
            },
            args.rounds,
        ),
        What::Reader(args) => {
            let plan = reader::Plan { view: args.view, epochs: args.epochs, rate: args.rate, seed: args.seed };
            pipeline::learn_to_read(&args.recordings, plan, args.from.as_deref(), &args.out)
        }
        What::Hands(args) => pipeline::choose(&args.recordings, &args.model, &args.reader, args.sheets.as_deref()),
        What::Blind(args) => {
            print!("{}", measure::blind(&args.recordings, args.seed, &args.out)?);
            Ok(())
        }
        What::Sight(args) => {
            measure::sight(&measure::SightPaths { reader: &args.reader, words: &args.words, table: &args.table })
        }
        What::Report(args) => measure::report(&measure::Paths {
            recordings: &args.recordings,
            reader: &args.reader,
            page: &args.page,
            table: &args.table,
        }),
    }
}
