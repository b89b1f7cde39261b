//! The line that the first start prints works as it is pasted.

use std::process::Command;

use crate::Service;
use crate::process::output;

#[test]
fn the_printed_line_works_as_pasted() {
    let service = Service::start();
    let line = service.said.lines().find(|line| line.trim_start().starts_with("curl ")).expect("a curl line").trim();
    output(Command::new("sh").args(["-c", line]).current_dir(service.directory.path()));
    let note = std::fs::read(service.directory.path().join("note.png")).expect("the note");
    assert!(note.starts_with(b"\x89PNG") && note.len() > 2000);
}

#[test]
fn secrets_are_shown_at_the_first_start_alone_and_the_files_are_the_owners() {
    let mut service = Service::start();
    assert!(service.said.contains("hwt_live_") && service.said.contains("hwo_"));
    let key_file = service.data().join("longhand.key");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(key_file).expect("a key file").permissions());
    assert_eq!(mode & 0o777, 0o600);
    let basic = service.basic("live token");
    service.kill();
    service.said.clear();
    service.restart();
    assert_eq!(service.said, "");
    let reply = service.send(format!("GET /handwritings HTTP/1.0\r\n{basic}\r\n\r\n").as_bytes()).expect("an answer");
    assert_eq!(reply.status, 200, "the tokens are still good");
}
