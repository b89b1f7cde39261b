//! What drawing takes, counted in instructions of the whole command.

use std::process::Command;

use longhand_tests::counts::{Callgrind, hold};

use crate::Run;

/// Instructions of the command with these arguments, in millions.
fn counted(args: &[&str]) -> f64 {
    let (run, callgrind) = (Run::new(), Callgrind::new());
    let [program, before @ ..] = callgrind.runner() else { unreachable!("a runner has a program") };
    let mut command = Command::new(program);
    command.args(before).arg(env!("CARGO_BIN_EXE_longhand")).args(args).current_dir(run.directory.path());
    assert!(command.status().expect("valgrind runs").success(), "{args:?}");
    callgrind.millions()
}

#[test]
fn drawing_takes_as_many_instructions_as_were_accepted() {
    let note = "Dear Anna, thank you for the lovely evening and the apples. ";
    let (long, letter) = (note.repeat(5), note.repeat(80));
    let page = ["--width", "1200px", "--height", "600px", "--hand", "Perry", "--seed", "1", "--out"];
    let pages = ["--width", "8.5in", "--height", "11in", "--size", "12pt", "--hand", "Molly", "--seed", "1", "--out"];
    let write = |text: &str, how: &[&str], out: &[&str]| counted(&[&["write", text], how, out].concat());
    hold(&[
        ("write 15 characters, PNG", write("Dear Anna & Zoë", &page, &["n.png"])),
        ("write 300 characters, PNG", write(&long, &page, &["n.png"])),
        ("write 300 characters, SVG", write(&long, &page, &["n.svg"])),
        ("write 4800 characters, PDF", write(&letter, &pages, &["n.pdf", "--overflow", "paginate"])),
    ])
    .unwrap_or_else(|wrong| panic!("{wrong}"));
}
