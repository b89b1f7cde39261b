//! The biller's sums beside what it was told.

use jiff::{SignedDuration, Timestamp};
use longhand_core::app::{Difference, Reconciler, Rollup};
use longhand_core::bill::{Meter, MeterEvent};
use longhand_core::ports::{Biller as _, Written};

use crate::Ports;
use crate::bills::{Till, books, customer};
use crate::made::{account, account_id, at, change, entry};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

async fn differences(ports: &Ports, till: &Till, now: Timestamp) -> Vec<Difference> {
    Reconciler::new(ports.clone(), ports.clone()).run(till, now).await.expect("stores answer")
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

pub async fn what_the_biller_has_less_or_more_of_is_named_by_day_and_what_is_under_way_is_not(ports: Ports) {
    let till = Till::default();
    three_days(&ports, &till).await;
    let later = at(3 * DAY + 2 * HOUR);
    assert_eq!(differences(&ports, &till, later).await, []);
    till.lose(at(2 * DAY));
    assert_eq!(differences(&ports, &till, at(3 * DAY)).await, [], "its sums may be late");
    let of = |day: i64, meter, told, known| {
        let (customer, accounts) = (customer(1), vec![account_id(1)]);
        Difference { customer, accounts, day: day_of(day), meter, told, known }
    };
    let lost = [of(2 * DAY, Meter::Images, 1, 0), of(2 * DAY, Meter::Characters, 9, 0)];
    assert_eq!(differences(&ports, &till, later).await, lost);
    let (identifier, at_noon) = ("of somebody else".to_owned(), at(DAY + 12 * HOUR));
    let more = MeterEvent { identifier, meter: Meter::Images, customer: customer(1), value: 5, at: at_noon };
    till.tell(&more).await.unwrap();
    let both = [of(DAY, Meter::Images, 1, 6), lost[0].clone(), lost[1].clone()];
    assert_eq!(differences(&ports, &till, later).await, both);
    // The same after a call came late to one of the days, which is then under way.
    ports.append_late(&entry(9, 1, DAY)).await.unwrap();
    bill(&ports, &till, later).await;
    assert_eq!(differences(&ports, &till, later).await, lost);
    let day_after = later + SignedDuration::from_hours(34 * 24);
    assert_eq!(differences(&ports, &till, day_after).await, lost, "what is older than 35 days is left");
}

pub async fn what_the_biller_has_of_a_customer_who_used_nothing_is_named(ports: Ports) {
    assert_eq!(ports.create_account(&account(1), &change(1, 1, "made")).await.unwrap(), Written::Done);
    let till = Till::default();
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

/// The day (UTC) of a moment.
fn day_of(second: i64) -> Timestamp {
    let second = at(second).as_second();
    Timestamp::from_second(second - second.rem_euclid(DAY)).expect("a time")
}
