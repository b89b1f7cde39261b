//! What the README says.

use std::path::{Path, PathBuf};

/// The project's folder.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Its text.
pub fn readme() -> String {
    std::fs::read_to_string(project().join("README.md")).expect("README.md")
}

/// The lines of its blocks for a shell.
pub fn shell_lines() -> Vec<String> {
    let text = readme();
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines: Vec<String> = blocks.flat_map(str::lines).filter(|l| !l.trim().is_empty()).map(str::to_owned).collect();
    assert!(lines.len() > 5, "{lines:?}");
    lines
}

/// The command that draws its picture.
pub fn picture_command() -> String {
    let text = readme();
    let line = text.lines().find_map(|line| line.strip_prefix("The picture above: `")).expect("the picture's line");
    line.split('`').next().expect("a command").to_owned()
}

/// The words between single backticks outside of blocks.
pub fn backticked(text: &str) -> Vec<&str> {
    let outside = text.split("```").step_by(2);
    outside.flat_map(|part| part.split('`').skip(1).step_by(2)).collect()
}

/// The files and directories that a command line says it writes.
pub fn targets(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split(' ').collect();
    let after = words.windows(2).filter(|pair| ["--out", "--out-dir", ">"].contains(&pair[0]) && pair[1] != "-");
    after.map(|pair| pair[1].to_owned()).collect()
}
