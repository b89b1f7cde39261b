//! How long the functions take from their start to the first answer, and how large they are to carry.
//!
//!     cargo build --release -p longhand-render --bins --examples -p longhand-tokens -p longhand-rollup -p longhand-disputes
//!     cargo run --release -p longhand-tests --example cold [-- FOLDER [RUNNER …]]
//!
//! Each start is a process of its own under the runtime interface, in turn with a function that says hello and
//! does nothing else, and one that reads and writes an item of DynamoDB before it does, as ours must before it answers
//! anything: all meet the machine in the same state. Another FOLDER has them for another processor, which
//! RUNNER emulates (`tests/aarch64.sh cold`): what is emulated takes ten times as long as it would there or more, as all
//! that is run once is translated first, so only sizes and memory can be told by it.

#[path = "../lambda/event.rs"]
mod event;
#[path = "../lambda/runtime.rs"]
mod runtime;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use axum::Router;
use event::get;
use longhand_tests::memory::most_mb;
use runtime::Function;
use serde_json::json;
use tokio::net::TcpListener;

const STARTS: usize = 40;
/// Memory that the template gives the function, MB.
const MEMORY_MB: f64 = 512.0;
/// Memory at which Lambda gives a whole core, MB (AWS Lambda, Developer Guide, "Configure Lambda function memory").
const CORE_MB: f64 = 1769.0;

/// What one start took.
struct Start {
    /// From the execution to the first answer, ms.
    wall: f64,
    /// Time of processors in it, ms.
    cpu: f64,
    /// Memory at its most, MB.
    mb: f64,
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let release = arguments.next().map_or_else(|| target.join("release"), PathBuf::from);
    let runner: Vec<String> = arguments.collect();
    let functions = ["longhand-render", "examples/hello", "examples/calls"];
    let (store, mut starts) = (store().await, functions.map(|_| Vec::new()));
    for _ in 0..STARTS {
        for (function, starts) in functions.iter().zip(&mut starts) {
            starts.push(start(&runner, &release.join(function), &store).await);
        }
    }
    println!("from start to first answer, {STARTS} starts in turn");
    let [render, hello, calls] = [("render", &starts[0]), ("hello", &starts[1]), ("calls", &starts[2])].map(told);
    println!("ratio  {:6.2} to hello (aim: at most 2), {:.2} to calls", render / hello, render / calls);
    if !runner.is_empty() {
        println!("       emulated: none of these times are a processor's own");
    }
    for function in ["render", "tokens", "rollup", "disputes"] {
        let zipped = zipped(&release.join(format!("longhand-{function}")));
        println!("{function:10} {:5.2} MB compressed (aim: at most 12)", zipped as f64 / 1e6);
    }
}

/// Prints what a function's starts took; the median time of them, ms.
fn told((name, starts): (&str, &Vec<Start>)) -> f64 {
    let part = |of: fn(&Start) -> f64, part: f64| {
        let mut all: Vec<f64> = starts.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all[((all.len() - 1) as f64 * part).ceil() as usize]
    };
    let (median, slow) = (part(|s| s.wall, 0.5), part(|s| s.wall, 0.95));
    // With less than a core nothing can be sooner than its share of one lets it.
    let shared = slow.max(part(|s| s.cpu, 0.95) * CORE_MB / MEMORY_MB);
    println!("{name:6} {median:6.1} ms (aim for render: at most 40), p95 {slow:.1} ms");
    println!("       {shared:6.1} ms at p95 with what {MEMORY_MB} MB have of a core (aim: at most 400)");
    println!("       {:6.1} MB at its most (of {MEMORY_MB})", part(|s| s.mb, 1.0));
    median
}

/// A store that takes every entry at once, so that the time is the function's own.
async fn store() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = Router::new().fallback(async || ([("content-type", "application/x-amz-json-1.0")], "{}"));
    tokio::spawn(async move { axum::serve(listener, router).await.expect("the store runs") });
    format!("http://{address}")
}

/// From the start of a function to its first answer.
async fn start(runner: &[String], binary: &Path, store: &str) -> Start {
    let environment = [
        ("AWS_ENDPOINT_URL", store),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH", "true"),
        ("LONGHAND_TABLES", "x-"),
        ("LONGHAND_AUDIT_SHARDS", "1"),
        ("LONGHAND_KEY", "x"),
        ("LONGHAND_PEPPER", "x"),
    ];
    let environment = environment.map(|(name, value)| (name, value.to_owned()));
    let event = get("/status", &[], &json!({}));
    let begun = Instant::now();
    let mut function = Function::under(runner, binary.to_str().expect("a path"), &environment).await;
    let answer = function.call(&event).await;
    let wall = begun.elapsed().as_secs_f64() * 1e3;
    assert_eq!(answer["statusCode"], 200, "{answer}");
    Start { wall, cpu: cpu_ms(function.id()), mb: most_mb(function.id()) }
}

/// Time that a process's threads have run, ms (`/proc/PID/schedstat`, which is finer than the ticks of its `stat`).
fn cpu_ms(pid: u32) -> f64 {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).expect("a process of ours");
    let run = |thread: std::io::Result<std::fs::DirEntry>| {
        let said = std::fs::read_to_string(thread.expect("a thread").path().join("schedstat")).expect("its times");
        said.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).expect("nanoseconds")
    };
    threads.map(run).sum::<f64>() / 1e6
}

/// Bytes of a file as it is carried.
fn zipped(file: &Path) -> usize {
    let done = Command::new("gzip").arg("-9c").arg(file).output().expect("gzip");
    assert!(done.status.success(), "build the functions first: see the head of this file");
    done.stdout.len()
}
