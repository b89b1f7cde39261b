//! How the command fails: what it says and the status it leaves.

use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

use longhand_ink::params::{FieldError, FieldErrors};

/// Why the command did not do all it was asked.
#[derive(Debug)]
pub enum Failure {
    /// Faults of flags and text, one a line; nothing was written.
    Parameters(Vec<String>),
    /// Some rows of a list failed, as already said.
    Rows {
        /// How many.
        failed: usize,
        /// Of how many.
        all: usize,
    },
    /// Reading or writing failed.
    Io(String),
    /// What was checked is not as it should be, as already said.
    Untrue {
        /// In how many ways.
        faults: usize,
    },
}

impl Failure {
    /// A file that could not be read or written.
    pub fn io(doing: &str, path: &Path, error: &impl Display) -> Self {
        Self::Io(format!("cannot {doing} {}: {error}", path.display()))
    }

    /// Says what failed on standard error; the status is documented in `--help`.
    #[must_use]
    pub fn report(self) -> ExitCode {
        match self {
            Self::Parameters(faults) => {
                eprintln!("longhand: nothing was written:");
                for fault in faults {
                    eprintln!("  {fault}");
                }
                ExitCode::from(2)
            }
            Self::Rows { failed, all } => {
                eprintln!("longhand: {failed} of {all} rows failed; the others were written");
                ExitCode::from(3)
            }
            Self::Io(what) => {
                eprintln!("longhand: {what}");
                ExitCode::from(4)
            }
            Self::Untrue { faults } => {
                eprintln!("longhand: {faults} {} found", if faults == 1 { "fault" } else { "faults" });
                ExitCode::from(5)
            }
        }
    }
}

impl From<FieldErrors> for Failure {
    fn from(errors: FieldErrors) -> Self {
        Self::Parameters(by_flag(&errors))
    }
}

/// The faults in words that name the flags of this command rather than the parameters of the API.
pub fn by_flag(errors: &FieldErrors) -> Vec<String> {
    by_name(errors, flag_of)
}

/// The faults, each beginning with what `name_of` calls its parameter.
pub fn by_name(errors: &FieldErrors, name_of: impl Fn(&str) -> String) -> Vec<String> {
    let name = |fault: &FieldError| {
        let shown = fault.to_string();
        let complaint = shown.strip_prefix(&fault.field).map(str::to_owned);
        complaint.map_or(shown, |rest| format!("{}{}", name_of(&fault.field), rest.replace('\n', "\n  ")))
    };
    errors.as_slice().iter().map(name).collect()
}

/// Flags whose names differ from their parameters'.
const RENAMED: [(&str, &str); 9] = [
    ("handwriting_id", "--hand"),
    ("handwriting_size", "--size"),
    ("handwriting_color", "--color"),
    ("min_padding", "--padding"),
    ("random_seed", "--seed"),
    ("labels", "--label"),
    ("scopes", "--scope"),
    ("addresses", "--address"),
    ("origins", "--origin"),
];

/// The flag of `longhand write` that sets a parameter of the API.
pub fn flag_of(parameter: &str) -> String {
    match RENAMED.iter().find(|(name, _)| *name == parameter) {
        Some((_, flag)) => (*flag).to_owned(),
        None if parameter == "text" => "text".to_owned(),
        None => format!("--{}", parameter.replace('_', "-")),
    }
}
