//! Usage held against a model, through whatever may happen: calls that are told of twice, late or with a clock that is
//! off, rollups at any time, at once, by hand, or killed at any step, a biller whose answers are lost. What the log has is
//! what is kept, is signed and is billed.
//!
//! `LONGHAND_STEPS` says how many steps are made.

mod step;

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::join;
use jiff::{SignedDuration, Timestamp};
use longhand_core::app::{Books, Notary, Rollup, Verifier};
use longhand_core::audit::{Entry, Units, hour_of};
use longhand_core::bill::{Amount, Used};
use longhand_core::correction::Correction;
use longhand_core::ids::{AccountId, EntryId, TokenKey};
use longhand_core::ports::{Span, Written};
use longhand_core::tokens::Kind;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use self::step::{Step, step};
use crate::Ports;
use crate::bills::{Till, books};
use crate::corrections::{correction, notary};
use crate::dying::Dying;
use crate::made::{account, account_id, at, change, entry, token_key};

/// Steps of one store, at most.
const TOGETHER: usize = 200;

/// What must be so.
struct World {
    ports: Ports,
    now: Timestamp,
    till: Till,
    /// Whatever was told of, and whether as late.
    told: Vec<(Entry, bool)>,
    corrections: Vec<Correction>,
}

impl World {
    fn rollup(&self) -> Rollup {
        let ports = || self.ports.clone();
        Rollup::new(ports(), ports(), ports(), ports(), books(&self.ports))
    }

    fn call(&self, token: u8, characters: u32, at: Timestamp) -> Entry {
        let n = u32::try_from(self.told.len()).expect("few steps").to_be_bytes();
        let mut id = [0; 10];
        id[6..].copy_from_slice(&n);
        let kind = if token == 3 { Kind::Test } else { Kind::Live };
        let units = Units { images: u32::from(characters > 0), characters };
        let (id, token_key) = (EntryId::new(id), token_key(token));
        Entry { id, at, token: Some(token_key), kind: Some(kind), units, ..entry(1, 1 + token / 2, 0) }
    }

    async fn tell(&mut self, entry: Entry, late: bool) {
        let told = if late { self.ports.append_late(&entry).await } else { self.ports.append(&entry).await };
        told.expect("a store");
        self.told.push((entry, late));
    }

    async fn take(&mut self, step: &Step) {
        match *step {
            Step::Call { token, characters, off } => {
                let at = self.now + SignedDuration::from_secs(off);
                self.tell(self.call(token, characters, at), false).await;
            }
            Step::Refusal { token } => self.tell(self.call(token, 0, self.now), false).await,
            Step::Late { token, hours } => {
                let at = self.now - SignedDuration::from_hours(hours);
                self.tell(self.call(token, 7, at), true).await;
            }
            Step::Again { which } if !self.told.is_empty() => {
                let (entry, late) = self.told[which % self.told.len()].clone();
                let again = if late { self.ports.append_late(&entry).await } else { self.ports.append(&entry).await };
                again.expect("a store");
            }
            Step::Again { .. } => {}
            Step::Wait { seconds } => self.now += SignedDuration::from_secs(seconds),
            Step::Rollup => self.add_up().await,
            Step::TwoRollups => {
                let rollup = self.rollup();
                let (one, other) = join(rollup.run(self.now), rollup.run(self.now)).await;
                one.and(other).expect("stores answer");
            }
            Step::Killed { after } => {
                let dying = Arc::new(Dying::after(self.ports.clone(), after));
                let books = Books::new(dying.clone(), dying.clone());
                let rollup = Rollup::new(dying.clone(), dying.clone(), dying.clone(), dying, books);
                // Whether it came to its end makes no difference.
                let _ = rollup.run(self.now).await;
            }
            Step::Bill { heard, after } => {
                let dying = Arc::new(Dying::after(self.ports.clone(), after));
                self.till.set(self.now, heard);
                let _ = Books::new(dying.clone(), dying).tell(&self.till, self.now).await;
            }
            Step::ByHand { hours } => {
                let at = self.now - SignedDuration::from_hours(hours);
                self.rollup().hour(at, self.now).await.expect("stores answer");
            }
            Step::Correct { account, hours, images } => {
                let hour = hour_of(self.now - SignedDuration::from_hours(hours));
                let number = u8::try_from(self.corrections.len()).expect("few steps");
                let made = correction(number, account, 0, images);
                let made = Correction { hour, at: self.now, ..made };
                let told = change(100 + number % 100, account, made.id.as_str());
                assert_eq!(self.ports.put_correction(&made, &told).await.expect("a store"), Written::Done);
                self.corrections.push(made);
            }
            Step::Sign { after } => {
                let dying = Arc::new(Dying::after(self.ports.clone(), after));
                let books = Books::new(dying.clone(), dying.clone());
                let _ = Notary::new(dying.clone(), dying, books).run().await;
            }
        }
    }

    /// Adds up what is due, and holds what is kept of hours that are over against the model.
    async fn add_up(&self) {
        self.rollup().run(self.now).await.expect("stores answer");
        let over = hour_of(self.now - SignedDuration::from_mins(10));
        let span = Span { from: Timestamp::UNIX_EPOCH, to: over };
        let mut kept = BTreeMap::new();
        for account in [1, 2] {
            for total in self.ports.totals(&account_id(account), span).await.expect("a store") {
                kept.insert((total.account, total.hour, total.token), (total.images, total.characters));
            }
        }
        assert_eq!(kept, self.rendered(over));
    }

    /// Tells the biller all there is, and holds what it has against the model.
    async fn bill(&self) {
        notary(&self.ports).run().await.expect("stores answer");
        while !self.ports.open_bills(None, 1).await.expect("a store").is_empty() {
            self.till.set(self.now, i32::MAX);
            books(&self.ports).tell(&self.till, self.now).await.expect("stores answer");
        }
        let mut live: BTreeMap<(u8, Timestamp), Amount> = BTreeMap::new();
        for ((account, hour, token), (images, characters)) in self.rendered(Timestamp::MAX) {
            let used = if token == token_key(3) { Used::default() } else { Used { images, characters } }.into();
            let number = if account == account_id(1) { 1 } else { 2 };
            let sum = live.entry((number, hour)).or_default();
            *sum = sum.plus(used);
        }
        for correction in &self.corrections {
            let number = if correction.account == account_id(1) { 1 } else { 2 };
            let sum = live.entry((number, correction.hour)).or_default();
            *sum = sum.plus(Amount::of(correction));
        }
        for ((number, hour), used) in live {
            let customer = format!("cus_{number}").parse().expect("a customer");
            assert_eq!(self.till.used(&customer, hour), used, "account {number}, {hour}");
        }
    }

    /// What calls before `end` gave out, by account, hour and token.
    fn rendered(&self, end: Timestamp) -> BTreeMap<(AccountId, Timestamp, TokenKey), (u64, u64)> {
        let mut all = BTreeMap::new();
        for (entry, _) in self.told.iter().filter(|(entry, _)| entry.at < end && entry.units.images > 0) {
            let (account, token) = (entry.account.clone().expect("whose"), entry.token.clone().expect("which"));
            let sum: &mut (u64, u64) = all.entry((account, hour_of(entry.at), token)).or_default();
            *sum = (sum.0 + 1, sum.1 + u64::from(entry.units.characters));
        }
        all
    }
}

/// Takes all steps on a fresh store, and in the end adds up and verifies everything.
async fn play(ports: Ports, steps: &[Step]) {
    let mut world =
        World { ports: ports.clone(), now: at(0), till: Till::default(), told: Vec::new(), corrections: Vec::new() };
    for number in [1, 2] {
        let made = ports.create_account(&account(number), &change(number, number, "made")).await;
        assert_eq!(made.expect("a store"), Written::Done);
    }
    for step in steps {
        world.take(step).await;
    }
    world.now += SignedDuration::from_hours(2);
    world.add_up().await;
    world.bill().await;
    let key = ports.verifying_key().await.expect("a key");
    let verdict =
        Verifier::new(ports.clone(), ports.clone(), ports.clone(), ports.clone(), ports, key).verify(world.now).await;
    assert_eq!(verdict.expect("stores answer").faults, []);
}

/// As many steps as are wanted, in sequences of which a failing one is made as short as can be.
fn hold<G>(steps: usize, fresh: impl AsyncFn() -> (G, Ports)) {
    let wanted = std::env::var("LONGHAND_STEPS").map_or(steps, |steps| steps.parse().expect("a number"));
    // Sequences are half as long as they may be, on the average.
    let cases = u32::try_from(2 * wanted.div_ceil(TOGETHER)).expect("a number");
    let config = Config { cases, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let held = runner.run(&prop::collection::vec(step(), 1..TOGETHER), |steps| {
        crate::block(async {
            let (_guard, ports) = fresh().await;
            play(ports, &steps).await;
        });
        Ok(())
    });
    held.unwrap_or_else(|fault| panic!("{fault}"));
}

#[test]
fn counted_is_rendered_is_billed_on_one_machine() {
    hold(20_000, crate::embedded::fresh);
}

#[test]
fn counted_is_rendered_is_billed_on_aws() {
    hold(400, crate::dynoxide::fresh);
}
