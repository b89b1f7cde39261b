//! A list of rows, read whole so that its length is known and nothing is written for a wrong one.

use std::io::Read;
use std::path::Path;

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::failure::Failure;

/// The rows of a CSV file.
#[derive(Debug)]
pub struct List {
    /// The names in its first row: no two alike, except empty ones.
    pub columns: StringRecord,
    /// The rows after it.
    pub rows: Vec<Row>,
}

/// A row of a list.
#[derive(Debug)]
pub struct Row {
    /// The line of the file where it begins.
    pub line: u64,
    /// A field for each column, or what is wrong with the row.
    pub fields: Result<StringRecord, String>,
}

impl List {
    /// Reads a file; see [`read`](Self::read).
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let file = std::fs::File::open(path).map_err(|e| Failure::io("read", path, &e))?;
        Self::read(file, path)
    }

    /// Reads a list, which `path` names in errors; a row that cannot be read is kept with its fault.
    ///
    /// # Errors
    /// If reading fails, or the first row does not name columns.
    pub fn read(source: impl Read, path: &Path) -> Result<Self, Failure> {
        let mut reader = ReaderBuilder::new().trim(Trim::Headers).from_reader(source);
        let columns = reader.headers().map_err(|e| Failure::io("read", path, &e))?.clone();
        check_columns(&columns)?;
        let mut rows = Vec::new();
        loop {
            let mut fields = StringRecord::new();
            let begin = reader.position().line();
            let read = reader.read_record(&mut fields);
            let place = match &read {
                Ok(_) => fields.position(),
                Err(e) => e.position(),
            };
            let line = place.map_or(begin, csv::Position::line);
            let fields = match read {
                Ok(false) => return Ok(Self { columns, rows }),
                Ok(true) => Ok(fields),
                Err(e) if e.is_io_error() => return Err(Failure::io("read", path, &e)),
                Err(e) => Err(plain(&e)),
            };
            rows.push(Row { line, fields });
        }
    }
}

fn check_columns(columns: &StringRecord) -> Result<(), Failure> {
    let mut faults: Vec<String> = Vec::new();
    if columns.iter().all(str::is_empty) {
        faults.push("--csv has no first row with the names of its columns".to_owned());
    }
    for (i, name) in columns.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        if columns.iter().take(i).any(|earlier| earlier == name) {
            faults.push(format!("--csv has more than one column {name:?}"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Parameters(faults)) }
}

/// The fault without its place, which is said anyway.
fn plain(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} fields, but the first row names {expected_len} columns")
        }
        csv::ErrorKind::Utf8 { err, .. } => format!("is not UTF-8 in field {}", err.field() + 1),
        _ => error.to_string(),
    }
}
