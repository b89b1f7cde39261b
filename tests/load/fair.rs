//! What a caller far over the limit costs the others.
//!
//!     cargo build --release -p longhand --features serve
//!     cargo run --release -p longhand-tests --example fair
//!
//! Nine callers ask for a small image five times a second each, each with a token of its own; in every other phase a
//! tenth calls at fifty times its limit. Callers share the cores with the service. A machine that idles between calls is slow
//! to wake: the nine may well be answered sooner beside the tenth.

mod process;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use process::{Connection, Service, get, manage, quantiles};
use serde_json::Value;

/// Calls a minute of a token.
const LIMIT: u32 = 600;
const FAIR: usize = 9;
/// Between two calls of a fair caller.
const PAUSE: Duration = Duration::from_millis(200);
/// Between two calls of the rogue: fifty times the limit.
const ROGUE_PAUSE: Duration = Duration::from_micros(60_000_000 / (50 * LIMIT as u64));
const PHASE: Duration = Duration::from_secs(10);
/// With the rogue and without it, each.
const PHASES: usize = 6;

fn main() {
    let service = Service::start(&[]);
    service.plans(&format!("plan.paid.allows.calls_per_minute = {LIMIT}\n"));
    let tokens: Vec<(String, String)> = (0..=FAIR).map(|_| token(&service)).collect();
    let is_rogue = AtomicBool::new(false);
    let (sent, refused) = (AtomicU64::new(0), AtomicU64::new(0));
    let end = Instant::now() + PHASE * 2 * PHASES as u32;
    let (rogue, fair) = tokens.split_first().expect("tokens");
    let latencies: Vec<(bool, Duration)> = thread::scope(|scope| {
        let (service, is_rogue, counts) = (&service, &is_rogue, (&sent, &refused));
        scope.spawn(move || rogue_calls(service, rogue, is_rogue, counts, end));
        let callers: Vec<_> =
            fair.iter().map(|token| scope.spawn(move || fair_calls(service, token, is_rogue, end))).collect();
        for phase in 0..2 * PHASES {
            is_rogue.store(phase % 2 == 1, Ordering::Relaxed);
            thread::sleep(PHASE);
        }
        callers.into_iter().flat_map(|caller| caller.join().expect("a caller")).collect()
    });
    let [alone, beside] = [false, true].map(|with| p99(&latencies, with));
    let (sent, refused) = (sent.load(Ordering::Relaxed), refused.load(Ordering::Relaxed));
    println!("{FAIR} callers at {} calls a minute, limit {LIMIT}", 60_000 / PAUSE.as_millis());
    println!("a tenth: {} calls a minute, {refused} of {sent} refused", sent * 60 / (PHASES as u64 * PHASE.as_secs()));
    for (what, at) in [("median", 0), ("p99", 1)] {
        println!(
            "{what:6}  {:.2} ms alone, {:.2} ms beside it, ratio {:.3} (aim: p99 < 1.2)",
            alone[at],
            beside[at],
            beside[at] / alone[at]
        );
    }
}

/// Another live token.
fn token(service: &Service) -> (String, String) {
    let ask = manage("POST", "/tokens", &service.owner_key, "{\"kind\":\"live\"}");
    let (status, body) = Connection::to(service).read(&ask);
    assert_eq!(status, 200);
    let made: Value = serde_json::from_slice(&body).expect("JSON");
    let text = |name: &str| made[name].as_str().expect("text").to_owned();
    (text("key"), text("secret"))
}

fn request((key, secret): &(String, String)) -> String {
    get("/render/png?handwriting_id=Perry&text=Dear+Anna&width=300px&height=80px", (key, secret))
}

/// How long each call took, and whether the rogue called at the time.
fn fair_calls(
    service: &Service,
    token: &(String, String),
    is_rogue: &AtomicBool,
    end: Instant,
) -> Vec<(bool, Duration)> {
    let (mut connection, request, mut took) = (Connection::to(service), request(token), Vec::new());
    while Instant::now() < end {
        let (with, begun) = (is_rogue.load(Ordering::Relaxed), Instant::now());
        assert_eq!(connection.ask(&request), 200, "a fair caller is never refused");
        took.push((with, begun.elapsed()));
        thread::sleep(PAUSE.saturating_sub(begun.elapsed()));
    }
    took
}

fn rogue_calls(
    service: &Service,
    token: &(String, String),
    is_rogue: &AtomicBool,
    (sent, refused): (&AtomicU64, &AtomicU64),
    end: Instant,
) {
    let (mut connection, request) = (Connection::to(service), request(token));
    while Instant::now() < end {
        let begun = Instant::now();
        if is_rogue.load(Ordering::Relaxed) {
            sent.fetch_add(1, Ordering::Relaxed);
            refused.fetch_add(u64::from(connection.ask(&request) == 429), Ordering::Relaxed);
        }
        thread::sleep(ROGUE_PAUSE.saturating_sub(begun.elapsed()));
    }
}

/// Median and 99th percentile, ms.
fn p99(latencies: &[(bool, Duration)], with: bool) -> [f64; 2] {
    quantiles(latencies.iter().filter(|(rogue, _)| *rogue == with).map(|(_, took)| *took).collect())
}
