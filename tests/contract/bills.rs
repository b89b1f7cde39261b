//! Bills, and telling a biller of them.

use std::collections::HashMap;
use std::slice::from_ref;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI32, AtomicI64, Ordering};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use longhand_core::app::{Books, Count, Rollup};
use longhand_core::bill::{Amount, Bill, Customer, Meter, MeterEvent, Used};
use longhand_core::error::StoreError;
use longhand_core::plans::Plans;
use longhand_core::ports::{Answer, Biller, Span, Taken, Written};
use longhand_core::tariff::Issued;

use crate::Ports;
use crate::made::{account, account_id, at, change, entry};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// A biller whose answers may be lost, and which knows an identifier for a day.
#[derive(Default)]
pub struct Till {
    taken: Mutex<HashMap<String, (MeterEvent, i64, i64)>>,
    now: AtomicI64,
    /// After so many events it takes what it is told, but is not heard any more.
    heard: AtomicI32,
}

impl Till {
    /// It is this time, and the next events are heard so often.
    pub fn set(&self, now: Timestamp, heard: i32) {
        self.now.store(now.as_second(), Ordering::Relaxed);
        self.heard.store(heard, Ordering::Relaxed);
    }

    /// It has not what was told of this time after all.
    pub fn lose(&self, at: Timestamp) {
        self.taken.lock().expect("nobody panicked").retain(|_, (event, ..)| event.at != at);
    }

    /// What it has of a customer's hour.
    pub fn used(&self, customer: &Customer, hour: Timestamp) -> Amount {
        let span = Span { from: hour, to: hour + SignedDuration::from_hours(1) };
        let of = |meter| self.sum(customer, meter, span);
        Amount { images: of(Meter::Images), characters: of(Meter::Characters) }
    }

    fn sum(&self, customer: &Customer, meter: Meter, span: Span) -> i64 {
        let taken = self.taken.lock().expect("nobody panicked");
        let is_of =
            |e: &MeterEvent| (&e.customer, e.meter) == (customer, meter) && (span.from..span.to).contains(&e.at);
        taken.values().filter(|(event, ..)| is_of(event)).map(|(event, _, times)| event.value * times).sum()
    }
}

#[async_trait]
impl Biller for Till {
    async fn tell(&self, event: &MeterEvent) -> Answer<Taken> {
        let now = self.now.load(Ordering::Relaxed);
        let mut taken = self.taken.lock().expect("nobody panicked");
        let (_, last, times) = taken.entry(event.identifier.clone()).or_insert((event.clone(), i64::MIN / 2, 0));
        if now - *last >= DAY {
            (*last, *times) = (now, *times + 1);
        }
        let heard = self.heard.fetch_sub(1, Ordering::Relaxed) > 0;
        if heard { Ok(Taken::Yes) } else { Err(StoreError::new("billing", "the answer is lost")) }
    }

    async fn known(&self, customer: &Customer, meter: Meter, span: Span) -> Answer<i64> {
        Ok(self.sum(customer, meter, span))
    }
}

pub fn books(ports: &Ports) -> Books {
    Books::new(ports.clone(), ports.clone())
}

pub fn customer(number: u8) -> Customer {
    format!("cus_{number}").parse().expect("a customer")
}

/// What the customer of account 1 is billed for the first hour.
pub fn billed(till: &Till) -> Amount {
    till.used(&customer(1), at(0))
}

async fn add_up(ports: &Ports, now: i64) {
    let rollup = Rollup::new(ports.clone(), ports.clone(), ports.clone(), ports.clone(), books(ports));
    rollup.run(at(now)).await.expect("stores answer");
}

fn bill(account: u8, hour: i64, images: u64) -> Bill {
    let used = Used { images, characters: 9 * images };
    Bill::new(account_id(account), at(hour * HOUR), None).used(used).expect("more than nothing")
}

pub async fn a_bill_is_read_as_it_was_stored_and_open_until_it_is_told(ports: Ports) {
    let first = bill(1, 0, 3);
    assert_eq!(ports.bill(&first.account, first.hour).await.unwrap(), None);
    assert_eq!(ports.put_bill(&first).await.unwrap(), Written::Done);
    assert_eq!(ports.bill(&first.account, first.hour).await.unwrap(), Some(first.clone()));
    assert_eq!(ports.open_bills(None, 10).await.unwrap(), from_ref(&first));
    let begun = first.begun(&customer(1), at(5));
    assert_eq!(ports.put_bill(&begun).await.unwrap(), Written::Done);
    assert_eq!(ports.open_bills(None, 10).await.unwrap(), from_ref(&begun));
    assert_eq!(ports.put_bill(&begun.done(at(6))).await.unwrap(), Written::Done);
    assert_eq!(ports.open_bills(None, 10).await.unwrap(), []);
    assert_eq!(ports.bill(&first.account, first.hour).await.unwrap(), Some(begun.done(at(6))));
}

pub async fn of_two_changes_to_one_version_of_a_bill_one_wins(ports: Ports) {
    let first = bill(1, 0, 3);
    assert_eq!(
        ports.put_bill(&first.begun(&customer(1), at(5))).await.unwrap(),
        Written::Conflict,
        "there is none to replace"
    );
    assert_eq!(ports.put_bill(&first).await.unwrap(), Written::Done);
    assert_eq!(ports.put_bill(&first).await.unwrap(), Written::Conflict);
    assert_eq!(ports.put_bill(&first.begun(&customer(1), at(5))).await.unwrap(), Written::Done);
    assert_eq!(ports.put_bill(&first.begun(&customer(1), at(6))).await.unwrap(), Written::Conflict);
    let kept = ports.bill(&first.account, first.hour).await.unwrap();
    assert_eq!(kept, Some(first.begun(&customer(1), at(5))));
}

pub async fn bills_of_a_span_are_the_accounts_own_by_hour(ports: Ports) {
    for hour in [5, 3, 4, 2] {
        for number in [1, 2] {
            assert_eq!(ports.put_bill(&bill(number, hour, 1)).await.unwrap(), Written::Done);
        }
    }
    let span = |from, to| Span { from: at(from * HOUR), to: at(to * HOUR) };
    let found = ports.bills_in(&account_id(1), span(3, 5)).await.unwrap();
    assert_eq!(found, [bill(1, 3, 1), bill(1, 4, 1)]);
    assert_eq!(ports.bills_in(&account_id(1), span(6, 9)).await.unwrap(), []);
    assert_eq!(ports.bills_in(&account_id(1), span(5, 5)).await.unwrap(), []);
}

pub async fn open_bills_are_listed_whole_by_hour_and_account(ports: Ports) {
    let mut all = Vec::new();
    for hour in 0..3 {
        for account in 1..4 {
            all.push(bill(account, hour, 1));
        }
    }
    for bill in all.iter().rev() {
        assert_eq!(ports.put_bill(bill).await.unwrap(), Written::Done);
    }
    let mut listed: Vec<Bill> = Vec::new();
    loop {
        let last = listed.last().map(|bill| (bill.account.clone(), bill.hour));
        let page = ports.open_bills(last.as_ref().map(|(account, hour)| (account, *hour)), 2).await.unwrap();
        if page.is_empty() {
            break;
        }
        listed.extend(page);
    }
    assert_eq!(listed, all);
}

pub async fn use_is_billed_once_though_answers_are_lost_and_what_comes_late_is_billed_after(ports: Ports) {
    assert_eq!(ports.create_account(&account(1), &change(1, 1, "made")).await.unwrap(), Written::Done);
    let till = Till::default();
    for n in 0..5 {
        ports.append(&entry(n, 1, 10)).await.unwrap();
    }
    add_up(&ports, 2 * HOUR).await;
    for heard in [0, 1, 0] {
        till.set(at(2 * HOUR), heard);
        assert!(books(&ports).tell(&till, at(2 * HOUR)).await.is_err());
    }
    // While the biller is being told, another call is found.
    ports.append_late(&entry(9, 1, 20)).await.unwrap();
    add_up(&ports, 3 * HOUR).await;
    // A day later the biller does not know any more that it was told.
    till.set(at(2 * DAY), 100);
    books(&ports).tell(&till, at(2 * DAY)).await.unwrap();
    books(&ports).tell(&till, at(2 * DAY)).await.unwrap();
    assert_eq!(billed(&till), Amount { images: 6, characters: 54 });
    assert_eq!(ports.open_bills(None, 10).await.unwrap(), []);
    // Again, and by two at once, changes nothing.
    add_up(&ports, 2 * DAY).await;
    let (one, other) = (books(&ports), books(&ports));
    futures_util::future::try_join(one.tell(&till, at(2 * DAY)), other.tell(&till, at(2 * DAY))).await.unwrap();
    assert_eq!(billed(&till), Amount { images: 6, characters: 54 });
}

pub async fn who_is_no_customer_is_not_billed(ports: Ports) {
    let nobody = longhand_core::account::Account { customer: None, ..account(1) };
    assert_eq!(ports.create_account(&nobody, &change(1, 1, "made")).await.unwrap(), Written::Done);
    ports.append(&entry(1, 1, 10)).await.unwrap();
    add_up(&ports, 2 * HOUR).await;
    assert_eq!(ports.open_bills(None, 10).await.unwrap(), []);
}

pub async fn an_invoice_is_kept_as_it_was_first_sent(ports: Ports) {
    let issued = |number: u8, period: &str, images: u64| {
        let plans = Plans::read(include_str!("../../docs/plans.toml")).expect("plans");
        let tariffs = plans.tariffs.expect("prices");
        let (tariff, currency) = (tariffs.of(&account(number)).expect("a tariff"), tariffs.currency());
        let counted = Count { images, characters: 9 * images };
        let invoice = tariff.invoice(counted, currency).expect("an invoice");
        Issued {
            account: account_id(number),
            period: period.to_owned(),
            span: Span { from: at(0), to: at(HOUR) },
            at: at(2 * HOUR),
            currency: currency.clone(),
            tariff: tariff.clone(),
            counted,
            total: invoice.total,
            invoice,
            corrections: Vec::new(),
            adjustments: Vec::new(),
        }
    };
    let (first, next) = (issued(1, "2027-01", 5), issued(1, "2027-02", 6));
    for invoice in [&next, &first, &issued(2, "2027-01", 7)] {
        assert_eq!(ports.put_invoice(invoice).await.unwrap(), Written::Done);
    }
    assert_eq!(ports.put_invoice(&issued(1, "2027-01", 8)).await.unwrap(), Written::Conflict);
    assert_eq!(ports.invoices(&account_id(1)).await.unwrap(), [first, next]);
    assert_eq!(ports.invoices(&account_id(3)).await.unwrap(), []);
}
