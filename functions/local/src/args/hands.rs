//! The command line of the hands there are.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct HandsArgs {
    /// Prints the catalogue as the API does.
    #[arg(long)]
    pub json: bool,
    /// Those first that a sample of handwriting is like: a PNG or JPEG file of a line or more, dark on light. - for standard
    /// input.
    #[arg(long, value_name = "FILE")]
    pub like: Option<PathBuf>,
}

#[derive(Args)]
pub struct SheetArgs {
    /// The file to write; its extension says the format. - for standard output.
    #[arg(short, long)]
    pub out: PathBuf,
    /// png, webp, pdf, svg, json, inkml, gcode or hpgl [default: the extension of --out].
    #[arg(long)]
    pub format: Option<String>,
    /// Ids or titles, separated by commas [default: all].
    #[arg(long, value_delimiter = ',')]
    pub hands: Vec<String>,
    /// What each hand writes.
    #[arg(long, default_value = "The quick brown fox jumps over the lazy dog,\\nand \"Why not?\" said Anna at 7:30.")]
    pub text: String,
    /// Height of a capital.
    #[arg(long, default_value = "18px")]
    pub size: String,
    /// ball, gel, felt, fountain or pencil.
    #[arg(long, default_value = "ball")]
    pub pen: String,
    /// Positive for the same sheet each time.
    #[arg(long, default_value = "1", allow_hyphen_values = true)]
    pub seed: String,
}
