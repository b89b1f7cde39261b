//! `longhand write --csv`: a file for each row.

use crate::{Run, said, status};

const LIST: &str =
    "first_name,last_name,note\nAnna,Lee,hello\nBo,Lee,\"two\nlines\"\nSn☃w,Man,x\nshort,row\nDi,../Day,\n";

fn with_list(list: &[u8]) -> Run {
    let run = Run::new();
    std::fs::write(run.path("list.csv"), list).expect("a file");
    run
}

const BASE: [&str; 9] = ["write", "--csv", "list.csv", "--out-dir", "out", "--hand", "Perry", "--seed", "9"];
const TEMPLATE: [&str; 2] = ["--template", "Dear {first_name},\\n{note}"];

#[test]
fn bad_rows_are_reported_with_their_lines_and_the_others_written() {
    let run = with_list(LIST.as_bytes());
    let done = run.longhand(&[&BASE[..], &TEMPLATE, &["--name", "{last_name}"]].concat());
    let said = said(&done);
    assert_eq!(status(&done), 3, "{said}");
    assert!(said.contains("line 5: text has characters") && said.contains("☃ U+2603 SNOWMAN at 7"), "{said}");
    assert!(said.contains("line 6: has 2 fields, but the first row names 3 columns"), "{said}");
    assert!(said.ends_with("2 of 5 rows failed; the others were written\n"), "{said}");
    assert_eq!(run.files("out"), ["Lee-2.png", "Lee.png", "_Day.png"]);
    assert_eq!(run.files("."), ["list.csv", "out"]);
}

#[test]
fn every_fault_is_named_before_anything_is_written() {
    let run = with_list(LIST.as_bytes());
    let more = ["--template", "{first} {note} {nope} ☃", "--name", "{who}", "--width", "5gophers", "--format", "bmp"];
    let done = run.longhand(&[&BASE[..], &more].concat());
    let said = said(&done);
    assert_eq!(status(&done), 2);
    for fault in [
        "--template has no column for {first} (accepted: first_name, last_name, note)",
        "--template has no column for {nope}",
        "--name has no column for {who}",
        "--width unable to parse",
        "--format must be one of png",
    ] {
        assert!(said.contains(fault), "{fault} in {said}");
    }
    assert_eq!(run.files("out"), [""; 0]);
}

#[test]
fn a_character_that_no_row_can_write_is_named_before_anything_is_written() {
    let run = with_list(LIST.as_bytes());
    let done = run.longhand(&[&BASE[..], &["--template", "{note} ☃"]].concat());
    assert_eq!(status(&done), 2);
    assert!(said(&done).contains("SNOWMAN at 7"), "{}", said(&done));
    assert_eq!(run.files("out"), [""; 0]);
}

#[test]
fn rows_repeat_with_a_seed_and_differ_from_each_other() {
    let run = with_list(b"name\nAnna\nAnna\n");
    let go = || {
        let done = run.longhand(&[&BASE[..], &["--template", "Dear {name}"]].concat());
        assert_eq!((status(&done), said(&done)), (0, String::new()));
        (run.bytes("out/0001.png"), run.bytes("out/0002.png"))
    };
    let (first, second) = go();
    assert!(first != second, "the same words, but not the same shapes");
    assert!(go() == (first, second));
}

#[test]
fn the_template_may_be_the_text_or_a_file_and_the_format_any() {
    let run = with_list(b"\xef\xbb\xbf name ,x\nAnna,1\n");
    std::fs::write(run.path("letter.txt"), "Dear {name}\n").expect("a file");
    let svg = |more: &[&str]| {
        let done = run.longhand(&[&BASE[..], &["--format", "svg"], more].concat());
        assert_eq!((status(&done), said(&done)), (0, String::new()));
        run.bytes("out/0001.svg")
    };
    let template = svg(&["--template", "Dear {name}"]);
    assert!(template.starts_with(b"<svg"));
    assert!(template == svg(&["Dear {name}"]));
    assert!(template == svg(&["--file", "letter.txt"]));
}

#[test]
fn a_list_without_usable_columns_is_refused() {
    for (list, fault) in [(&b""[..], "no first row"), (b"a,a\n1,2\n", "more than one column \"a\"")] {
        let done = with_list(list).longhand(&[&BASE[..], &["--template", "x"]].concat());
        assert_eq!(status(&done), 2);
        assert!(said(&done).contains(fault), "{}", said(&done));
    }
    let missing = Run::new().longhand(&[&BASE[..], &["--template", "x"]].concat());
    assert!(status(&missing) == 4 && said(&missing).contains("list.csv"));
}

#[test]
fn rows_that_overflow_are_written_and_said() {
    let run = with_list(format!("name\n{}\n", "long ".repeat(400)).as_bytes());
    let done = run.longhand(&[&BASE[..], &["--template", "{name}"]].concat());
    assert_eq!(status(&done), 0);
    assert!(said(&done).contains("line 2: the page has room for only"), "{}", said(&done));
    assert_eq!(run.files("out"), ["0001.png"]);
}
