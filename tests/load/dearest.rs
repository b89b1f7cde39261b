//! The dearest request that is answered, found by a search.
//!
//!     cargo build --release -p longhand --features serve
//!     cargo run --release -p longhand-tests --example dearest [STEPS]
//!
//! Ends with 1 if some request takes more than one may.

mod process;

use std::process::ExitCode;

use longhand_tests::dearest::{MOST_MB, MOST_TIME, measure, search};
use process::{Connection, Service, post};

fn main() -> ExitCode {
    let steps = std::env::args().nth(1).map_or(300, |steps| steps.parse().expect("a number of steps"));
    let service = Service::start(&[]);
    let mut tried = 0;
    let found = search(steps, |wish| {
        let (route, form) = wish.request();
        let ask = post(&route, &form, (&service.live.0, &service.live.1));
        let cost = measure(service.pid(), || Connection::to(&service).ask(&ask));
        tried += 1;
        if cost.share() > 0.3 {
            println!(
                "{tried:4}  {} {:5.2} s {:6.0} MB  {}",
                cost.status,
                cost.time.as_secs_f64(),
                cost.mb,
                wish.said()
            );
        }
        cost
    });
    let mut is_dear = false;
    for (what, (wish, cost)) in ["time", "memory"].into_iter().zip(&found) {
        let (time, mb) = (cost.time.as_secs_f64(), cost.mb);
        println!("dearest by {what}, of {steps}: {time:.2} s, {mb:.0} MB ({}): {}", cost.status, wish.said());
        is_dear |= cost.share() > 1.0;
    }
    println!("aim: at most {} s and {MOST_MB} MB", MOST_TIME.as_secs());
    ExitCode::from(u8::from(is_dear))
}
