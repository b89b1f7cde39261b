//! How the command fails: what it says and the status it leaves.

use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

use longhand_ink::params::{FieldError, FieldErrors};

use crate::args::flag_of;

/// Why the command did not do all it was asked.
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
}

impl Failure {
    /// A file that could not be read or written.
    pub fn io(doing: &str, path: &Path, error: &impl Display) -> Self {
        Self::Io(format!("cannot {doing} {}: {error}", path.display()))
    }

    /// Says what failed on standard error; the status is documented in `--help`.
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
    let name = |fault: &FieldError| {
        let shown = fault.to_string();
        let complaint = shown.strip_prefix(&fault.field).map(str::to_owned);
        complaint.map_or(shown, |rest| format!("{}{}", flag_of(&fault.field), rest.replace('\n', "\n  ")))
    };
    errors.as_slice().iter().map(name).collect()
}
