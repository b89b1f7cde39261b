//! Load on one machine: what the service costs beside drawing.
//!
//!     cargo build --release -p longhand --features serve
//!     cargo run --release -p longhand-tests --example load
//!
//! Prints requests a second and latencies for a note of 300 characters as a 1920 × 1080 PNG, with credentials
//! checked and every call in the log, and the same drawn without a service on as many threads. Callers share the
//! cores with the service, so the share outside drawing holds theirs too.

mod process;

use std::thread;
use std::time::{Duration, Instant};

use longhand_ink::layout::compose_pages;
use longhand_ink::params::{Format, RenderRequest};
use process::{Connection, NOTE, Service, get, quantiles};

const SECONDS: u64 = 10;

fn main() {
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let pairs = [
        ("handwriting_id", "Perry"),
        ("text", NOTE),
        ("width", "1920px"),
        ("height", "1080px"),
        ("handwriting_size", "40px"),
    ];
    let alone = drawn_alone(&pairs, threads);
    let latencies = called(&pairs, &Service::start(&[]), 2 * threads);
    let rate = latencies.len() as f64 / SECONDS as f64;
    let [median, p99] = quantiles(latencies);
    println!("{} characters, 1920 × 1080 PNG, {threads} cores, {SECONDS} s", NOTE.chars().count());
    println!("service      {rate:7.1} requests/s   p50 {median:.1} ms   p99 {p99:.1} ms");
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

/// How long each call took, on so many connections.
fn called(pairs: &[(&str, &str)], service: &Service, connections: usize) -> Vec<Duration> {
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
    let request = get(&format!("/render/png?{}", query.join("&")), (&service.live.0, &service.live.1));
    let end = Instant::now() + Duration::from_secs(SECONDS);
    let caller = || {
        let mut connection = Connection::to(service);
        let mut took = Vec::new();
        while Instant::now() < end {
            let begun = Instant::now();
            assert_eq!(connection.ask(&request), 200);
            took.push(begun.elapsed());
        }
        took
    };
    thread::scope(|scope| {
        let callers: Vec<_> = (0..connections).map(|_| scope.spawn(caller)).collect();
        callers.into_iter().flat_map(|caller| caller.join().expect("a caller")).collect()
    })
}
