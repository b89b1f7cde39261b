//! How long the functions take from their start to the first answer, and how large they are to carry.
//!
//!     cargo build --release -p longhand-render --bins --examples -p longhand-tokens -p longhand-rollup -p longhand-disputes
//!     cargo run --release -p longhand-tests --example cold
//!
//! Each start is a process of its own under the runtime interface, in turn with a function that says hello and
//! does nothing else, so that both meet the machine in the same state.

#[path = "../lambda/event.rs"]
mod event;
#[path = "../lambda/runtime.rs"]
mod runtime;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use axum::Router;
use event::get;
use runtime::Function;
use serde_json::json;
use tokio::net::TcpListener;

const STARTS: usize = 30;

#[tokio::main]
async fn main() {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let release = target.join("release");
    let (render, hello) = (release.join("longhand-render"), release.join("examples/hello"));
    let (store, mut ours, mut least) = (store().await, Vec::new(), Vec::new());
    for _ in 0..STARTS {
        ours.push(start(&render, &store).await);
        least.push(start(&hello, &store).await);
    }
    let [ours, least] = [median(ours), median(least)];
    println!("from start to first answer, {STARTS} starts in turn");
    println!("render  {:5.1} ms   (aim: at most 40)", ours.as_secs_f64() * 1e3);
    println!("hello   {:5.1} ms", least.as_secs_f64() * 1e3);
    println!("ratio   {:5.2}      (aim: at most 2)", ours.as_secs_f64() / least.as_secs_f64());
    for function in ["render", "tokens", "rollup", "disputes"] {
        let zipped = zipped(&release.join(format!("longhand-{function}")));
        println!("{function}  {:5.2} MB compressed (aim: at most 12)", zipped as f64 / 1e6);
    }
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
async fn start(binary: &Path, store: &str) -> Duration {
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
    let mut function = Function::start(binary.to_str().expect("a path"), &environment).await;
    let answer = function.call(&event).await;
    let took = begun.elapsed();
    assert_eq!(answer["statusCode"], 200, "{answer}");
    took
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Bytes of a file as it is carried.
fn zipped(file: &Path) -> usize {
    let done = Command::new("gzip").arg("-9c").arg(file).output().expect("gzip");
    assert!(done.status.success(), "build the functions first: see the head of this file");
    done.stdout.len()
}
