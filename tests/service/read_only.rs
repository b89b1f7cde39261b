//! A store that cannot be written is refused at the start, in words, and is left as it was.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::Command;

use crate::Service;

/// Whoever may do anything is not held by permissions: such a user gives the files to another and starts the
/// service as that one.
const NOBODY: &str = "65534";

fn contents(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let read = |entry: fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("bytes"))
    };
    let mut all: Vec<_> =
        fs::read_dir(directory).expect("a directory").map(|entry| read(entry.expect("a file"))).collect();
    all.sort();
    all
}

#[test]
fn a_store_that_cannot_be_written_is_refused_in_words_and_left_as_it_was() {
    let mut service = Service::start();
    service.kill();
    let data = service.data();
    let is_root = fs::metadata("/proc/self").expect("ourselves").uid() == 0;
    if is_root {
        crate::process::output(Command::new("chown").args(["-R", NOBODY]).arg(service.directory.path()));
    }
    for file in fs::read_dir(&data).expect("a directory") {
        fs::set_permissions(file.expect("a file").path(), fs::Permissions::from_mode(0o400)).expect("permissions");
    }
    fs::set_permissions(&data, fs::Permissions::from_mode(0o500)).expect("permissions");
    let before = contents(&data);
    let mut command = Command::new(if is_root { "setpriv" } else { "env" });
    if is_root {
        command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]);
    }
    // The command's own directory may be closed to others.
    let copy = service.directory.path().join("longhand");
    fs::copy(env!("CARGO_BIN_EXE_longhand"), &copy).expect("a copy");
    let done =
        command.arg(&copy).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&data).output().expect("it starts");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(4), "{said}");
    assert!(said.contains("cannot open") && said.contains("data"), "{said}");
    assert!(contents(&data) == before, "nothing was written");
    fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).expect("permissions");
}
