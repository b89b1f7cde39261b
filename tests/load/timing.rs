//! Whether the time of an answer tells an unknown key from a known one with a wrong secret.
//!
//!     cargo build --release -p longhand --features serve
//!     cargo run --release -p longhand-tests --example timing
//!
//! Asks with one and the other in random order, 100,000 times each, and compares the times by the rank-sum
//! test of Mann and Whitney. Prints also the least delay that the same samples would have shown.

mod process;

use std::thread;
use std::time::Instant;

use process::{Connection, Service, get};

const CONNECTIONS: usize = 4;
/// Of each kind.
const SAMPLES: usize = 100_000;
/// A secret in the right form, of nobody.
const WRONG: &str = "FEDCBA9876543210";

fn main() {
    let service = Service::start(&[]);
    let unknown = get("/handwritings", ("0123456789ABCDEF", WRONG));
    let wrong = get("/handwritings", (&service.live.0, WRONG));
    let sampled: Vec<(bool, u64)> = thread::scope(|scope| {
        let (service, requests) = (&service, [unknown.as_str(), wrong.as_str()]);
        let callers: Vec<_> =
            (0..CONNECTIONS).map(|seed| scope.spawn(move || sample(service, seed, requests))).collect();
        callers.into_iter().flat_map(|caller| caller.join().expect("a caller")).collect()
    });
    let of = |known: bool| sampled.iter().filter(move |s| s.0 == known).map(|s| s.1).collect::<Vec<_>>();
    let (unknown, wrong) = (of(false), of(true));
    println!("unknown key   {:7} samples, median {:.1} µs", unknown.len(), median(&unknown));
    println!("wrong secret  {:7} samples, median {:.1} µs", wrong.len(), median(&wrong));
    println!("p {:.3} (aim: over 0.01)", p_value(&unknown, &wrong, 0));
    let seen = (0..20).map(|n| 1000 << n).find(|&ns| p_value(&unknown, &wrong, ns) < 0.01).unwrap_or_default();
    println!("a difference of {} µs would have shown", seen / 1000);
}

/// Asks with both in a random order; whether the key was known, and how long it took, ns.
fn sample(service: &Service, seed: usize, requests: [&str; 2]) -> Vec<(bool, u64)> {
    let mut connection = Connection::to(service);
    let mut state = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed as u64 + 1);
    let mut samples = Vec::new();
    for _ in 0..SAMPLES / CONNECTIONS {
        // Marsaglia's xorshift: the order of a pair is no pattern of the machine's.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let first = state & 1 == 1;
        for known in [first, !first] {
            let begun = Instant::now();
            let status = connection.ask(requests[usize::from(known)]);
            samples.push((known, begun.elapsed().as_nanos() as u64));
            assert_eq!(status, 401);
        }
    }
    samples
}

fn median(samples: &[u64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2] as f64 / 1e3
}

/// The chance of ranks so far apart if both are of one kind, when `b` is delayed by `delay`: the test's
/// normal approximation, two-sided. Times in ns have next to no ties.
fn p_value(a: &[u64], b: &[u64], delay: u64) -> f64 {
    let mut all: Vec<(u64, bool)> = a.iter().map(|&t| (t, false)).chain(b.iter().map(|&t| (t + delay, true))).collect();
    all.sort_unstable();
    let rank_sum: f64 = all.iter().enumerate().filter(|(_, s)| s.1).map(|(rank, _)| rank as f64 + 1.0).sum();
    let (n, m) = (a.len() as f64, b.len() as f64);
    let mean = m * (n + m + 1.0) / 2.0;
    let deviation = (n * m * (n + m + 1.0) / 12.0).sqrt();
    libm::erfc(((rank_sum - mean) / deviation).abs() / core::f64::consts::SQRT_2)
}
