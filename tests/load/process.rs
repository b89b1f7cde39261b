//! A service in a process of its own, and connections to it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A note of 300 characters.
#[allow(dead_code, reason = "not every measure draws it")]
pub const NOTE: &str = "Dear Anna, thank you for the lovely evening and the apples, which were the best that I ever had. \
                    We talked about them all the way home, and about your garden too. Do come and see us when the \
                    quinces are ripe; there will be far too many for two, as there are each year, and the jam jars wait.";

/// A service on data of its own, which end with it.
pub struct Service {
    pub address: String,
    /// Key and secret of the live token.
    pub live: (String, String),
    pub owner_key: String,
    child: Child,
    data: PathBuf,
}

impl Service {
    /// Starts the command as it was last built for release, with these arguments.
    pub fn start(arguments: &[&str]) -> Self {
        static STARTED: AtomicUsize = AtomicUsize::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let data = std::env::temp_dir().join(format!("longhand-load-{}-{number}", std::process::id()));
        let mut command = Command::new(binary());
        command
            .args(["serve", "--no-lockout", "--listen", "127.0.0.1:0", "--data"])
            .arg(&data)
            .args(arguments)
            .stdout(Stdio::piped());
        let mut child = command.spawn().expect("build the command first: see the head of this file");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut service =
            Self { address: String::new(), live: Default::default(), owner_key: String::new(), child, data };
        while service.address.is_empty() {
            let line = lines.next().expect("a line").expect("text");
            if let Some((key, secret)) = line.trim().strip_prefix("live token").and_then(|pair| pair.split_once(':')) {
                service.live = (key.trim().to_owned(), secret.trim().to_owned());
            }
            if let Some(key) = line.trim().strip_prefix("owner key") {
                key.trim().clone_into(&mut service.owner_key);
            }
            if let Some((_, rest)) = line.split_once("listens on http://") {
                rest.split(',').next().expect("an address").clone_into(&mut service.address);
            }
        }
        service
    }

    /// Puts these plans into force.
    #[allow(dead_code, reason = "not every measure has plans")]
    pub fn plans(&self, file: &str) {
        let path = self.data.join("plans.toml");
        std::fs::write(&path, file).expect("written");
        let done = Command::new(binary()).arg("plans").arg(&path).arg("--data").arg(&self.data).output();
        assert!(done.expect("it starts").status.success(), "the plans are in force");
    }

    /// Its process.
    #[allow(dead_code, reason = "not every measure looks at the process")]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

/// The command as it was last built for release.
fn binary() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    target.join("release/longhand")
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// A request of the account's owner, ready to be sent.
#[allow(dead_code, reason = "not every measure manages an account")]
pub fn manage(method: &str, target: &str, owner_key: &str, body: &str) -> String {
    let length = body.len();
    let head = format!("{method} {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {owner_key}\r\n");
    head + &format!("Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")
}

/// A GET with credentials, ready to be sent.
#[allow(dead_code, reason = "not every measure reads")]
pub fn get(target: &str, (key, secret): (&str, &str)) -> String {
    let basic = STANDARD.encode(format!("{key}:{secret}"));
    format!("GET {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {basic}\r\n\r\n")
}

/// A form with credentials, ready to be sent.
#[allow(dead_code, reason = "not every measure sends forms")]
pub fn post(target: &str, form: &str, (key, secret): (&str, &str)) -> String {
    let (basic, length) = (STANDARD.encode(format!("{key}:{secret}")), form.len());
    let head = format!("POST {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {basic}\r\n");
    head + &format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}")
}

/// A connection that is kept open.
pub struct Connection(BufReader<TcpStream>);

impl Connection {
    pub fn to(service: &Service) -> Self {
        let stream = TcpStream::connect(&service.address).expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        Self(BufReader::new(stream))
    }

    /// Sends a request and reads the whole answer; its status.
    pub fn ask(&mut self, request: &str) -> u16 {
        self.read(request).0
    }

    /// Sends a request; status and body of the answer.
    pub fn read(&mut self, request: &str) -> (u16, Vec<u8>) {
        self.0.get_mut().write_all(request.as_bytes()).expect("sent");
        let (mut line, mut length, mut status) = (String::new(), 0, 0);
        loop {
            line.clear();
            self.0.read_line(&mut line).expect("an answer");
            if status == 0 {
                status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).expect("a body");
        (status, body)
    }
}

/// Median and 99th percentile, ms.
#[allow(dead_code, reason = "not every measure has times")]
pub fn quantiles(mut took: Vec<Duration>) -> [f64; 2] {
    took.sort_unstable();
    [0.5, 0.99].map(|part| took[((took.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3)
}
