//! The README is true: its commands run, its picture is what its command draws, its paths exist.

mod files;
mod text;

use std::path::{Path, PathBuf};
use std::process::Command;

use files::{assert_format, files_under};
use longhand_tests::golden::accepting;
use tempfile::TempDir;
use text::{backticked, picture_command, project, readme, shell_lines, targets};

/// A list such as a reader of the README has.
const LIST: &str = "first_name,last_name\nAnna,Lee\nBo,Müller\n";

/// Runs a line of the README in a directory, as a shell would after `cargo install`; what it prints.
fn shell(line: &str, directory: &Path) -> Vec<u8> {
    let binary = Path::new(env!("CARGO_BIN_EXE_longhand"));
    let mut path = vec![binary.parent().expect("a directory").to_owned()];
    path.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    let installed = line.replace("cargo run --release -- ", "longhand ");
    let done = Command::new("sh")
        .args(["-c", &installed])
        .current_dir(directory)
        .env("PATH", std::env::join_paths(path).expect("a path"))
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.is_empty(), "{line}\n{said}");
    done.stdout
}

fn run(line: &str) -> (TempDir, Vec<u8>) {
    let directory = TempDir::new().expect("a temporary directory");
    std::fs::write(directory.path().join("list.csv"), LIST).expect("a file");
    std::fs::write(directory.path().join("long-letter.txt"), LIST.repeat(200)).expect("a file");
    let printed = shell(line, directory.path());
    (directory, printed)
}

#[test]
fn every_command_runs_and_writes_the_files_it_names() {
    // The service's commands are run by its own tests, and those on AWS by that which deploys the template, as
    // `sam` would.
    let elsewhere = [
        "cargo test",
        "longhand serve",
        "longhand token",
        "longhand account",
        "longhand calls",
        "longhand notices",
        "longhand usage",
        "longhand invoice",
        "longhand plans",
        "longhand verify",
        "longhand receipts",
        "sam ",
        "export ",
    ];
    for line in shell_lines().iter().filter(|line| !elsewhere.iter().any(|begin| line.starts_with(begin))) {
        assert!(line.contains("longhand ") || line.starts_with("cargo run --release -- "), "not tested: {line}");
        let (directory, printed) = run(line);
        let named = targets(line);
        assert!(!named.is_empty() || !printed.is_empty(), "nothing came of {line}");
        for target in &named {
            let files = files_under(&directory.path().join(target));
            assert!(!files.is_empty(), "{line}\ndid not write {target}");
            for file in files {
                assert_format(&file);
            }
        }
        let written = files_under(directory.path()).len() - 2;
        let rows = LIST.lines().count() - 1;
        assert_eq!(written, if line.contains("--csv") { rows } else { named.len() }, "files of {line}");
    }
}

#[test]
fn all_tests_are_run_by_the_command_that_checks_commits() {
    let checks = std::fs::read_to_string(project().join(".ci/run")).expect(".ci/run");
    let lines: Vec<String> = shell_lines().into_iter().filter(|line| line.starts_with("cargo test")).collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(checks.lines().any(|line| line.replace(" --locked", "") == lines[0]), "{lines:?} is not in .ci/run");
}

#[test]
fn the_picture_is_what_its_command_draws() {
    let stored = project().join("docs/hands.png");
    let directory = TempDir::new().expect("a temporary directory");
    std::fs::create_dir(directory.path().join("docs")).expect("a directory");
    shell(&picture_command(), directory.path());
    let drawn = std::fs::read(directory.path().join("docs/hands.png")).expect("the picture");
    assert!(drawn.len() <= 300 * 1024, "{} bytes are too many to look at", drawn.len());
    if accepting() {
        std::fs::write(&stored, drawn).expect("the picture is stored");
        panic!("accepted; look at docs/hands.png, commit it, and run again without LONGHAND_ACCEPT");
    }
    let accept = "LONGHAND_ACCEPT=1 cargo test -p longhand --test readme";
    assert!(std::fs::read(&stored).is_ok_and(|s| s == drawn), "docs/hands.png is old; if that is meant: {accept}");
}

#[test]
fn the_table_of_hands_has_every_hand_that_is_named() {
    let (_directory, table) = run("longhand hands");
    let table = String::from_utf8(table).expect("UTF-8");
    let titles: Vec<&str> = table.lines().filter_map(|row| row.split("  ").next()).collect();
    let command = picture_command();
    let named = command.split("--hands ").nth(1).and_then(|rest| rest.split(' ').next()).expect("hands");
    for hand in named.split(',') {
        assert!(titles.contains(&hand), "{hand} in {titles:?}");
    }
}

#[test]
fn every_path_and_link_leads_somewhere() {
    let text = readme();
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let folders = ["shared/", "tests/", "infra/", "functions/", "docs/", ".ci/"];
    let code = backticked(&text);
    // Of a command, the program.
    let words = code.iter().filter_map(|code| code.split(' ').next());
    let paths = words.filter(|word| folders.iter().any(|folder| word.starts_with(folder)));
    let all: Vec<PathBuf> = links.chain(paths).filter(|to| !to.starts_with("http")).map(PathBuf::from).collect();
    assert!(all.len() > 5, "{all:?}");
    for path in all {
        assert!(project().join(&path).exists(), "{}", path.display());
    }
}
