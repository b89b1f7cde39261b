//! The whole of it on AWS, as far as an emulator goes: the template is deployed, the functions run behind the
//! gateway, an operator makes the first account from the command line, and the original's client calls.

#[path = "../service/clients.rs"]
mod clients;
#[path = "../service/process.rs"]
#[allow(dead_code, reason = "the local service's tests use the rest")]
mod process;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clients::{CLIENTS, Caller};
use process::{Reply, output, project, python, send};
use serde_json::Value;

/// A stack that is deployed.
struct Stack {
    /// What the deployment says of itself.
    outputs: Value,
    /// Which regions it is in, as the operator's commands are told.
    regions: String,
    lines: BufReader<ChildStdout>,
    child: Child,
}

impl Stack {
    /// Deploys the template with the functions as they were last built.
    fn deploy() -> Self {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let expanded = longhand_tests::template::expanded(target);
        let binaries = Path::new(env!("CARGO_BIN_EXE_longhand")).parent().expect("a folder");
        for function in ["render", "tokens", "rollup", "disputes"] {
            let binary = binaries.join(format!("longhand-{function}"));
            assert!(binary.exists(), "{} is not built: cargo test --workspace does", binary.display());
        }
        let python = longhand_tests::python::environment(target, &project("tests/deploy/deploy.txt"));
        let mut command = Command::new(python);
        command.arg(project("tests/deploy/deploy.py")).arg(&expanded).arg(binaries);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python3 starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        lines.read_line(&mut line).expect("a line");
        let outputs = serde_json::from_str(&line).unwrap_or_else(|_| panic!("it is not deployed: {line}"));
        Self { outputs, regions: String::new(), lines, child }
    }

    fn output(&self, name: &str) -> &str {
        self.outputs[name].as_str().expect("an output")
    }

    /// Deploys once more, with a second region; where the pepper is copied to.
    fn second(&mut self, region: &str) -> Value {
        let kms = "mrk-00000000000000000000000000000000";
        self.regions = format!("eu-central-1,{region}");
        self.run(&format!("second {region} {kms}"))
    }

    /// What a line prints in JSON.
    fn operator(&self, line: &str) -> Value {
        serde_json::from_slice(&self.said(&format!("{line} --json"))).expect("JSON")
    }

    /// Runs a line as the operator does, with what the deployment gave out; what it prints.
    fn said(&self, line: &str) -> Vec<u8> {
        output(&mut self.command(line)).stdout
    }

    /// Why a line is not done.
    fn refused(&self, line: &str) -> String {
        let done = self.command(line).output().expect("the command starts");
        assert!(!done.status.success(), "{line}");
        String::from_utf8_lossy(&done.stderr).into_owned()
    }

    /// A line as the operator runs it.
    fn command(&self, line: &str) -> Command {
        let line = line.replacen("longhand", env!("CARGO_BIN_EXE_longhand"), 1);
        let line = line.replace("docs/", &format!("{}/", project("docs").display()));
        let mut command = Command::new("sh");
        command.args(["-c", &line]);
        let named = [
            ("AWS_ENDPOINT_URL", self.output("endpoint")),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("LONGHAND_REGIONS", &self.regions),
            ("LONGHAND_TABLES", self.output("Tables")),
            ("LONGHAND_AUDIT_SHARDS", "16"),
            ("LONGHAND_KEY", self.output("Key")),
            ("LONGHAND_PEPPER", self.output("PepperSecret")),
            ("LONGHAND_SIGNING_KEY", self.output("SigningKey")),
            ("LONGHAND_ARCHIVE", self.output("ArchiveBucket")),
        ];
        command.envs(named);
        command
    }

    fn call(&self, head: &str) -> Reply {
        send(self.output("address"), head.as_bytes()).expect("an answer")
    }

    /// Has a function run as its schedule would; its answer.
    fn run(&mut self, function: &str) -> Value {
        let input = self.child.stdin.as_mut().expect("its input");
        writeln!(input, "{function}").expect("written");
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("a line");
        serde_json::from_str(&line).expect("JSON")
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // Without its standard input it ends the emulator and itself.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// The lines of the README that are for AWS.
fn readme() -> Vec<String> {
    let readme = std::fs::read_to_string(project("README.md")).expect("the README");
    readme.lines().filter(|line| line.starts_with("longhand ") && line.ends_with(" --aws")).map(str::to_owned).collect()
}

#[test]
fn the_deployed_template_serves_the_original_client_and_counts_what_it_drew() {
    let mut stack = Stack::deploy();
    let lines = readme();
    let (plans, lines) = lines.split_first().expect("lines for AWS in the README");
    assert!(String::from_utf8_lossy(&stack.said(plans)).contains("in force"));
    assert_eq!(stack.said("longhand plans --aws"), std::fs::read(project("docs/plans.toml")).expect("read"));
    let done: Vec<Value> = lines.iter().map(|line| stack.operator(line)).collect();
    let [account, token, usage] = done.as_slice() else { panic!("{} lines for AWS in the README", done.len()) };
    let (account, owner_key) = (account["id"].as_str().expect("an id"), account["owner_key"].as_str().expect("a key"));
    assert_eq!(usage[0]["live"]["images"], 0);
    let (key, secret) = (token["key"].as_str().expect("a key"), token["secret"].as_str().expect("a secret"));

    let status = stack.call("GET /status HTTP/1.0\r\n\r\n");
    assert_eq!((status.status, status.header("content-type")), (200, "application/json"));
    assert_eq!(stack.call("GET /nowhere HTTP/1.0\r\n\r\n").status, 404);
    let basic = STANDARD.encode(format!("{key}:{secret}"));
    let note = "/render/png?handwriting_id=Perry&text=Dear+Anna&width=300px&height=80px&random_seed=7";
    let drawn = stack.call(&format!("GET {note} HTTP/1.0\r\nAuthorization: Basic {basic}\r\n\r\n"));
    assert_eq!((drawn.status, drawn.header("content-type")), (200, "image/png"));
    assert!(drawn.body.starts_with(b"\x89PNG"), "bytes, and not their base 64");
    assert_eq!(stack.call(&format!("GET {note} HTTP/1.0\r\n\r\n")).status, 401);

    let address = format!("http://{}/", stack.output("address"));
    let mut client = Command::new(python("handwritingio"));
    let client = client.arg(project("tests/service/handwritingio_client.py")).args([&address, key, secret]);
    assert!(String::from_utf8_lossy(&output(client).stdout).ends_with("all examples ran\n"));
    let caller = Caller { address: stack.output("address").to_owned(), basic: format!("Authorization: Basic {basic}") };
    for client in CLIENTS {
        client(&caller);
    }

    let owner = |path: &str| format!("GET {path} HTTP/1.0\r\nAuthorization: Bearer {owner_key}\r\n\r\n");
    assert_eq!(stack.call(&owner("/disputes")).body, br#"{"disputes":[],"next":null}"#);
    assert_eq!(stack.call(&owner("/texts/0000000000000000")).status, 401, "owner keys are nothing to that function");
    let usage: Value = serde_json::from_slice(&stack.call(&owner("/account/usage")).body).expect("JSON");
    let calls: Value = serde_json::from_slice(&stack.call(&owner("/calls?limit=1000")).body).expect("JSON");
    let billed: u64 = calls["calls"].as_array().expect("calls").iter().filter_map(|call| call["images"].as_u64()).sum();
    assert!(billed >= 5, "the client drew four and the note is one: {billed}");
    assert_eq!(usage["total"]["live"]["images"].as_u64(), Some(billed));
    let rollup = stack.output("rollup").to_owned();
    assert!(stack.run(&rollup)["hours"].as_array().is_some_and(|hours| !hours.is_empty()));
    let verdict = stack.operator("longhand verify --aws");
    assert!(verdict["faults"] == serde_json::json!([]) && verdict["pages"].as_u64() >= Some(48), "{verdict}");
    assert!(
        stack.refused("longhand archive 2027-01-01T05:20:00Z").contains("hour that begins at 2027-01-01T05:00:00Z")
    );
    let rotated = stack.operator(&format!("longhand token rotate {key} --overlap-s 600 --account {account} --aws"));
    assert_ne!(rotated["secret"], token["secret"]);
    goes_on_with_a_second_region(
        stack,
        &format!("GET {note} HTTP/1.0\r\nAuthorization: Basic {basic}\r\n\r\n"),
        &owner("/account/usage"),
        billed,
    );
}

/// Makes a second region known to the stack, in which so much was billed.
fn goes_on_with_a_second_region(mut stack: Stack, draw: &str, ask_usage: &str, billed: u64) {
    assert_eq!(stack.second("us-east-1"), serde_json::json!(["us-east-1"]), "the pepper is copied");
    assert_eq!(stack.call(draw).status, 200, "the secret before works for a while");
    let usage: Value = serde_json::from_slice(&stack.call(ask_usage).body).expect("JSON");
    assert_eq!(usage["total"]["live"]["images"].as_u64(), Some(billed + 1));
    assert_eq!(stack.operator("longhand verify --aws")["faults"], serde_json::json!([]));
    let other = stack.operator("longhand verify --aws --region us-east-1");
    assert_eq!(
        (&other["pages"], &other["faults"]),
        (&serde_json::json!(0), &serde_json::json!([])),
        "it has added up nothing"
    );
}
