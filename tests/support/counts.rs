//! Instructions that a process takes, counted under callgrind: as many on a busy machine as on an idle one, so that a test
//! can hold them where no test can hold a time.
//!
//! What was last accepted is in `tests/counts/ARCHITECTURE.txt`, in millions. The builds are those of tests; times of
//! released ones are `cargo bench`'s and `--example cold`'s.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use tempfile::NamedTempFile;

use crate::golden::accepting;

/// Share by which a count may differ from what was accepted: less is written down too, so that what is won stays won.
const SLACK: f64 = 0.1;

/// One process to be counted.
#[derive(Debug)]
pub struct Callgrind {
    log: NamedTempFile,
    before: [String; 4],
}

impl Callgrind {
    /// Ready to run a program.
    ///
    /// # Panics
    /// If there is no room for its log.
    #[must_use]
    pub fn new() -> Self {
        let log = NamedTempFile::new().expect("a temporary file");
        let place = format!("--log-file={}", log.path().display());
        let before = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", &place];
        Self { before: before.map(str::to_owned), log }
    }

    /// What stands before the program and its arguments.
    #[must_use]
    pub fn runner(&self) -> &[String] {
        &self.before
    }

    /// How many instructions it took till its end, in millions.
    ///
    /// # Panics
    /// If it was not run, or has not ended.
    #[must_use]
    pub fn millions(&self) -> f64 {
        let log = fs::read_to_string(self.log.path()).expect("callgrind's log");
        let count = log.lines().find_map(|line| line.split_once("Collected : ")).expect("callgrind's count").1;
        count.trim().parse::<f64>().expect("a number") / 1e6
    }
}

impl Default for Callgrind {
    fn default() -> Self {
        Self::new()
    }
}

/// Compares counts with what was accepted, or accepts them if the environment has `LONGHAND_ACCEPT=1`.
///
/// # Errors
/// Those that differ by more than a tenth; after accepting, always, so that no run that accepted anything can pass.
///
/// # Panics
/// If what was accepted cannot be read or written.
pub fn hold(counts: &[(&str, f64)]) -> Result<(), String> {
    let file =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/counts")).join(format!("{}.txt", std::env::consts::ARCH));
    let text = fs::read_to_string(&file).unwrap_or_default();
    let mut accepted: BTreeMap<&str, f64> = text.lines().filter_map(read).collect();
    if accepting() {
        accepted.extend(counts.iter().copied());
        let lines: String = accepted.iter().fold(String::new(), |mut all, (name, count)| {
            let _ = writeln!(all, "{name}: {count:.1}");
            all
        });
        fs::write(&file, lines).expect("the counts are written");
        return Err("accepted; look at what changed, commit it, and run again without LONGHAND_ACCEPT".to_owned());
    }
    let wrong: Vec<String> =
        counts.iter().filter_map(|(name, count)| fault(name, *count, accepted.get(name))).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn read(line: &str) -> Option<(&str, f64)> {
    let (name, count) = line.split_once(": ")?;
    Some((name, count.parse().ok()?))
}

fn fault(name: &str, count: f64, accepted: Option<&f64>) -> Option<String> {
    let Some(accepted) = accepted else {
        return Some(format!(
            "{name}: {count:.1} million instructions, and nothing accepted yet; LONGHAND_ACCEPT=1 does"
        ));
    };
    let ratio = count / accepted;
    let differs = format!(
        "{name}: {count:.1} million instructions for {accepted:.1}, {ratio:.2} times; if that is meant, accept it with LONGHAND_ACCEPT=1"
    );
    ((ratio - 1.0).abs() > SLACK).then_some(differs)
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_takes_a_tenth_more_or_less_than_was_accepted_is_a_fault() {
        for (count, wrong) in [(88.0, true), (92.0, false), (100.0, false), (109.0, false), (111.0, true)] {
            assert_eq!(fault("a note", count, Some(&100.0)).is_some(), wrong, "{count}");
        }
        assert!(fault("a note", 100.0, None).is_some(), "what nobody accepted");
    }
}
