//! Emulators of AWS, one of each for all tests of a process.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// It ends when this process does, since it then loses its standard input.
struct Emulator {
    endpoint: String,
    _child: Child,
}

/// The address of ministack, which is started at the first call; its Python is made under `target`.
///
/// # Panics
/// If it does not start.
#[must_use]
pub fn endpoint(target: &Path) -> &'static str {
    static EMULATOR: OnceLock<Emulator> = OnceLock::new();
    &EMULATOR.get_or_init(|| start(target, "ministack.txt", "ministack")).endpoint
}

/// The address of moto, which is started at the first call; its Python is made under `target`. It counts wrongly
/// under parallel writes, but knows when a ciphertext was changed.
///
/// # Panics
/// If it does not start.
#[must_use]
pub fn moto(target: &Path) -> &'static str {
    static EMULATOR: OnceLock<Emulator> = OnceLock::new();
    &EMULATOR.get_or_init(|| start(target, "moto.txt", "moto_server")).endpoint
}

/// Asks the S3 of an emulator, which checks no signature; the answer with its head.
///
/// # Panics
/// If it does not answer in UTF-8.
#[must_use]
pub fn s3(endpoint: &str, method: &str, target: &str, headers: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(endpoint.trim_start_matches("http://")).expect("the emulator");
    let head = format!("{method} {target} HTTP/1.0\r\nHost: x\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    stream.write_all(format!("{head}{body}").as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

/// Makes a bucket in an emulator as the template does: what is put there is locked.
///
/// # Panics
/// If it cannot be made.
pub fn locked_bucket(endpoint: &str, name: &str) {
    let place = "<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint>\
                 </CreateBucketConfiguration>";
    let lock = "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>\
                <Mode>COMPLIANCE</Mode><Days>1096</Days></DefaultRetention></Rule></ObjectLockConfiguration>";
    let made = s3(endpoint, "PUT", &format!("/{name}"), "x-amz-bucket-object-lock-enabled: true\r\n", place);
    assert!(made.starts_with("HTTP/1.1 200"), "{made}");
    let locked = s3(endpoint, "PUT", &format!("/{name}?object-lock"), "", lock);
    assert!(locked.starts_with("HTTP/1.1 200"), "{locked}");
}

fn start(target: &Path, requirements: &str, program: &str) -> Emulator {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("contract");
    let python = crate::python::environment(target, &here.join(requirements));
    let mut command = Command::new(python);
    command.arg(here.join("emulator.py")).arg(program).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the emulator starts");
    let mut port = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut port).expect("a port");
    let address = format!("127.0.0.1:{}", port.trim());
    let late = Instant::now() + Duration::from_mins(1);
    while TcpStream::connect(&address).is_err() {
        assert!(Instant::now() < late, "the emulator does not listen");
        std::thread::sleep(Duration::from_millis(50));
    }
    Emulator { endpoint: format!("http://{address}"), _child: child }
}
