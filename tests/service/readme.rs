//! The README's commands of the service, one after the other in one directory.

use std::process::Command;

use crate::Service;
use crate::process::{output, project};
use crate::receipts::draw;

#[test]
fn the_services_commands_of_the_readme_run() {
    let readme = std::fs::read_to_string(project("README.md")).expect("the README");
    let is_local = |line: &&str| line.starts_with("longhand ") && !line.ends_with(" --aws");
    let lines: Vec<&str> = readme.lines().filter(is_local).collect();
    let of = |what: &str| lines.iter().filter(|line| line.starts_with(what)).copied().collect::<Vec<_>>();
    let beside = [
        "longhand token",
        "longhand account",
        "longhand plans",
        "longhand calls",
        "longhand notices",
        "longhand usage",
        "longhand invoice",
        "longhand verify",
        "longhand receipts",
    ];
    let (serve, rest) = (of("longhand serve"), beside.map(of).concat());
    assert!(serve.len() == 1 && rest.len() >= 5, "{lines:?}");
    let mut service = Service::start();
    draw(&service, &["Anna"]);
    std::fs::rename(service.directory.path().join("1.txt"), service.directory.path().join("headers.txt"))
        .expect("renamed");
    service.kill();
    let binary = env!("CARGO_BIN_EXE_longhand");
    // Another port may be taken; the rest is as it stands there.
    let line = serve[0].replace("127.0.0.1:8080", "127.0.0.1:0").replacen("longhand", &format!("exec {binary}"), 1);
    let mut command = Command::new("sh");
    command.args(["-c", &line]).current_dir(service.directory.path());
    service.run(command);
    for line in rest {
        let plans = project("docs/plans.toml").display().to_string();
        let line = line.replacen("longhand", binary, 1).replace("docs/plans.toml", &plans);
        let done = output(Command::new("sh").args(["-c", &line]).current_dir(service.directory.path()));
        assert!(!done.stdout.is_empty(), "{line}");
    }
}
