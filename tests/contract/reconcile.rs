//! The biller's sums beside what it was told.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::app::{Difference, Reconciler, Rollup};
use longhand_core::bill::{Customer, Meter, MeterEvent, Used};
use longhand_core::ports::{Answer, Biller, DueHour, Span, Taken, Written};
use longhand_core::tokens::Kind;
use longhand_core::usage::Total;

use crate::Ports;
use crate::bills::{Till, books, customer};
use crate::made::{account, account_id, at, change, entry, token_key};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

async fn differences(ports: &Ports, biller: &dyn Biller, now: Timestamp) -> Vec<Difference> {
    let reconciler = Reconciler::new(ports.clone(), ports.clone(), ports.clone());
    reconciler.run(biller, Span { from: now - Reconciler::EACH_DAY, to: now }, now).await.expect("stores answer")
}

/// Adds up and tells the biller.
async fn bill(ports: &Ports, till: &Till, now: Timestamp) {
    let rollup = Rollup::new(ports.clone(), ports.clone(), ports.clone(), ports.clone(), books(ports));
    rollup.run(now).await.expect("stores answer");
    till.set(now, i32::MAX);
    books(ports).tell(till, now).await.expect("stores answer");
}

/// Accounts 1 and 2, with an image of the first account on each of three days.
async fn three_days(ports: &Ports, till: &Till) {
    for number in [1, 2] {
        let made = ports.create_account(&account(number), &change(number, number, "made")).await;
        assert_eq!(made.unwrap(), Written::Done);
    }
    for n in 0..3_u8 {
        ports.append(&entry(n, 1, i64::from(n) * DAY)).await.unwrap();
        bill(ports, till, at(i64::from(n + 1) * DAY)).await;
    }
}

/// What is not the same of customer 1, who is account 1.
fn of(hour: Timestamp, meter: Meter, counted: i64, told: i64, known: i64) -> Difference {
    Difference { customer: customer(1), accounts: vec![account_id(1)], hour, meter, counted, told, known }
}

pub async fn what_the_biller_has_less_or_more_of_is_named_by_hour_and_what_is_under_way_is_not(ports: Ports) {
    let till = Till::default();
    three_days(&ports, &till).await;
    let later = at(3 * DAY + 2 * HOUR);
    assert_eq!(differences(&ports, &till, later).await, []);
    till.lose(at(2 * DAY));
    assert_eq!(differences(&ports, &till, at(3 * DAY)).await, [], "its sums may be late");
    let lost = [of(at(2 * DAY), Meter::Images, 1, 1, 0), of(at(2 * DAY), Meter::Characters, 9, 9, 0)];
    assert_eq!(differences(&ports, &till, later).await, lost);
    let (identifier, within) = ("of somebody else".to_owned(), at(DAY + HOUR / 2));
    let more = MeterEvent { identifier, meter: Meter::Images, customer: customer(1), value: 5, at: within };
    till.tell(&more).await.unwrap();
    let both = [of(at(DAY), Meter::Images, 1, 1, 6), lost[0].clone(), lost[1].clone()];
    assert_eq!(differences(&ports, &till, later).await, both);
    // The same after a call came late to one of the hours, which is then under way.
    ports.append_late(&entry(9, 1, DAY)).await.unwrap();
    bill(&ports, &till, later).await;
    assert_eq!(differences(&ports, &till, later).await, lost);
    let reconciler = Reconciler::new(ports.clone(), ports.clone(), ports.clone());
    for (from, to, found) in [(0, HOUR, &lost[..]), (HOUR, DAY, &[]), (-HOUR, 0, &[])] {
        let span = Span { from: at(2 * DAY + from), to: at(2 * DAY + to) };
        assert_eq!(reconciler.run(&till, span, later).await.unwrap(), found, "{from} to {to}");
    }
}

pub async fn what_was_counted_and_not_told_is_named_though_the_biller_has_what_it_was_told(ports: Ports) {
    let till = Till::default();
    three_days(&ports, &till).await;
    let (later, hour) = (at(4 * DAY), at(DAY + HOUR));
    let total = |hour, token, kind| {
        let (account, token) = (account_id(1), token_key(token));
        Total { account, hour, token, kind, images: 1, characters: 0 }
    };
    let keep = async |hour, token, kind| {
        ports.keep(&DueHour { hour, late: 0 }, &[total(hour, token, kind)]).await.unwrap();
    };
    keep(hour, 7, Kind::Test).await;
    keep(at(-HOUR), 7, Kind::Live).await;
    assert_eq!(differences(&ports, &till, later).await, [], "nobody pays for tests, nor for what was before");
    keep(hour, 8, Kind::Live).await;
    keep(at(DAY), 8, Kind::Live).await;
    let missed = [of(at(DAY), Meter::Images, 2, 1, 1), of(hour, Meter::Images, 1, 0, 0)];
    assert_eq!(differences(&ports, &till, later).await, missed);
    // What a bill says more of than the log has.
    let known = ports.bill(&account_id(1), at(2 * DAY)).await.unwrap().expect("a bill");
    let more = known.used(Used { images: 2, characters: 9 }).expect("more");
    assert_eq!(ports.put_bill(&more).await.unwrap(), Written::Done);
    till.set(at(3 * DAY), i32::MAX);
    books(&ports).tell(&till, at(3 * DAY)).await.expect("stores answer");
    let all = [missed[0].clone(), missed[1].clone(), of(at(2 * DAY), Meter::Images, 1, 2, 2)];
    assert_eq!(differences(&ports, &till, later).await, all);
}

/// A biller that is told of more while it is first asked.
struct Asked {
    ports: Ports,
    till: Till,
    now: Timestamp,
    first: AtomicBool,
}

#[async_trait]
impl Biller for Asked {
    async fn tell(&self, event: &MeterEvent) -> Answer<Taken> {
        self.till.tell(event).await
    }

    async fn known(&self, customer: &Customer, meter: Meter, span: Span) -> Answer<i64> {
        if self.first.swap(false, Ordering::Relaxed) {
            self.ports.append_late(&entry(9, 1, DAY)).await.unwrap();
            bill(&self.ports, &self.till, self.now).await;
        }
        self.till.known(customer, meter, span).await
    }
}

pub async fn what_is_told_while_it_is_compared_is_no_difference(ports: Ports) {
    let till = Till::default();
    three_days(&ports, &till).await;
    let now = at(3 * DAY + 2 * HOUR);
    let asked = Asked { ports: ports.clone(), till, now, first: AtomicBool::new(true) };
    assert_eq!(differences(&ports, &asked, now).await, []);
    assert_eq!(asked.till.used(&customer(1), at(DAY)).images, 2, "it was told");
}

pub async fn what_the_biller_would_not_take_for_a_day_is_named(ports: Ports) {
    let till = Till::default();
    three_days(&ports, &till).await;
    ports.append(&entry(9, 1, 3 * DAY)).await.unwrap();
    let rollup = Rollup::new(ports.clone(), ports.clone(), ports.clone(), ports.clone(), books(&ports));
    rollup.run(at(3 * DAY + 2 * HOUR)).await.expect("stores answer");
    let refuses = Refuses(till);
    let told = books(&ports).tell(&refuses, at(3 * DAY + 2 * HOUR)).await.expect("stores answer");
    assert_eq!(told.refused.len(), 1);
    assert_eq!(differences(&ports, &refuses, at(4 * DAY)).await, [], "it may take it yet");
    let found = [of(at(3 * DAY), Meter::Images, 1, 0, 0), of(at(3 * DAY), Meter::Characters, 9, 0, 0)];
    assert_eq!(differences(&ports, &refuses, at(4 * DAY + 2 * HOUR)).await, found);
}

/// A biller that takes nothing more.
struct Refuses(Till);

#[async_trait]
impl Biller for Refuses {
    async fn tell(&self, _: &MeterEvent) -> Answer<Taken> {
        Ok(Taken::Refused("there is no such customer".to_owned()))
    }

    async fn known(&self, customer: &Customer, meter: Meter, span: Span) -> Answer<i64> {
        self.0.known(customer, meter, span).await
    }
}

pub async fn what_the_biller_has_of_a_customer_who_used_nothing_is_named(ports: Ports) {
    assert_eq!(ports.create_account(&account(1), &change(1, 1, "made")).await.unwrap(), Written::Done);
    let till = Till::default();
    bill(&ports, &till, at(3 * DAY)).await;
    assert_eq!(differences(&ports, &till, at(3 * DAY)).await, []);
    let event =
        MeterEvent { identifier: "x".to_owned(), meter: Meter::Images, customer: customer(1), value: 5, at: at(0) };
    till.set(at(0), 1);
    till.tell(&event).await.unwrap();
    let found = differences(&ports, &till, at(3 * DAY)).await;
    assert_eq!(found.iter().map(|d| (d.told, d.known)).collect::<Vec<_>>(), [(0, 5)]);
}

pub async fn a_bill_goes_to_whom_its_first_part_went_though_the_account_has_another_customer_since(ports: Ports) {
    let till = Till::default();
    three_days(&ports, &till).await;
    let mut moved = account(1);
    (moved.customer, moved.version) = (Some(customer(2)), moved.version + 1);
    assert_eq!(ports.replace_account(&moved, &change(1, 9, "moved")).await.unwrap(), Written::Done);
    ports.append_late(&entry(8, 1, DAY)).await.unwrap();
    ports.append(&entry(9, 1, 3 * DAY)).await.unwrap();
    bill(&ports, &till, at(4 * DAY)).await;
    let images = |number, time| till.used(&customer(number), at(time)).images;
    assert_eq!((images(1, DAY), images(2, DAY), images(1, 3 * DAY), images(2, 3 * DAY)), (2, 0, 0, 1));
    assert_eq!(differences(&ports, &till, at(4 * DAY + 2 * HOUR)).await, []);
}
