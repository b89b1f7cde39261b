//! The command line.

mod hands;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use self::hands::{HandsArgs, SheetArgs};

const EXIT_CODES: &str = "Exit status:
  0  all was written
  2  wrong usage, parameters or text: every fault is named and nothing was written
  3  some rows of a list failed; the others were written
  4  a file could not be read or written
  5  what was verified is not as it was signed";

/// Where the rest of the commands are, if this is the small build.
#[cfg(not(feature = "serve"))]
const REST: &str =
    "The service (serve, account, token, calls, notices, usage, invoice, rollup, verify, receipts) is in a build with it:
  cargo install --path functions/local --features serve";
#[cfg(feature = "serve")]
const REST: &str = "";

/// Text in, handwriting out.
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES, after_long_help = format!("{EXIT_CODES}\n\n{REST}").trim_end().to_owned())]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Writes a text, or a text for each row of a list, by hand.
    #[command(after_help = EXIT_CODES)]
    Write(Box<WriteArgs>),
    /// Lists the built-in hands.
    Hands(HandsArgs),
    /// Has every hand write the same note, on one sheet.
    #[command(after_help = EXIT_CODES)]
    Sheet(SheetArgs),
    /// Runs the API on this machine.
    #[cfg(feature = "serve")]
    Serve(crate::service::ServeArgs),
    /// Makes and changes accounts, also while the service runs.
    #[cfg(feature = "serve")]
    Account(crate::service::AccountArgs),
    /// Makes and changes tokens, also while the service runs.
    #[cfg(feature = "serve")]
    Token(crate::service::TokenArgs),
    /// Finds calls, whosever they are.
    #[cfg(feature = "serve")]
    Calls(crate::service::CallsArgs),
    /// Shows what could not be told to accounts, and has it told again.
    #[cfg(feature = "serve")]
    Notices(crate::service::NoticesArgs),
    /// Shows what each account used.
    #[cfg(feature = "serve")]
    Usage(crate::service::UsageArgs),
    /// Works out what each account owes.
    #[cfg(feature = "serve")]
    Invoice(crate::service::InvoiceArgs),
    /// Says what plans allow and cost, from now on.
    #[cfg(feature = "serve")]
    Plans(crate::service::PlansArgs),
    /// Adds up the log's hours, which the running service does by itself.
    #[cfg(feature = "serve")]
    Rollup(crate::service::RollupArgs),
    /// Finds what was changed of the log since its hours were added up and signed.
    #[cfg(feature = "serve")]
    Verify(crate::service::VerifyArgs),
    /// Shows the totals of an hour as a deployment on AWS archived them, and puts them back.
    #[cfg(feature = "aws")]
    Archive(crate::service::ArchiveArgs),
    /// Checks receipts of live renders and adds them up, without the service.
    #[cfg(feature = "serve")]
    Receipts(crate::service::ReceiptsArgs),
}

#[derive(Args)]
pub struct WriteArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    #[command(flatten)]
    pub target: TargetArgs,
    #[command(flatten)]
    pub look: LookArgs,
    #[command(flatten)]
    pub page: PageArgs,
    #[command(flatten)]
    pub batch: BatchArgs,
    /// Draws the mark of test renders over the ink.
    #[arg(long)]
    pub test: bool,
}

#[derive(Args)]
#[command(next_help_heading = "Text")]
pub struct SourceArgs {
    /// What to write; \n, \t and \\ stand for newline, tab and backslash. Without it, standard input.
    #[arg(conflicts_with = "file")]
    pub text: Option<String>,
    /// Reads the text from a file, as it is.
    #[arg(long)]
    pub file: Option<PathBuf>,
}

#[derive(Args)]
#[command(next_help_heading = "Output")]
pub struct TargetArgs {
    /// The file to write; its extension says the format. - for standard output.
    #[arg(short, long, required_unless_present = "csv", conflicts_with = "csv")]
    pub out: Option<PathBuf>,
    /// png, webp, pdf, svg, json (strokes), inkml, gcode or hpgl [default: the extension of --out; png for a list].
    #[arg(long)]
    pub format: Option<String>,
    /// For svg: outlines, or lines for a plotter [default: outlines].
    #[arg(long)]
    pub paths: Option<String>,
    /// For svg and webp: seconds in which the text writes itself, 0.1 to 60 [default: it stands still].
    #[arg(long, allow_hyphen_values = true)]
    pub duration: Option<String>,
    /// For json: true to have the boxes of words and lines [default: false].
    #[arg(long, num_args = 0..=1, default_missing_value = "true")]
    pub layout: Option<String>,
}

#[derive(Args)]
#[command(next_help_heading = "List")]
pub struct BatchArgs {
    /// A list whose first row names the columns: one file is written for each row.
    #[arg(long, requires = "out_dir")]
    pub csv: Option<PathBuf>,
    /// What to write for a row: {column} stands for its field, {{ and }} for braces; else as the text.
    #[arg(long, requires = "csv", conflicts_with_all = ["text", "file"])]
    pub template: Option<String>,
    /// The directory for the files; made if need be.
    #[arg(long, requires = "csv")]
    pub out_dir: Option<PathBuf>,
    /// Name of a row's file, without extension, in the form of a template [default: the row's number].
    #[arg(long, requires = "csv")]
    pub name: Option<String>,
}

#[derive(Args)]
#[command(next_help_heading = "Handwriting")]
pub struct LookArgs {
    /// Id or title of a hand (see `longhand hands`), or `hand:<seed>`.
    #[arg(long)]
    pub hand: Option<String>,
    /// Height of a capital: 20px, 24pt, 0.3in, 6mm; or auto, the largest that fits [default: 20px; pdf: 20pt].
    #[arg(long)]
    pub size: Option<String>,
    /// Smallest size that auto takes [default: 6px; pdf: 6pt].
    #[arg(long)]
    pub min: Option<String>,
    /// Largest size that auto takes [default: 200px; pdf: 200pt].
    #[arg(long)]
    pub max: Option<String>,
    /// Ink: #RRGGBB; for pdf (C,M,Y,K), each from 0 to 1 [default: black].
    #[arg(long)]
    pub color: Option<String>,
    /// ball, gel, felt, fountain or pencil [default: ball].
    #[arg(long)]
    pub pen: Option<String>,
    /// Positive for the same handwriting each time; else it is never the same [default: -1].
    #[arg(long, allow_hyphen_values = true)]
    pub seed: Option<String>,
    /// Baseline to baseline, in sizes, 0 to 5 [default: 1.5].
    #[arg(long, allow_hyphen_values = true)]
    pub line_spacing: Option<String>,
    /// 0.1 for baseline gaps that differ by up to 10 % [default: 0].
    #[arg(long, allow_hyphen_values = true)]
    pub line_spacing_variance: Option<String>,
    /// 0.1 for word gaps that differ by up to 10 % more than by nature [default: 0].
    #[arg(long, allow_hyphen_values = true)]
    pub word_spacing_variance: Option<String>,
    /// Added to each gap between letters, in heights of a small letter: -0.3 to 1 [default: 0].
    #[arg(long, allow_hyphen_values = true)]
    pub letter_spacing: Option<String>,
    /// How uneven the writing becomes towards the end of the text: 0 to 1 [default: 0].
    #[arg(long, allow_hyphen_values = true)]
    pub fatigue: Option<String>,
    /// 0.1 for lines that bend by up to a tenth of the size [default: 0].
    #[arg(long, allow_hyphen_values = true)]
    pub baseline_variance: Option<String>,
    /// 0.1 for a margin that drifts by up to a tenth of the size [default: 0].
    #[arg(long, allow_hyphen_values = true)]
    pub margin_variance: Option<String>,
    /// What becomes of characters that the hand lacks: error, skip, transliterate or substitute [default: error].
    #[arg(long)]
    pub on_missing: Option<String>,
    /// The engine whose handwriting is wanted [default: the newest].
    #[arg(long)]
    pub engine_version: Option<String>,
}

#[derive(Args)]
#[command(next_help_heading = "Page")]
pub struct PageArgs {
    /// A distance in px, pt, in, mm or cm; or auto, from the text [default: 504px; pdf: 7in].
    #[arg(long, allow_hyphen_values = true)]
    pub width: Option<String>,
    /// A distance, or auto [default: 360px; pdf: 5in].
    #[arg(long, allow_hyphen_values = true)]
    pub height: Option<String>,
    /// Pixels in an inch, 72 to 1200 [default: 72].
    #[arg(long, allow_hyphen_values = true)]
    pub dpi: Option<String>,
    /// Centres the block of ink with at least this distance free all around.
    #[arg(long, allow_hyphen_values = true)]
    pub padding: Option<String>,
    /// left, center or right [default: left].
    #[arg(long)]
    pub align: Option<String>,
    /// Distance kept free at all edges [default: a little].
    #[arg(long, allow_hyphen_values = true)]
    pub margin: Option<String>,
    /// Distance kept free at the top [default: that of --margin].
    #[arg(long, allow_hyphen_values = true, hide_short_help = true)]
    pub margin_top: Option<String>,
    /// Distance kept free at the right [default: that of --margin].
    #[arg(long, allow_hyphen_values = true, hide_short_help = true)]
    pub margin_right: Option<String>,
    /// Distance kept free at the bottom [default: that of --margin].
    #[arg(long, allow_hyphen_values = true, hide_short_help = true)]
    pub margin_bottom: Option<String>,
    /// Distance kept free at the left [default: that of --margin].
    #[arg(long, allow_hyphen_values = true, hide_short_help = true)]
    pub margin_left: Option<String>,
    /// What to do with lines that do not fit: clip, error to write nothing then, or for pdf paginate [default: clip].
    #[arg(long)]
    pub overflow: Option<String>,
}
