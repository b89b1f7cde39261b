//! The command as its user meets it: what it writes, says and leaves as its status.

mod counts;
mod list;
mod write;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A run of the command in an empty directory of its own.
struct Run {
    directory: TempDir,
}

impl Run {
    fn new() -> Self {
        Self { directory: TempDir::new().expect("a temporary directory") }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.directory.path().join(name)
    }

    /// Runs `longhand args` with nothing on standard input.
    fn longhand(&self, args: &[&str]) -> Output {
        self.longhand_fed(args, b"")
    }

    /// Runs `longhand args` with `input` on standard input.
    fn longhand_fed(&self, args: &[&str], input: &[u8]) -> Output {
        let mut child = Command::new(Path::new(env!("CARGO_BIN_EXE_longhand")))
            .args(args)
            .current_dir(self.directory.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        // It may end without reading.
        let _ = child.stdin.take().map(|mut stdin| stdin.write_all(input));
        child.wait_with_output().expect("the command ends")
    }

    /// The names of the files in a directory under this run's, sorted.
    fn files(&self, directory: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.path(directory)) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).expect("a file")
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("not killed")
}

#[test]
fn hands_are_listed_as_a_table_and_as_the_api_answers_them() {
    let run = Run::new();
    let table = String::from_utf8(run.longhand(&["hands"]).stdout).expect("UTF-8");
    assert!(table.starts_with("TITLE") && table.contains("Perry"), "{table}");
    let hands: serde_json::Value = serde_json::from_slice(&run.longhand(&["hands", "--json"]).stdout).expect("JSON");
    let hands = hands.as_array().expect("a bare array");
    assert_eq!(hands.len() + 1, table.lines().count());
    let fields = [
        "date_created",
        "date_modified",
        "id",
        "rating_character_width",
        "rating_cursivity",
        "rating_embellishment",
        "rating_neatness",
        "title",
    ];
    for hand in hands {
        let mut names: Vec<&String> = hand.as_object().expect("an object").keys().collect();
        names.sort();
        assert_eq!(names, fields);
    }
}

#[test]
fn hands_that_a_sample_is_like_are_listed_first() {
    let run = Run::new();
    let text =
        "It was so good to see you all again at the house by the lake.\\nWe miss the long evenings, and your cooking.";
    let write =
        ["write", text, "--hand", "Molly", "--size", "40px", "--seed", "5", "--width", "auto", "--height", "auto"];
    assert_eq!(status(&run.longhand(&[&write[..], &["--out", "sample.png"]].concat())), 0);
    let table = String::from_utf8(run.longhand(&["hands", "--like", "sample.png"]).stdout).expect("UTF-8");
    let first: Vec<&str> = table.lines().skip(1).take(3).collect();
    assert!(first.iter().any(|line| line.starts_with("Molly ")), "{table}");
    let json = run.longhand(&["hands", "--json", "--like", "sample.png"]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert!(first[0].starts_with(json[0]["title"].as_str().expect("a title")), "{json}");
    assert_eq!(status(&run.longhand(&["write", "a", "--hand", "Molly", "--out", "little.png"])), 0);
    std::fs::write(run.directory.path().join("text.png"), "no image").expect("written");
    for (file, code, why) in [
        ("little.png", 2, "--like little.png has too little writing in it"),
        ("text.png", 2, "--like text.png must be a PNG or JPEG image"),
        ("nothing.png", 4, "nothing.png"),
    ] {
        let refused = run.longhand(&["hands", "--like", file]);
        assert!(status(&refused) == code && said(&refused).contains(why), "{file}: {}", said(&refused));
    }
}

#[test]
fn a_sheet_shows_the_hands_asked_for() {
    let run = Run::new();
    assert_eq!(status(&run.longhand(&["sheet", "--out", "all.png"])), 0);
    assert_eq!(status(&run.longhand(&["sheet", "--hands", "Perry, Molly", "--out", "two.png"])), 0);
    let height = |name: &str| u32::from_be_bytes(run.bytes(name)[20..24].try_into().expect("four bytes"));
    assert!(height("all.png") > 2 * height("two.png"));
    assert!(run.bytes("all.png").len() < 500_000);
    let faulty = run.longhand(&["sheet", "--hands", "Perry,Molly", "--size", "huge", "--out", "bad.bmp"]);
    assert_eq!((status(&faulty), said(&faulty).matches("--size").count()), (2, 1), "{}", said(&faulty));
    assert_eq!(run.files("."), ["all.png", "two.png"]);
}

#[test]
fn a_sheets_faults_name_its_own_flags() {
    let run = Run::new();
    let faulty = run.longhand(&["sheet", "--hands", "Perry,Nobody", "--text", "☃", "--out", "bad.png"]);
    assert_eq!(status(&faulty), 2);
    for flag in ["  --hands ", "  --text "] {
        assert!(said(&faulty).contains(flag), "{flag} in {}", said(&faulty));
    }
    assert_eq!(run.files("."), [""; 0]);
}

#[test]
fn statuses_are_documented() {
    let help = String::from_utf8(Run::new().longhand(&["write", "--help"]).stdout).expect("UTF-8");
    for line in ["0  all was written", "2  wrong usage", "3  some rows", "4  a file"] {
        assert!(help.contains(line), "{line}");
    }
}
