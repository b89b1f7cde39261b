//! What a million renders cost on AWS.
//!
//!     cargo run --release -p longhand-tests --example cost -- [NAME=VALUE …]
//!
//! Draws a note of 300 characters to find out how long it takes here, unless `ms` is given. Every price is a
//! parameter; those it begins with are of us-east-1, in dollars, as published in 2025.

use std::collections::BTreeMap;
use std::time::Instant;

use longhand_ink::layout::compose_pages;
use longhand_ink::params::{Format, RenderRequest};

/// Name, value, what it is.
const PARAMETERS: [(&str, f64, &str); 16] = [
    ("memory_mb", 1769.0, "memory of the function"),
    ("ms", 0.0, "time of a render; 0: measured here, and the stores' answers added"),
    ("store_ms", 8.0, "time that a warm render waits for its entry to be stored"),
    ("kb", 12.0, "size of an answer"),
    ("log_writes", 5.0, "write units of an entry of 2 KB: itself twice, and three in its indexes"),
    ("permits", 2.0, "calls counted: of the token and of the address"),
    ("reads", 0.1, "reads of a token and its account, once in five seconds of a busy token"),
    ("keys", 0.001, "data keys made: one in a thousand texts"),
    ("gb_second", 0.000_013_333_4, "Lambda on arm64"),
    ("call", 0.2e-6, "Lambda, a call"),
    ("gateway_call", 3.5e-6, "API Gateway, REST"),
    ("firewall_call", 0.6e-6, "WAF"),
    ("write_unit", 0.625e-6, "DynamoDB, on demand"),
    ("read_unit", 0.125e-6, "DynamoDB, on demand"),
    ("key_call", 3e-6, "KMS"),
    ("gb_out", 0.09, "traffic to the internet"),
];

fn main() {
    let mut values: BTreeMap<&str, f64> = PARAMETERS.iter().map(|(name, value, _)| (*name, *value)).collect();
    let given: Vec<String> = std::env::args().skip(1).collect();
    for argument in &given {
        let known = argument.split_once('=').filter(|(name, _)| values.contains_key(name));
        let Some((name, Ok(value))) = known.map(|(name, value)| (name, value.parse())) else {
            eprintln!("{argument} is not NAME=VALUE; the names are:");
            for (name, value, what) in PARAMETERS {
                eprintln!("  {name:14} {value:<12} {what}");
            }
            std::process::exit(2);
        };
        values.insert(name, value);
    }
    let of = |name: &str| values[name];
    let ms = if of("ms") > 0.0 { of("ms") } else { drawing_ms() + of("store_ms") };
    let million = 1e6;
    let rows = [
        ("Lambda, time", of("memory_mb") / 1024.0 * ms / 1e3 * of("gb_second")),
        ("Lambda, calls", of("call")),
        ("API Gateway", of("gateway_call")),
        ("WAF", of("firewall_call")),
        ("DynamoDB, the log", of("log_writes") * of("write_unit")),
        ("DynamoDB, limits", of("permits") * of("write_unit")),
        ("DynamoDB, tokens", 2.0 * of("reads") * of("read_unit")),
        ("KMS", of("keys") * of("key_call")),
        ("traffic", of("kb") / 1e6 * of("gb_out")),
    ];
    println!("{ms:.1} ms a render at {} MB, {} KB an answer", of("memory_mb"), of("kb"));
    for (what, each) in rows {
        println!("{what:20} {:8.2} $", each * million);
    }
    println!("{:20} {:8.2} $ a million renders", "all", rows.iter().map(|(_, each)| each * million).sum::<f64>());
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
