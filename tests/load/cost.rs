//! What a million renders cost on AWS.
//!
//!     cargo run --release -p longhand-tests --example cost -- [NAME=VALUE …]
//!
//! Draws a note of 300 characters to find out how long it takes here, unless `ms` is given. Every price is a
//! parameter. Ends with 1 if it is more than what was released by fifteen in a hundred.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use longhand_ink::layout::compose_pages;
use longhand_ink::params::{Format, RenderRequest};
use longhand_tests::cost::{Cost, PARAMETERS, RELEASED};

fn main() -> ExitCode {
    let mut values: BTreeMap<&str, f64> = PARAMETERS.iter().map(|(name, value, _)| (*name, *value)).collect();
    let given: Vec<String> = std::env::args().skip(1).collect();
    for argument in &given {
        let known = argument.split_once('=').filter(|(name, _)| values.contains_key(name));
        let Some((name, Ok(value))) = known.map(|(name, value)| (name, value.parse())) else {
            eprintln!("{argument} is not NAME=VALUE; the names are:");
            for (name, value, what) in PARAMETERS {
                eprintln!("  {name:14} {value:<12} {what}");
            }
            return ExitCode::from(2);
        };
        values.insert(name, value);
    }
    if values["ms"] <= 0.0 {
        values.insert("ms", drawing_ms() + values["store_ms"]);
    }
    let cost = Cost::of(&values);
    println!("{:.1} ms a render at {} MB, {} KB an answer", values["ms"], values["memory_mb"], values["kb"]);
    for (what, dollars) in cost.0 {
        println!("{what:20} {dollars:8.2} $");
    }
    println!("{:20} {:8.2} $ a million renders ({RELEASED:.2} $ as released)", "all", cost.sum());
    if cost.is_too_much() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// How long a note of 300 characters takes as a 1200 × 600 PNG, ms.
fn drawing_ms() -> f64 {
    let text = "Dear Anna, thank you for the lovely evening and the apples. ".repeat(5);
    let pairs = [("handwriting_id", "Perry"), ("text", &*text), ("width", "1200px"), ("height", "600px")];
    let mut times: Vec<f64> = (0..50)
        .map(|seed| {
            let begun = Instant::now();
            let request = RenderRequest::from_pairs(Format::Png, pairs).expect("a good request");
            let pages = compose_pages(&request, request.hand(), seed).expect("room");
            assert!(!longhand_ink::file(&pages, Format::Png, request.output()).is_empty());
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
