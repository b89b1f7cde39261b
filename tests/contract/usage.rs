//! Hours of the log, and totals.

use longhand_core::app::Rollup;
use longhand_core::audit::Entry;
use longhand_core::ids::EntryId;
use longhand_core::ports::{Cursor, Span};
use longhand_core::tokens::Kind;
use longhand_core::usage::Total;

use crate::Ports;
use crate::bills::books;
use crate::made::{account_id, at, entry, token_key};

const HOUR: i64 = 3600;

fn rollup(ports: &Ports) -> Rollup {
    Rollup::new(ports.clone(), ports.clone(), ports.clone(), ports.clone(), books(ports))
}

/// What `account` used in the hour `hour` hours after the beginning.
async fn kept(ports: &Ports, account: u8, hour: i64) -> Vec<Total> {
    let span = Span { from: at(hour * HOUR), to: at((hour + 1) * HOUR) };
    ports.totals(&account_id(account), span).await.unwrap()
}

fn total(account: u8, hour: i64, token: u8, images: u64) -> Total {
    let (account, token) = (account_id(account), token_key(token));
    Total { account, hour: at(hour * HOUR), token, kind: Kind::Live, images, characters: 9 * images }
}

/// Entry `n` with token `token`, `s` seconds after the beginning.
fn by_token(n: u8, token: u8, s: i64) -> Entry {
    Entry { token: Some(token_key(token)), ..entry(n, 1, s) }
}

pub async fn an_hours_pages_are_its_entries_and_no_others(ports: Ports) {
    for n in 0..40 {
        ports.append(&entry(n, n % 3, HOUR + i64::from(n / 2))).await.unwrap();
    }
    ports.append(&entry(100, 1, HOUR - 1)).await.unwrap();
    ports.append(&entry(101, 1, 2 * HOUR)).await.unwrap();
    let mut ids = Vec::new();
    for part in 0..ports.parts() {
        let mut after = None;
        loop {
            let page = ports.hour(at(HOUR), part, after.as_ref(), 3).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(Cursor { at: last.at, id: last.id.clone() });
            ids.extend(page.into_iter().map(|entry| entry.id));
        }
    }
    ids.sort();
    let mut all: Vec<EntryId> = (0..40).map(|n| entry(n, 1, 0).id).collect();
    all.sort();
    assert_eq!(ids, all);
}

pub async fn totals_are_what_the_log_has_by_account_and_token(ports: Ports) {
    for n in 0..30 {
        ports.append(&by_token(n, 1 + n % 2, 10)).await.unwrap();
    }
    ports.append(&entry(50, 2, 20)).await.unwrap();
    ports
        .append(&Entry { status: 400, units: longhand_core::audit::Units::default(), ..entry(51, 2, 30) })
        .await
        .unwrap();
    rollup(&ports).run(at(2 * HOUR)).await.unwrap();
    assert_eq!(kept(&ports, 1, 0).await, [total(1, 0, 1, 15), total(1, 0, 2, 15)]);
    assert_eq!(kept(&ports, 2, 0).await, [total(2, 0, 1, 1)]);
    assert_eq!(kept(&ports, 1, 1).await, []);
    assert_eq!(kept(&ports, 1, -1).await, []);
}

pub async fn an_hour_is_kept_ten_minutes_after_its_end_and_not_before(ports: Ports) {
    ports.append(&entry(1, 1, 5)).await.unwrap();
    rollup(&ports).run(at(HOUR + 599)).await.unwrap();
    assert_eq!(kept(&ports, 1, 0).await, []);
    rollup(&ports).run(at(HOUR + 600)).await.unwrap();
    assert_eq!(kept(&ports, 1, 0).await, [total(1, 0, 1, 1)]);
    assert_eq!(ports.kept_until().await.unwrap(), Some(at(HOUR)));
}

pub async fn running_again_or_at_once_changes_nothing(ports: Ports) {
    ports.append(&entry(1, 1, 5)).await.unwrap();
    ports.append(&entry(2, 1, 3 * HOUR)).await.unwrap();
    let rollups = [rollup(&ports), rollup(&ports), rollup(&ports)];
    let runs = rollups.each_ref().map(|rollup| rollup.run(at(5 * HOUR)));
    for run in futures_util::future::join_all(runs).await {
        run.unwrap();
    }
    assert!(rollups[0].run(at(5 * HOUR)).await.unwrap().is_empty(), "nothing is due any more");
    assert_eq!(kept(&ports, 1, 0).await, [total(1, 0, 1, 1)]);
    assert_eq!(kept(&ports, 1, 3).await, [total(1, 3, 1, 1)]);
    assert_eq!(ports.kept_until().await.unwrap(), Some(at(4 * HOUR)));
}

pub async fn a_late_entry_makes_its_hour_due_once_more(ports: Ports) {
    ports.append(&entry(1, 1, 5)).await.unwrap();
    let rollup = rollup(&ports);
    rollup.run(at(30 * HOUR)).await.unwrap();
    ports.append_late(&entry(2, 1, 6)).await.unwrap();
    // Told of again, it is there once all the same.
    ports.append_late(&entry(2, 1, 6)).await.unwrap();
    let hours: Vec<_> = rollup.run(at(30 * HOUR)).await.unwrap().into_iter().map(|rolled| rolled.hour).collect();
    assert_eq!(hours, [at(0)]);
    assert_eq!(kept(&ports, 1, 0).await, [total(1, 0, 1, 2)]);
    assert!(rollup.run(at(30 * HOUR)).await.unwrap().is_empty());
}

pub async fn an_entry_that_comes_while_its_hour_is_added_up_is_not_lost(ports: Ports) {
    ports.append(&entry(1, 1, 5)).await.unwrap();
    let rollup = rollup(&ports);
    rollup.run(at(2 * HOUR)).await.unwrap();
    ports.append_late(&entry(2, 1, 6)).await.unwrap();
    let due = ports.due(at(2 * HOUR), 100).await.unwrap();
    let before = rollup.add_up(at(0)).await.unwrap();
    ports.append_late(&entry(3, 1, 7)).await.unwrap();
    ports.keep(&due[0], &before).await.unwrap();
    rollup.run(at(2 * HOUR)).await.unwrap();
    assert_eq!(kept(&ports, 1, 0).await, [total(1, 0, 1, 3)]);
}

pub async fn of_two_totals_of_one_hour_the_greater_stays(ports: Ports) {
    ports.append(&entry(1, 1, 5)).await.unwrap();
    let due = ports.due(at(2 * HOUR), 100).await.unwrap();
    let due = due.iter().find(|due| due.hour == at(0)).expect("the hour is due");
    for images in [2, 3, 1] {
        ports.keep(due, &[total(1, 0, 1, images)]).await.unwrap();
    }
    assert_eq!(kept(&ports, 1, 0).await, [total(1, 0, 1, 3)]);
}
