//! What 10,000 tokens in one account cost those who call with one of them.
//!
//!     cargo build --release -p longhand --features serve
//!     cargo run --release -p longhand-tests --example tokens
//!
//! Two services answer the same call in turn, one with two tokens and one with 10,000 more, so that whatever
//! else the machine does slows both. Each has made as many changes: the other's are of one token's title.

mod process;

use std::time::{Duration, Instant};

use process::{Connection, Service, get, manage};
use serde_json::Value;

const TOKENS: usize = 10_000;
/// Of each kind, to each service.
const SAMPLES: usize = 20_000;

fn main() {
    let (few, many) = (Service::start(&[]), Service::start(&[]));
    let rename = manage("PATCH", &format!("/tokens/{}", few.live.0), &few.owner_key, "{\"title\":\"one\"}");
    let make = manage("POST", "/tokens", &many.owner_key, "{}");
    let mut connections = [Connection::to(&few), Connection::to(&many)];
    for _ in 0..TOKENS {
        assert_eq!([connections[0].ask(&rename), connections[1].ask(&make)], [200, 200]);
    }
    let begun = Instant::now();
    let listed = listed(&mut connections[1], &many.owner_key);
    println!("{listed} tokens listed in {:.0} ms, each once", begun.elapsed().as_secs_f64() * 1e3);
    assert_eq!(listed, TOKENS + 2);
    let call = |service: &Service| get("/handwritings?limit=1", (&service.live.0, &service.live.1));
    compare(&mut connections, [&call(&few), &call(&many)]);
}

/// All tokens of the account, page by page.
fn listed(connection: &mut Connection, owner_key: &str) -> usize {
    let (mut keys, mut after) = (std::collections::BTreeSet::new(), String::new());
    loop {
        let (status, body) = connection.read(&manage("GET", &format!("/tokens?limit=1000{after}"), owner_key, ""));
        assert_eq!(status, 200);
        let page: Value = serde_json::from_slice(&body).expect("JSON");
        let tokens = page["tokens"].as_array().expect("tokens");
        let new = tokens.iter().filter(|t| keys.insert(t["key"].as_str().expect("a key").to_owned()));
        assert_eq!(new.count(), tokens.len(), "a token was listed twice");
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return keys.len(),
        }
    }
}

/// Asks both in turn.
fn compare(connections: &mut [Connection; 2], requests: [&str; 2]) {
    let mut took = [Vec::new(), Vec::new()];
    for sample in 0..SAMPLES {
        for which in [sample % 2, 1 - sample % 2] {
            let begun = Instant::now();
            assert_eq!(connections[which].ask(requests[which]), 200);
            took[which].push(begun.elapsed());
        }
    }
    let part = |took: &mut Vec<Duration>, part: f64| {
        took.sort_unstable();
        took[((took.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3
    };
    for (name, at) in [("median", 0.5), ("p99", 0.99)] {
        let [few, many] = took.each_mut().map(|took| part(took, at));
        println!("{name}: 2 tokens {few:.3} ms, 10,002 tokens {many:.3} ms, ratio {:.3} (aim: ≤ 1.1)", many / few);
    }
}
