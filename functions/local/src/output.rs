//! Where files go: whole or not at all.

use std::fs;
use std::io::{Error, Write as _};
use std::path::Path;

use longhand_ink::params::Format;

use crate::failure::Failure;

/// That standard output cannot be written.
pub fn unwritten(error: &Error) -> Failure {
    Failure::Io(format!("cannot write standard output: {error}"))
}

/// The format that `--format` names or else the extension of `out`; the error says what would be accepted.
pub fn format_of(named: Option<&str>, out: &Path) -> Result<Format, String> {
    let known = Format::ALL.map(Format::name).join(", ");
    if let Some(name) = named {
        return Format::named(name).ok_or_else(|| format!("--format must be one of {known}, not {name:?}"));
    }
    if out == Path::new("-") {
        return Err(format!("--format is required with --out - (accepted: {known})"));
    }
    let extension = out.extension().and_then(|e| e.to_str()).unwrap_or("");
    Format::named(extension).ok_or_else(|| {
        format!("--out must end in one of {known}, or have a --format beside it: {:?}", out.display().to_string())
    })
}

/// Writes `bytes` to `out`, or to standard output if that is `-`. A file appears whole or not at all.
pub fn write_file(out: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if out == Path::new("-") {
        let mut stdout = std::io::stdout().lock();
        let done = stdout.write_all(bytes).and_then(|()| stdout.flush());
        return done.map_err(|error| unwritten(&error));
    }
    // Devices and pipes are written to; putting a file in their place would be a surprise.
    let special = fs::metadata(out).is_ok_and(|m| !m.is_file());
    let done = if special { fs::write(out, bytes) } else { replace(out, bytes) };
    done.map_err(|e| Failure::io("write", out, &e))
}

fn replace(out: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let directory = out.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::metadata(directory)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".longhand-");
    // Temporary files are the owner's alone; a result is as open as the user's mask lets it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // The kind alone: the whole error names the temporary file, which means nothing to the user.
    let mut file = builder.tempfile_in(directory).map_err(|e| Error::from(e.kind()))?;
    file.write_all(bytes)?;
    file.persist(out).map_err(|e| e.error)?;
    Ok(())
}
