//! Ten times the normal load: does anyone notice?
//!
//!     cargo build --release -p longhand --features serve
//!     cargo run --release -p longhand-tests --example spike
//!
//! Notes of 300 characters are asked for one after the other, then at chance moments ten times as often as is normal: a
//! machine of few cores that is to hold ten times as much draws an eightieth of what it could, since whoever comes by
//! chance waits for others long before all cores are busy. A call's time counts from when it was due, also
//! when no connection was free. Callers share the cores with the service. Ends with 1 if an aim is missed.

mod process;

use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use longhand_ink::rng::{Purpose, Stream};
use process::{Connection, NOTE, Service, get, quantiles};

/// What is normal, of all that the cores could do.
const NORMAL: f64 = 0.0125;
const SECONDS: f64 = 30.0;
/// More than are ever waiting.
const CONNECTIONS: usize = 64;

fn main() -> ExitCode {
    let service = Service::start(&[]);
    let note = format!("/render/png?handwriting_id=Perry&width=800px&height=500px&text={}", NOTE.replace(' ', "+"));
    let request = get(&note, (&service.live.0, &service.live.1));
    let idle = one_by_one(&service, &request);
    let cores = thread::available_parallelism().map_or(2, usize::from) as f64;
    let normal = NORMAL * cores * idle.len() as f64 / SECONDS;
    let calls = at_chance_moments(&service, &request, 10.0 * normal);
    let failed = calls.iter().filter(|(status, _)| *status != 200).count() as f64 / calls.len() as f64;
    let [alone, beside] = [idle, calls.into_iter().map(|(_, took)| took).collect()].map(quantiles);
    let ratio = beside[1] / alone[1];
    println!("one by one        p50 {:6.1} ms   p99 {:6.1} ms", alone[0], alone[1]);
    println!(
        "{:5.1} calls a second, ten times normal   p50 {:6.1} ms   p99 {:6.1} ms",
        10.0 * normal,
        beside[0],
        beside[1]
    );
    println!("p99 ratio {ratio:.2} (aim: at most 2)   failed {:.3} % (aim: less than 0.1 %)", 100.0 * failed);
    ExitCode::from(u8::from(ratio > 2.0 || failed >= 0.001))
}

/// How long each call took, with nothing beside it.
fn one_by_one(service: &Service, request: &str) -> Vec<Duration> {
    let (mut connection, end) = (Connection::to(service), Instant::now() + Duration::from_secs_f64(SECONDS));
    let mut took = Vec::new();
    while Instant::now() < end {
        let begun = Instant::now();
        assert_eq!(connection.ask(request), 200);
        took.push(begun.elapsed());
    }
    took
}

/// Status and time of each call, so many a second, that callers who know nothing of each other make.
fn at_chance_moments(service: &Service, request: &str, rate: f64) -> Vec<(u16, Duration)> {
    let mut rng = Stream::root(1).sub(Purpose::Word, 0).rng();
    let mut after = 0.0;
    let due: Vec<Duration> = std::iter::repeat_with(|| {
        after -= f64::from(1.0 - rng.uniform()).max(1e-9).ln() / rate;
        Duration::from_secs_f64(after)
    })
    .take((rate * SECONDS) as usize)
    .collect();
    let (next, begun) = (AtomicUsize::new(0), Instant::now());
    let caller = || {
        let (mut connection, mut calls) = (Connection::to(service), Vec::new());
        while let Some(due) = due.get(next.fetch_add(1, Ordering::Relaxed)) {
            thread::sleep(due.saturating_sub(begun.elapsed()));
            let status = connection.ask(request);
            calls.push((status, begun.elapsed().saturating_sub(*due)));
        }
        calls
    };
    thread::scope(|scope| {
        let callers: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(caller)).collect();
        callers.into_iter().flat_map(|caller| caller.join().expect("a caller")).collect()
    })
}
