//! Load on one machine: what the service costs beside drawing.
//!
//!     cargo build --release -p longhand --features serve
//!     cargo run --release -p longhand-tests --example load
//!
//! Prints requests a second and latencies for a note of 300 characters as a 1920 × 1080 PNG, with credentials
//! checked and every call in the log, and the same drawn without a service on as many threads. Callers share the
//! cores with the service, so the share outside drawing holds theirs too.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use longhand_ink::layout::compose_pages;
use longhand_ink::params::{Format, RenderRequest};

const SECONDS: u64 = 10;
const TEXT: &str = "Dear Anna, thank you for the lovely evening and the apples, which were the best that I ever had. \
                    We talked about them all the way home, and about your garden too. Do come and see us when the \
                    quinces are ripe; there will be far too many for two, as there are each year, and the jam jars wait.";

fn main() {
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let pairs = [
        ("handwriting_id", "Perry"),
        ("text", TEXT),
        ("width", "1920px"),
        ("height", "1080px"),
        ("handwriting_size", "40px"),
    ];
    let alone = drawn_alone(&pairs, threads);
    let (mut service, address, basic) = start();
    let mut latencies = called(&pairs, &address, &basic, 2 * threads);
    service.kill().expect("the service ran");
    latencies.sort_unstable();
    let rate = latencies.len() as f64 / SECONDS as f64;
    let at = |part: f64| latencies[((latencies.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    println!("{} characters, 1920 × 1080 PNG, {threads} cores, {SECONDS} s", TEXT.chars().count());
    println!("service      {rate:7.1} requests/s   p50 {:.1} ms   p99 {:.1} ms", at(0.5), at(0.99));
    println!("ink alone    {alone:7.1} images/s");
    println!("outside ink  {:7.1} % of the time (aim: at most 30 %)", 100.0 * (1.0 - rate / alone));
}

/// Images a second on all cores, with nothing around them.
fn drawn_alone(pairs: &[(&'static str, &'static str)], threads: usize) -> f64 {
    let end = Instant::now() + Duration::from_secs(SECONDS);
    let draw = |seed: u64| {
        let request = RenderRequest::from_pairs(Format::Png, pairs.iter().copied()).expect("a good request");
        let pages = compose_pages(&request, request.hand(), seed).expect("room");
        longhand_ink::file(&pages, Format::Png, request.output())
    };
    let count = || {
        let mut count = 0;
        while Instant::now() < end {
            count += 1;
            assert!(!draw(count).is_empty());
        }
        count
    };
    let count: u64 = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(count)).collect();
        workers.into_iter().map(|worker| worker.join().expect("a count")).sum()
    });
    count as f64 / SECONDS as f64
}

/// A service on data of its own, its address and the credential of its live token.
fn start() -> (Child, String, String) {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let data = std::env::temp_dir().join(format!("longhand-load-{}", std::process::id()));
    let mut command = Command::new(target.join("release/longhand"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&data).stdout(Stdio::piped());
    let mut child = command.spawn().expect("build the command first: see the head of this file");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let (mut basic, mut address) = (String::new(), String::new());
    while address.is_empty() {
        let line = lines.next().expect("a line").expect("text");
        if let Some(pair) = line.trim().strip_prefix("live token") {
            basic = STANDARD.encode(pair.trim());
        }
        if let Some((_, rest)) = line.split_once("listens on http://") {
            rest.split(',').next().expect("an address").clone_into(&mut address);
        }
    }
    (child, address, basic)
}

/// How long each call took, on so many connections that are kept open.
fn called(pairs: &[(&str, &str)], address: &str, basic: &str, connections: usize) -> Vec<Duration> {
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
    let request =
        format!("GET /render/png?{} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {basic}\r\n\r\n", query.join("&"));
    let end = Instant::now() + Duration::from_secs(SECONDS);
    let caller = || {
        let mut stream = BufReader::new(TcpStream::connect(address).expect("a connection"));
        let mut took = Vec::new();
        while Instant::now() < end {
            let begun = Instant::now();
            stream.get_mut().write_all(request.as_bytes()).expect("sent");
            receive(&mut stream);
            took.push(begun.elapsed());
        }
        took
    };
    thread::scope(|scope| {
        let callers: Vec<_> = (0..connections).map(|_| scope.spawn(caller)).collect();
        callers.into_iter().flat_map(|caller| caller.join().expect("a caller")).collect()
    })
}

/// Reads one answer, which must be an image.
fn receive(stream: &mut BufReader<TcpStream>) {
    let (mut line, mut length, mut first) = (String::new(), 0, true);
    loop {
        line.clear();
        stream.read_line(&mut line).expect("an answer");
        assert!(!first || line.starts_with("HTTP/1.1 200"), "{line}");
        first = false;
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("a body");
}
