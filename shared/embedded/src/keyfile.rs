//! The key file: what must not stand beside the data it protects.

use std::fs;
use std::io::{Error, ErrorKind, Write as _};
use std::path::Path;

use longhand_core::ports::Entropy;
use longhand_core::tokens::{PEPPER_BYTES, Pepper, PepperId, Peppers};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The key file of a directory.
const NAME: &str = "longhand.key";
/// Readable and writable by its owner alone.
const OWNER_ONLY: u32 = 0o600;

/// The pepper of all digests and the key that wraps data keys.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    pepper_id: String,
    pepper: [u8; PEPPER_BYTES],
    wrapping: [u8; 32],
}

impl KeyFile {
    /// The key file of `directory`, made if there is none.
    ///
    /// # Errors
    /// If it cannot be read or made, is not what it should be, or others than its owner may read it.
    pub fn open(directory: &Path, entropy: &dyn Entropy) -> Result<Self, Error> {
        let path = directory.join(NAME);
        let Some(bytes) = read_own(&path)? else {
            let mut keys = Self { pepper_id: "1".into(), pepper: [0; PEPPER_BYTES], wrapping: [0; 32] };
            entropy.fill(&mut keys.pepper).and_then(|()| entropy.fill(&mut keys.wrapping)).map_err(Error::other)?;
            let json = Zeroizing::new(serde_json::to_vec(&keys)?);
            // That of another process if that was faster.
            return if own(directory, &path, &json)? { Ok(keys) } else { Self::open(directory, entropy) };
        };
        let read = serde_json::from_slice(&Zeroizing::new(bytes));
        // The error would quote what it stumbled on.
        read.map_err(|_| Error::new(ErrorKind::InvalidData, format!("{} is not a key file", path.display())))
    }

    /// The pepper of digests: the only one it ever had.
    pub(crate) fn peppers(&self) -> Peppers {
        Peppers { current: Pepper::new(PepperId(self.pepper_id.clone()), self.pepper), previous: None, since: None }
    }

    /// The key that wraps data keys.
    pub(crate) const fn wrapping(&self) -> &[u8; 32] {
        &self.wrapping
    }
}

impl core::fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("KeyFile([redacted])")
    }
}

/// What a file has that its owner alone may read; `None` if there is no such file.
pub(crate) fn read_own(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => refuse_open_doors(path).map(|()| Some(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(named(path, &e)),
    }
}

/// Makes such a file, whole or not at all; whether it did, or there was one already.
pub(crate) fn own(directory: &Path, path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".longhand-key-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(OWNER_ONLY));
    let mut file = builder.tempfile_in(directory).map_err(|e| named(path, &e))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all())?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(e) if e.error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(e) => Err(named(path, &e.error)),
    }
}

fn named(path: &Path, e: &Error) -> Error {
    Error::new(e.kind(), format!("{}: {e}", path.display()))
}

/// A key that others could read is no key.
#[cfg(unix)]
fn refuse_open_doors(path: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = fs::metadata(path)?.permissions().mode();
    if mode % 0o100 == 0 {
        return Ok(());
    }
    let complaint = format!("others may read {0}: run `chmod 600 {0}`", path.display());
    Err(Error::new(ErrorKind::PermissionDenied, complaint))
}

#[cfg(not(unix))]
fn refuse_open_doors(_: &Path) -> Result<(), Error> {
    Ok(())
}
