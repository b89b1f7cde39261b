//! What adding up an hour takes: of a million calls by 10,000 accounts, and of ten times as many by a tenth of them.
//!
//!     cargo run --release -p longhand-tests --example rollup [CALLS]
//!
//! Ends with 1 if it takes more memory than a small function has, or longer for each call where there are more.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use longhand_core::account::{Account, Plan, Role, State};
use longhand_core::app::{Books, Rollup};
use longhand_core::audit::{Actor, Change, Entry};
use longhand_core::bill::Bill;
use longhand_core::ids::{AccountId, EntryId};
use longhand_core::ports::{
    AccountReader, AccountWriter as _, Answer, AuditSink as _, Bills, Cursor, DueHour, HourReader, Span, UsageWriter,
    Written,
};
use longhand_core::usage::Total;
use longhand_embedded::Store;
use longhand_system::SystemEntropy;
use longhand_tests::calls::{call, ten};
use longhand_tests::memory;

const ACCOUNTS: u32 = 10_000;
const MOST_MB: f64 = 256.0;
/// A call may take so much longer where there are ten times as many.
const MOST_LONGER: f64 = 1.2;
/// Calls logged together.
const TOGETHER: u32 = 1000;

/// A store whose calls are counted.
struct Counted {
    store: Arc<Store>,
    calls: AtomicU64,
}

#[async_trait]
impl HourReader for Counted {
    fn parts(&self) -> u32 {
        self.store.parts()
    }

    async fn hour(&self, hour: Timestamp, part: u32, after: Option<&Cursor>, limit: u32) -> Answer<Vec<Entry>> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.store.hour(hour, part, after, limit).await
    }
}

#[async_trait]
impl UsageWriter for Counted {
    async fn due(&self, before: Timestamp, limit: u32) -> Answer<Vec<DueHour>> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.store.due(before, limit).await
    }

    async fn keep(&self, due: &DueHour, totals: &[Total]) -> Answer<()> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.store.keep(due, totals).await
    }

    async fn advance(&self, hour: Timestamp) -> Answer<()> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.store.advance(hour).await
    }
}

#[async_trait]
impl AccountReader for Counted {
    async fn account(&self, id: &AccountId) -> Answer<Option<Account>> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.store.account(id).await
    }

    async fn accounts_of(&self, subject: &str) -> Answer<Vec<Account>> {
        self.store.accounts_of(subject).await
    }
}

#[async_trait]
impl Bills for Counted {
    fn log(&self) -> Option<&str> {
        self.store.log()
    }

    async fn bill(&self, account: &AccountId, hour: Timestamp) -> Answer<Option<Bill>> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.store.bill(account, hour).await
    }

    async fn bills_in(&self, account: &AccountId, span: Span) -> Answer<Vec<Bill>> {
        self.store.bills_in(account, span).await
    }

    async fn put_bill(&self, bill: &Bill) -> Answer<Written> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.store.put_bill(bill).await
    }

    async fn open_bills(&self, after: Option<(&AccountId, Timestamp)>, limit: u32) -> Answer<Vec<Bill>> {
        self.store.open_bills(after, limit).await
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let calls = std::env::args().nth(1).map_or(1_000_000, |calls| calls.parse().expect("a number of calls"));
    let one = add_up(calls, ACCOUNTS).await;
    let more = add_up(10 * calls, ACCOUNTS / 10).await;
    let each = |(time, _): (Duration, f64), calls: u32| time.as_secs_f64() / f64::from(calls);
    let longer = each(more, 10 * calls) / each(one, calls);
    println!("a call of ten times as many takes {longer:.2} times as long (aim: at most {MOST_LONGER})");
    let is_good = longer <= MOST_LONGER && one.1.max(more.1) <= MOST_MB;
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The time it took, and the most memory, MB.
async fn add_up(calls: u32, accounts: u32) -> (Duration, f64) {
    let directory = tempfile::tempdir().expect("room for a directory");
    let store = Arc::new(Store::open(directory.path(), Arc::new(SystemEntropy)).expect("a store"));
    let hour = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(500_000);
    try_join_all((0..accounts).map(|n| open(&store, n, hour))).await.expect("a store");
    for first in (0..calls).step_by(TOGETHER as usize) {
        let entries: Vec<Entry> =
            (first..(first + TOGETHER).min(calls)).map(|n| call(n, n % accounts, hour + within(n, calls))).collect();
        try_join_all(entries.iter().map(|entry| store.append(entry))).await.expect("a store");
    }
    let counted = Arc::new(Counted { store: store.clone(), calls: AtomicU64::new(0) });
    let rollup = Rollup::new(counted.clone(), counted.clone(), store.clone(), store.clone(), Books::on(&counted));
    memory::count_anew(std::process::id());
    let begun = Instant::now();
    let done = rollup.run(hour + SignedDuration::from_hours(2)).await.expect("a store");
    let time = begun.elapsed();
    let images: u64 = done.iter().flat_map(|hour| &hour.totals).map(|total| total.images).sum();
    assert_eq!(images, u64::from(calls), "what was called is counted");
    let mb = memory::most_mb(std::process::id());
    println!(
        "{calls} calls by {accounts} accounts: {:.2} s, {:.0} calls/ms, {mb:.0} MB (aim: at most {MOST_MB}), \
         {} calls of the store",
        time.as_secs_f64(),
        f64::from(calls) / time.as_secs_f64() / 1e3,
        counted.calls.load(Ordering::Relaxed)
    );
    (time, mb)
}

/// When in an hour the `n`th of so many calls comes.
fn within(n: u32, of: u32) -> SignedDuration {
    SignedDuration::from_micros(i64::from(n) * 3_600_000_000 / i64::from(of))
}

/// Makes account `n`, which is billed.
async fn open(store: &Store, n: u32, at: Timestamp) -> Answer<Written> {
    let account = Account {
        id: AccountId::new(ten(n)),
        title: format!("Account {n}"),
        plan: Plan::Paid,
        state: State::Active,
        members: Vec::new(),
        owner_key: None,
        contact: None,
        customer: Some(format!("cus_{n}").parse().expect("a customer")),
        cap: None,
        created: at,
        erased: None,
        version: 1,
    };
    let told = Change {
        id: EntryId::new(ten(n)),
        at,
        account: account.id.clone(),
        actor: Actor { subject: "load".to_owned(), role: Role::Admin },
        action: "account.create".to_owned(),
        object: account.id.to_string(),
        before: serde_json::Value::Null,
        after: serde_json::Value::Null,
    };
    store.create_account(&account, &told).await
}
