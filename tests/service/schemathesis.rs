//! Schemathesis makes up requests from the document and finds no 5xx and no answer that it does not have.

use std::process::Command;

use crate::Service;
use crate::process::{output, python};

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";

fn run(service: &Service, arguments: &[&str]) {
    let mut command = Command::new(python("schemathesis").with_file_name("schemathesis"));
    command.arg("run").arg(format!("http://{}/openapi.json", service.address));
    command.args(["--checks", CHECKS, "--max-examples", "25", "--seed", "7"]).args(arguments);
    let done = output(command.current_dir(service.directory.path()));
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(said.contains("generated") && said.contains("passed"), "{said}");
}

#[test]
fn every_answer_to_made_up_requests_is_documented() {
    let service = Service::start();
    let (key, secret) = service.printed("test token");
    let open = "^/(handwritings|render|links|linked|status|docs|openapi)";
    run(&service, &["--auth", &format!("{key}:{secret}"), "--include-path-regex", open]);
    let owner = format!("Authorization: Bearer {}", service.printed("owner key").0);
    // A rotated owner key would end the run.
    run(
        &service,
        &["-H", &owner, "--include-path-regex", "^/(tokens|account)", "--exclude-path", "/account/owner-key"],
    );
}
