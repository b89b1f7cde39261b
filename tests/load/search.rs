//! What finding calls takes among ten million of a week: by whatever is known of them.
//!
//!     cargo run --release -p longhand-tests --example search [CALLS]
//!
//! Ends with 1 if a search takes more than five seconds.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use longhand_core::audit::{Entry, Wanted};
use longhand_core::ids::{AccountId, RequestId, TokenKey};
use longhand_core::ports::{AuditSink as _, CallFinder as _, Span};
use longhand_embedded::Store;
use longhand_system::SystemEntropy;
use longhand_tests::calls::{call, ten};

const ACCOUNTS: u32 = 1000;
const WEEK_US: i64 = 7 * 24 * 3_600_000_000;
const MOST_S: f64 = 5.0;
/// Calls logged together.
const TOGETHER: u32 = 1000;

#[tokio::main]
async fn main() -> ExitCode {
    let calls = std::env::args().nth(1).map_or(10_000_000, |calls| calls.parse().expect("a number of calls"));
    let directory = tempfile::tempdir().expect("room for a directory");
    let store = Arc::new(Store::open(directory.path(), Arc::new(SystemEntropy)).expect("a store"));
    let begin = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(500_000);
    let begun = Instant::now();
    for first in (0..calls).step_by(TOGETHER as usize) {
        let entries: Vec<Entry> = (first..(first + TOGETHER).min(calls)).map(|n| made(n, calls, begin)).collect();
        try_join_all(entries.iter().map(|entry| store.append(entry))).await.expect("a store");
    }
    println!("{calls} calls of a week were logged in {:.0} s", begun.elapsed().as_secs_f64());
    let week = Span { from: begin, to: begin + SignedDuration::from_micros(WEEK_US) };
    let mut most: f64 = 0.0;
    for (what, wanted) in searches() {
        let begun = Instant::now();
        let found = store.find(&wanted, week, 100, week.to).await.expect("a store");
        let seconds = begun.elapsed().as_secs_f64();
        println!("by {what}: {} found in {seconds:.2} s (aim: at most {MOST_S})", found.len());
        most = most.max(seconds);
    }
    if most <= MOST_S { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One call in ten thousand fails, one in a thousand is of another route.
fn made(n: u32, of: u32, begin: Timestamp) -> Entry {
    let at = begin + SignedDuration::from_micros(i64::from(n) * (WEEK_US / i64::from(of)));
    let mut made = call(n, n % ACCOUNTS, at);
    if n % 10_000 == 7 {
        made.status = 500;
    }
    if n % 1000 == 3 {
        "/render/pdf".clone_into(&mut made.route);
    }
    made
}

/// The worst there are: what is found once, at the very beginning, or not at all.
fn searches() -> [(&'static str, Wanted); 8] {
    let none = Wanted::default();
    let (account, token) = (Some(AccountId::new(ten(5))), Some(TokenKey::new(ten(5))));
    let failed = Some(500..=599);
    [
        ("nothing", none.clone()),
        ("request id", Wanted { request: RequestId::of_caller("call-0"), ..none.clone() }),
        ("account", Wanted { account: account.clone(), ..none.clone() }),
        ("token", Wanted { token: token.clone(), ..none.clone() }),
        ("status", Wanted { status: failed.clone(), ..none.clone() }),
        ("route", Wanted { route: Some("/render/pdf".to_owned()), ..none.clone() }),
        ("a status that none has", Wanted { status: Some(418..=418), ..none.clone() }),
        (
            "account, token, status and route",
            Wanted { account, token, status: failed, route: Some("/".to_owned()), ..none },
        ),
    ]
}
