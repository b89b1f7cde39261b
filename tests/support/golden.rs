//! Golden files: what a case gave when a person last looked at it, compared to the byte.
//!
//! A case has one image, `NAME.png`, stored as the engine wrote it, and `NAME.sha256` with a line for each
//! of its files. Pixels are compared apart from bytes: a changed picture must be looked at, a changed
//! encoder must not be mistaken for one.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::diff::{Picture, compare};

/// Where golden files lie and what to do with them.
#[derive(Clone, Debug)]
pub struct Golden {
    /// The images and hashes.
    pub images: PathBuf,
    /// Where the pictures of differences go.
    pub differences: PathBuf,
    /// Whether to store what cases give instead of comparing it.
    pub accept: bool,
}

/// Whether what tests find now is to be stored instead of compared: the environment has `LONGHAND_ACCEPT=1`.
#[must_use]
pub fn accepting() -> bool {
    std::env::var_os("LONGHAND_ACCEPT").is_some_and(|value| value == "1")
}

/// One file that a case gave.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its extension. `png` is also kept as an image.
    pub extension: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Golden {
    /// The project's own: images in `tests/golden/images`, differences in `target/golden-diff`, accepting
    /// if the environment has `LONGHAND_ACCEPT=1`.
    #[must_use]
    pub fn of_project() -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| tests.join("../target"), PathBuf::from);
        Self { images: tests.join("golden/images"), differences: target.join("golden-diff"), accept: accepting() }
    }

    /// Compares a case's files with what is stored, or stores them.
    ///
    /// # Errors
    /// What differs, and where the picture of it is; after storing, always, so that no run that accepted
    /// anything can pass.
    pub fn check(&self, name: &str, outputs: &[Output]) -> Result<(), String> {
        if self.accept {
            self.store(name, outputs).map_err(|e| format!("{name}: cannot store: {e}"))?;
            return Err(format!(
                "{name}: accepted; look at the image, commit it, and run again without LONGHAND_ACCEPT"
            ));
        }
        for output in outputs.iter().filter(|o| o.extension == "png") {
            self.check_pixels(name, &output.bytes)?;
        }
        let stored = std::fs::read_to_string(self.images.join(format!("{name}.sha256")))
            .map_err(|e| format!("{name}: no hashes ({e}); accept them with LONGHAND_ACCEPT=1"))?;
        let hashes = hashes(outputs);
        if stored == hashes {
            return Ok(());
        }
        Err(format!("{name}: the pixels are the same, but the bytes are not.\nexpected:\n{stored}actual:\n{hashes}"))
    }

    fn check_pixels(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let path = self.images.join(format!("{name}.png"));
        let expected = std::fs::read(&path)
            .map_err(|e| format!("{name}: no image {} ({e}); accept it with LONGHAND_ACCEPT=1", path.display()))?;
        let expected = Picture::decode(&expected).map_err(|e| format!("{name}: {}: {e}", path.display()))?;
        let actual = Picture::decode(bytes).map_err(|e| format!("{name}: the PNG cannot be read back: {e}"))?;
        let Some(difference) = compare(&expected, &actual) else { return Ok(()) };
        let shown = self.differences.join(format!("{name}.png"));
        let written = std::fs::create_dir_all(&self.differences).and_then(|()| {
            std::fs::write(&shown, difference.panels())?;
            std::fs::write(self.differences.join(format!("{name}.actual.png")), bytes)
        });
        let place = written.map_or_else(|e| format!("not written: {e}"), |()| shown.display().to_string());
        Err(format!("{name}: {}\nexpected | actual | difference: {place}", difference.summary()))
    }

    fn store(&self, name: &str, outputs: &[Output]) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.images)?;
        for output in outputs.iter().filter(|o| o.extension == "png") {
            std::fs::write(self.images.join(format!("{name}.png")), &output.bytes)?;
        }
        std::fs::write(self.images.join(format!("{name}.sha256")), hashes(outputs))
    }

    /// Stored files that belong to none of the cases.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn dead(&self, cases: &[&str]) -> std::io::Result<BTreeSet<String>> {
        let mut dead = BTreeSet::new();
        for entry in std::fs::read_dir(&self.images)? {
            let file = entry?.file_name().to_string_lossy().into_owned();
            let known = |case: &&str| file.strip_prefix(*case).is_some_and(|rest| matches!(rest, ".png" | ".sha256"));
            if !cases.iter().any(known) {
                dead.insert(file);
            }
        }
        Ok(dead)
    }
}

fn hashes(outputs: &[Output]) -> String {
    let mut lines = String::new();
    for output in outputs {
        let digest = Sha256::digest(&output.bytes);
        let hex = digest.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let _ = writeln!(lines, "{hex}  {}", output.extension);
    }
    lines
}
