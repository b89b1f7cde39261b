//! The ledger, and what is found by it.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use jiff::Timestamp;
use longhand_core::app::{Fault, Rollup, Verdict, Verifier};
use longhand_core::bill::Used;
use longhand_core::ledger::{Contents, Page, SignedPage};
use longhand_core::ports::Written;

use crate::Ports;
use crate::bills::books;
use crate::made::{account, at, change, entry};

const HOUR: i64 = 3600;

fn rollup(ports: &Ports) -> Rollup {
    Rollup::new(ports.clone(), ports.clone(), ports.clone(), ports.clone(), books(ports))
}

async fn verdict(ports: &Ports, now: Timestamp) -> Verdict {
    let key = ports.verifying_key().await.unwrap();
    Verifier::new(ports.clone(), ports.clone(), ports.clone(), ports.clone(), ports.clone(), key)
        .verify(now)
        .await
        .unwrap()
}

/// Page `number`, of the hour `hour` hours after the beginning.
fn page(number: u64, hour: i64) -> SignedPage {
    let page = Page::after(None, at(hour * HOUR), Contents::of(&[]), at(9));
    SignedPage::new(Page { number, ..page }, b"signed")
}

pub async fn pages_are_read_in_order_and_none_is_replaced(ports: Ports) {
    assert_eq!((ports.last_page().await.unwrap(), ports.pages(0, 9).await.unwrap()), (None, vec![]));
    // A tenth comes after a ninth, whatever its first digit.
    for number in 1..=11 {
        assert_eq!(ports.enter(&page(number, i64::try_from(number % 2).unwrap())).await.unwrap(), Written::Done);
    }
    assert_eq!(ports.enter(&page(2, 5)).await.unwrap(), Written::Conflict);
    assert_eq!(ports.page_of(at(5 * HOUR)).await.unwrap(), None, "nothing of it is stored");
    assert_eq!(ports.pages(8, 2).await.unwrap(), [page(9, 1), page(10, 0)]);
    assert_eq!(ports.last_page().await.unwrap(), Some(page(11, 1)));
    assert_eq!(ports.page_of(at(0)).await.unwrap(), Some(page(10, 0)));
}

pub async fn an_hour_added_up_has_a_page_that_its_key_signed_and_no_second_without_need(ports: Ports) {
    for n in 0..5 {
        ports.append(&entry(n, 1, i64::from(n))).await.unwrap();
    }
    rollup(&ports).run(at(2 * HOUR)).await.unwrap();
    let first = ports.page_of(at(0)).await.unwrap().expect("a page");
    assert_eq!(first.page.entries, 5);
    let key = ports.verifying_key().await.unwrap();
    assert!(key.len() == 65 && first.is_signed_by(&key));
    let other = SignedPage { page: Page { entries: 4, ..first.page.clone() }, ..first.clone() };
    assert!(!other.is_signed_by(&key));
    let last = ports.last_page().await.unwrap();
    rollup(&ports).hour(at(0), at(3 * HOUR)).await.unwrap();
    assert_eq!(ports.last_page().await.unwrap(), last, "it still holds the same");
    ports.append_late(&entry(9, 1, 9)).await.unwrap();
    rollup(&ports).run(at(2 * HOUR)).await.unwrap();
    let second = ports.page_of(at(0)).await.unwrap().expect("a page");
    assert_eq!((second.page.entries, second.page.number), (6, last.expect("a page").page.number + 1));
    assert_eq!(verdict(&ports, at(2 * HOUR)).await.faults, []);
}

pub async fn an_entry_put_into_a_signed_hour_is_found(ports: Ports) {
    for n in 0..5 {
        ports.append(&entry(n, 1, i64::from(n))).await.unwrap();
    }
    rollup(&ports).run(at(2 * HOUR)).await.unwrap();
    let sound = verdict(&ports, at(2 * HOUR)).await;
    assert_eq!((sound.faults, sound.entries), (vec![], 5));
    // Nobody was told of it.
    ports.append(&entry(9, 1, 9)).await.unwrap();
    let account = entry(9, 1, 9).account.expect("an account");
    let changed = Fault::Changed { hour: at(0), signed: 5, found: 6 };
    let found = verdict(&ports, at(2 * HOUR)).await.faults;
    assert_eq!(found, [changed, Fault::Miscounted { hour: at(0), account }]);
}

pub async fn a_bill_of_more_than_the_log_has_is_found(ports: Ports) {
    assert_eq!(ports.create_account(&account(1), &change(1, 1, "made")).await.unwrap(), Written::Done);
    ports.append(&entry(1, 1, 1)).await.unwrap();
    rollup(&ports).run(at(2 * HOUR)).await.unwrap();
    let bill = ports.bill(&account(1).id, at(0)).await.unwrap().expect("a bill");
    assert_eq!(verdict(&ports, at(2 * HOUR)).await.faults, []);
    let more = bill.used(Used { images: 2, characters: 9 }).expect("it is more");
    assert_eq!(ports.put_bill(&more).await.unwrap(), Written::Done);
    let found = verdict(&ports, at(2 * HOUR)).await.faults;
    assert_eq!(found, [Fault::Misbilled { hour: at(0), account: account(1).id }]);
}

pub async fn hours_added_up_at_once_make_one_ledger(ports: Ports) {
    for n in 0..9 {
        ports.append(&entry(n, 1, i64::from(n) * HOUR)).await.unwrap();
    }
    let rollup = rollup(&ports);
    for run in join_all((0..4).map(|_| rollup.run(at(10 * HOUR)))).await {
        run.unwrap();
    }
    let pages = ports.pages(0, 1000).await.unwrap();
    let hours: BTreeSet<Timestamp> = pages.iter().map(|signed| signed.page.hour).collect();
    assert_eq!(pages.len(), hours.len(), "each hour has one page");
    let found = verdict(&ports, at(10 * HOUR)).await;
    assert_eq!((found.faults, found.entries), (vec![], 9));
}

/// Adds up what is due.
pub async fn add_up(ports: &Ports, now: i64) {
    rollup(ports).run(at(now)).await.unwrap();
}

/// What is not as it was signed.
pub async fn faults(ports: &Ports, now: i64) -> Vec<String> {
    verdict(ports, at(now)).await.faults.iter().map(ToString::to_string).collect()
}
