//! `longhand write` for one text.

use crate::{Run, said, status};

#[test]
fn the_extension_says_the_format() {
    let run = Run::new();
    let beginnings: [(&str, &[u8]); 8] = [
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF-"),
        ("svg", b"<svg"),
        ("json", b"{\"width_mm\""),
        ("inkml", b"<?xml"),
        ("webp", b"RIFF"),
        ("gcode", b"G21"),
        ("hpgl", b"IN;"),
    ];
    for (extension, beginning) in beginnings {
        let out = format!("note.{extension}");
        let done = run.longhand(&["write", "Dear Anna", "--hand", "Perry", "--out", &out]);
        assert_eq!((status(&done), said(&done)), (0, String::new()), "{extension}");
        assert!(run.bytes(&out).starts_with(beginning), "{extension}");
    }
    let named = run.longhand(&["write", "Dear Anna", "--hand", "Perry", "--out", "note", "--format", "PDF"]);
    assert!(status(&named) == 0 && run.bytes("note").starts_with(b"%PDF-"));
}

#[test]
fn a_format_takes_what_only_it_can_hold() {
    let run = Run::new();
    let wrote = |out: &str, more: &[&str]| {
        let done =
            run.longhand(&[&["write", "Dear Anna and dear Ben", "--hand", "Perry", "--out", out], more].concat());
        assert_eq!((status(&done), said(&done)), (0, String::new()), "{out} {more:?}");
        run.bytes(out)
    };
    let has = |bytes: Vec<u8>, what: &str| String::from_utf8_lossy(&bytes).contains(what);
    assert!(has(wrote("n.svg", &["--paths", "lines"]), "stroke-width"));
    assert!(has(wrote("n.svg", &["--duration", "3"]), "animation-delay"));
    assert!(has(wrote("n.webp", &["--duration", "0.5"]), "ANMF"));
    assert!(has(wrote("n.json", &["--layout"]), "\"words\""));
    let narrow = ["--overflow", "paginate", "--width", "1.4in", "--height", "0.6in", "--seed", "1"];
    assert!(has(wrote("n.pdf", &narrow), "/Count 5"));
    for more in [["--paths", "lines"], ["--duration", "3"], ["--layout", "true"], ["--overflow", "paginate"]] {
        let done = run.longhand(&[&["write", "Dear Anna", "--hand", "Perry", "--out", "n.png"][..], &more].concat());
        assert!(status(&done) == 2 && said(&done).contains(more[0]), "{}", said(&done));
    }
}

#[test]
fn every_flag_reaches_the_page() {
    let run = Run::new();
    let plain =
        ["write", "Dear Anna,\nhow are you all today?", "--hand", "Perry", "--seed", "5", "--width", "3in", "--out"];
    let png = |more: &[&str]| {
        let done = run.longhand(&[&plain[..], &["n.png"], more].concat());
        assert_eq!(status(&done), 0, "{more:?}: {}", said(&done));
        run.bytes("n.png")
    };
    let before = png(&[]);
    assert!(before == png(&[]));
    let flags: [&[&str]; 24] = [
        &["--size", "24pt"],
        &["--size", "auto"],
        &["--size", "auto", "--min", "9px", "--max", "11px"],
        &["--color", "#1a2a6c"],
        &["--pen", "gel"],
        &["--pen", "fountain"],
        &["--pen", "pencil"],
        &["--seed=6"],
        &["--line-spacing", "2"],
        &["--line-spacing-variance", "0.2"],
        &["--word-spacing-variance", "0.2"],
        &["--baseline-variance", "0.2"],
        &["--margin-variance", "0.2"],
        &["--height", "auto"],
        &["--dpi", "150"],
        &["--padding", "20px"],
        &["--align", "center"],
        &["--align", "right"],
        &["--margin", "20px"],
        &["--margin-top", "20px"],
        &["--margin-left", "20px"],
        &["--margin-right", "1in"],
        &["--width", "auto"],
        &["--test"],
    ];
    for more in flags {
        // The later of two equal flags would be an error of usage.
        let given = plain.to_vec();
        let name = more[0].split('=').next().expect("a name");
        let kept = match given.iter().position(|a| *a == name) {
            Some(at) => [&given[..at], &given[at + 2..]].concat(),
            None => given,
        };
        let done = run.longhand(&[&kept[..], &["n.png"], more].concat());
        assert_eq!(status(&done), 0, "{more:?}: {}", said(&done));
        assert!(before != run.bytes("n.png"), "{more:?}");
    }
    for same in [["--overflow", "error"], ["--engine-version", "1"], ["--margin-bottom", "0px"]] {
        assert!(before == png(&same), "{same:?}");
    }
}

#[test]
fn every_wrong_parameter_is_named_at_once_and_nothing_is_written() {
    let run = Run::new();
    let wrong = [
        ("--width", "double wide"),
        ("--height", "-5px"),
        ("--size", "80%"),
        ("--color", "cheesecake"),
        ("--padding", "5gophers"),
        ("--pen", "quill"),
        ("--align", "justify"),
        ("--seed", "many"),
        ("--line-spacing", "-1"),
        ("--dpi", "20"),
        ("--margin-left", "NaN"),
        ("--overflow", "scroll"),
        ("--engine-version", "0"),
    ];
    let mut args = vec!["write", "snow ☃", "--out", "note.bmp"];
    args.extend(wrong.iter().flat_map(|(flag, value)| [*flag, *value]));
    let done = run.longhand(&args);
    let said = said(&done);
    assert_eq!(status(&done), 2);
    for (flag, _) in wrong.iter().chain(&[("--out", ""), ("--hand", "")]) {
        assert!(said.contains(&format!("\n  {flag} ")), "{flag} in {said}");
    }
    assert!(said.contains("--width unable to parse: \"double wide\" (accepted: a number and px"), "{said}");
    assert!(said.contains("☃ U+2603 SNOWMAN at 5"), "{said}");
    assert_eq!(run.files("."), [""; 0]);
}

#[test]
fn text_comes_from_the_argument_a_file_or_standard_input() {
    let run = Run::new();
    std::fs::write(run.path("text.txt"), "\u{feff}Dear Anna,\n\tyes\n").expect("a file");
    let write = |args: &[&str], input: &[u8]| {
        let fixed = ["write", "--hand", "Perry", "--seed", "5", "--format", "svg", "--out", "-"];
        let done = run.longhand_fed(&[&fixed[..], args].concat(), input);
        assert_eq!(status(&done), 0, "{}", said(&done));
        String::from_utf8(done.stdout).expect("UTF-8")
    };
    let argument = write(&[r"Dear Anna,\n\tyes"], b"");
    assert!(argument == write(&["Dear Anna,\n\tyes"], b""));
    assert!(argument == write(&["--file", "text.txt"], b""));
    assert!(argument == write(&[], b"Dear Anna,\n\tyes\n"));
    assert!(argument == write(&[], b"Dear Anna,\r\n\tyes\r\n"));
}

#[test]
fn a_text_that_is_not_utf_8_is_named_with_its_place() {
    let run = Run::new();
    std::fs::write(run.path("bad.txt"), b"abc\xff").expect("a file");
    let done = run.longhand(&["write", "--file", "bad.txt", "--hand", "Perry", "--out", "x.png"]);
    assert_eq!(status(&done), 4);
    assert!(said(&done).contains("bad.txt: not UTF-8 from byte 3"), "{}", said(&done));
}

#[test]
fn standard_output_needs_a_format() {
    let done = Run::new().longhand(&["write", "x", "--hand", "Perry", "--out", "-"]);
    assert_eq!(status(&done), 2);
    assert!(said(&done).contains("--format is required"), "{}", said(&done));
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_nothing_is_left_behind() {
    let run = Run::new();
    let done = run.longhand(&["write", "x", "--hand", "Perry", "--out", "no/such/x.png"]);
    assert_eq!(status(&done), 4);
    assert!(said(&done).contains("no/such/x.png: No such file"), "{}", said(&done));
    assert_eq!(run.files("."), [""; 0]);
    let missing = run.longhand(&["write", "--file", "none.txt", "--hand", "Perry", "--out", "x.png"]);
    assert!(status(&missing) == 4 && said(&missing).contains("none.txt"));
}

#[test]
fn an_old_file_is_replaced_whole_or_kept() {
    let run = Run::new();
    std::fs::write(run.path("x.svg"), "old").expect("a file");
    let _ = run.longhand(&["write", "x", "--hand", "Perry", "--width", "wide", "--out", "x.svg"]);
    assert_eq!(run.bytes("x.svg"), b"old");
    let _ = run.longhand(&["write", "x", "--hand", "Perry", "--out", "x.svg"]);
    assert!(run.bytes("x.svg").starts_with(b"<svg"));
    assert_eq!(run.files("."), ["x.svg"], "no temporary file stays");
    // Not written over in place, where a failure would leave half of it: another link keeps the old one.
    let old = run.bytes("x.svg");
    std::fs::hard_link(run.path("x.svg"), run.path("link.svg")).expect("a link");
    let _ = run.longhand(&["write", "other words", "--hand", "Perry", "--out", "x.svg"]);
    assert!(run.bytes("link.svg") == old && run.bytes("x.svg") != old);
}

#[test]
fn overflow_is_said_and_an_error_if_asked_for() {
    let run = Run::new();
    let text = "word ".repeat(500);
    let clipped = run.longhand(&["write", &text, "--hand", "Perry", "--seed", "5", "--out", "x.png"]);
    assert_eq!(status(&clipped), 0);
    assert!(said(&clipped).contains("room for only the first"), "{}", said(&clipped));
    let refused = run.longhand(&["write", &text, "--hand", "Perry", "--overflow", "error", "--out", "y.png"]);
    assert_eq!(status(&refused), 2);
    assert!(said(&refused).contains("text does not fit"), "{}", said(&refused));
    assert_eq!(run.files("."), ["x.png"]);
}

#[test]
fn without_a_seed_no_two_notes_are_alike() {
    let run = Run::new();
    let write = || run.longhand(&["write", "Anna", "--hand", "Perry", "--format", "json", "--out", "-"]).stdout;
    assert!(write() != write());
}

#[test]
fn wrong_usage_leaves_status_2() {
    let run = Run::new();
    for args in [&["write", "x"][..], &["write", "--frobnicate"], &["read"], &["write", "--csv", "l.csv"]] {
        assert_eq!(status(&run.longhand(args)), 2, "{args:?}");
    }
}
