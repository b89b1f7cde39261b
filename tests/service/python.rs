//! The original's own Python client from PyPI, unmodified.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Service;
use crate::process::{output, project};

/// The client with what it needs, in an environment of its own that is made once.
fn environment() -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("handwritingio-1.0.0");
    let python = home.join("bin/python");
    if !home.join("ready").exists() {
        output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home));
        let requirements = project("tests/service/handwritingio.txt");
        output(Command::new(&python).args(["-m", "pip", "install", "--quiet", "-r"]).arg(requirements));
        std::fs::write(home.join("ready"), "").expect("a mark");
    }
    python
}

#[test]
fn the_published_client_runs_its_documented_examples_against_us() {
    let service = Service::start();
    let (key, secret) = service.printed("live token");
    let script = project("tests/service/handwritingio_client.py");
    let address = format!("http://{}/", service.address);
    let done = output(
        Command::new(environment()).arg(script).args([&address, key, secret]).current_dir(service.directory.path()),
    );
    assert!(String::from_utf8_lossy(&done.stdout).ends_with("all examples ran\n"));
}
