//! Programs from PyPI that tests drive, each in an environment of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The Python of an environment under `target` with the packages of a file of requirements, all of them named
/// with their versions. It is made once, and again when the file changes.
///
/// # Panics
/// If there is no `python3` or a package cannot be had: what a test needs and lacks is a failure.
#[must_use]
pub fn environment(target: &Path, requirements: &Path) -> PathBuf {
    let wanted = fs::read_to_string(requirements).expect("a file of requirements");
    let home = target.join(requirements.file_stem().expect("a name"));
    let (python, ready) = (home.join("bin/python"), home.join("ready"));
    if fs::read_to_string(&ready).is_ok_and(|made| made == wanted) {
        return python;
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home));
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--no-deps", "-r"]).arg(requirements));
    fs::write(ready, wanted).expect("a mark");
    python
}

fn run(command: &mut Command) {
    let done = command.output().expect("python3 starts");
    assert!(done.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&done.stderr));
}
