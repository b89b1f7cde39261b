//! The service as a process of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

/// The command that is tested.
pub fn longhand() -> Command {
    Command::new(env!("CARGO_BIN_EXE_longhand"))
}

/// A directory of data, and what its first start said.
pub struct Service {
    pub directory: TempDir,
    pub address: String,
    pub said: String,
    child: Option<Child>,
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Service {
    /// One that does not run yet.
    pub fn on(directory: TempDir) -> Self {
        Self { directory, address: String::new(), said: String::new(), child: None }
    }

    /// A service with data of its own.
    pub fn start() -> Self {
        let mut service = Self::on(TempDir::new().expect("a temporary directory"));
        service.restart();
        service
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    pub fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// Starts it on the same data.
    pub fn restart(&mut self) {
        let mut command = longhand();
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(self.data());
        self.run(command);
    }

    /// Starts it by this command.
    pub fn run(&mut self, mut command: Command) {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the service starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        for line in lines.by_ref() {
            let line = line.expect("a line");
            if let Some((_, rest)) = line.split_once("listens on http://") {
                rest.split(',').next().expect("an address").clone_into(&mut self.address);
                break;
            }
            self.said += &line;
            self.said.push('\n');
        }
        assert!(!self.address.is_empty(), "it does not listen: {}", self.said);
        self.child = Some(child);
    }

    /// Ends it as a power cut does.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("it ran");
            child.wait().expect("it ends");
        }
    }

    /// What was printed behind a name at the first start.
    pub fn printed(&self, name: &str) -> (&str, &str) {
        let line = self.said.lines().find(|line| line.trim_start().starts_with(name)).expect("a line");
        let pair = line.trim_start()[name.len()..].trim();
        pair.split_once(':').unwrap_or((pair, ""))
    }

    /// Sends these bytes and reads the answer.
    pub fn send(&self, request: &[u8]) -> std::io::Result<Reply> {
        send(&self.address, request)
    }

    /// The `Authorization` of a token printed at the first start.
    pub fn basic(&self, name: &str) -> String {
        let (key, secret) = self.printed(name);
        format!("Authorization: Basic {}", STANDARD.encode(format!("{key}:{secret}")))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Reply {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or_else(|| panic!("no answer: {bytes:?}"));
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        let headers: Vec<_> = lines.filter_map(header).collect();
        Self { status: status.parse().expect("a number"), headers, body: bytes[end + 4..].to_vec() }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value)
    }
}

/// Sends these bytes and reads the answer.
pub fn send(address: &str, request: &[u8]) -> std::io::Result<Reply> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(Reply::read(&bytes))
}

/// Sends a request to whoever may be there: the id of the answer and whether it is an image that came whole.
pub fn try_send(address: &str, request: &[u8]) -> Option<(String, bool)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(request).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    bytes.windows(4).any(|w| w == b"\r\n\r\n").then_some(())?;
    let reply = Reply::read(&bytes);
    let length = reply.header("content-length").parse().ok();
    Some((reply.header("x-request-id").to_owned(), reply.status == 200 && length == Some(reply.body.len())))
}

/// Runs a command to its end.
pub fn output(command: &mut Command) -> Output {
    let done = command.output().expect("the command starts");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{command:?}\n{said}{}", String::from_utf8_lossy(&done.stdout));
    done
}

/// A Python with the packages of `tests/service/NAME.txt`.
pub fn python(name: &str) -> PathBuf {
    let requirements = project("tests/service").join(name).with_extension("txt");
    longhand_tests::python::environment(Path::new(env!("CARGO_TARGET_TMPDIR")), &requirements)
}

/// What is in the repository under a name.
pub fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}
