//! The original's own Python client from PyPI, unmodified.

use std::process::Command;

use crate::Service;
use crate::process::{output, project, python};

#[test]
fn the_published_client_runs_its_documented_examples_against_us() {
    let service = Service::start();
    let (key, secret) = service.printed("live token");
    let address = format!("http://{}/", service.address);
    let mut client = Command::new(python("handwritingio"));
    client.arg(project("tests/service/handwritingio_client.py")).args([&address, key, secret]);
    let done = output(client.current_dir(service.directory.path()));
    assert!(String::from_utf8_lossy(&done.stdout).ends_with("all examples ran\n"));
}
