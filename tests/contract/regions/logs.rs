//! What two regions count, held against a model: each draws, adds up and bills when it likes, while what they write comes
//! to the other late, in any order, or not for long. In the end nothing is lost, and nothing counted twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use longhand_aws::Cloud;
use longhand_core::app::{Books, Reconciler, Rollup, Verifier};
use longhand_core::audit::{Entry, Units, hour_of};
use longhand_core::bill::Used;
use longhand_core::ids::EntryId;
use longhand_core::ports::{
    AccountWriter as _, AuditReader as _, AuditSink as _, Bills as _, Span, UsageReader as _, VerifyingKey as _,
    Written,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{NAMES, Pair};
use crate::bills::Till;
use crate::made::{account, account_id, at, change, entry, token_key};

const HOUR: i64 = 3600;

#[derive(Clone, Debug)]
enum Step {
    /// A call ends in a region, begun so many hours ago.
    Call {
        region: usize,
        token: u8,
        hours: i64,
    },
    Rollup {
        region: usize,
    },
    /// The biller is told of what a region has to tell, and is heard so often.
    Bill {
        region: usize,
        heard: i32,
    },
    Wait {
        seconds: i64,
    },
    /// What was written comes over, all of it or every so manieth item.
    Carry {
        later: usize,
        one_of: u64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..2usize, 0..3u8, 0..30i64).prop_map(|(region, token, hours)| Step::Call { region, token, hours: hours - 20 }),
        2 => (0..2usize).prop_map(|region| Step::Rollup { region }),
        1 => (0..2usize, 0..9i32).prop_map(|(region, heard)| Step::Bill { region, heard }),
        2 => (1..2 * HOUR).prop_map(|seconds| Step::Wait { seconds }),
        3 => (0..2usize, 1..5u64).prop_map(|(later, one_of)| Step::Carry { later, one_of }),
    ]
}

struct World {
    pair: Pair,
    now: Timestamp,
    till: Till,
    told: Vec<Entry>,
    carried: u64,
}

impl World {
    async fn new() -> Self {
        let pair = Pair::new().await;
        for number in [1, 2] {
            let made = pair.clouds[0].create_account(&account(number), &change(number, number, "made")).await;
            assert_eq!(made.unwrap(), Written::Done);
        }
        pair.carry(0).await;
        Self { pair, now: at(0), till: Till::default(), told: Vec::new(), carried: 0 }
    }

    async fn take(&mut self, step: &Step) {
        match *step {
            Step::Call { region, token, hours } => self.call(region, token, hours.max(0)).await,
            Step::Rollup { region } => add_up(&self.pair.clouds[region], self.now).await,
            Step::Bill { region, heard } => {
                self.till.set(self.now, heard);
                let _ = Books::on(&self.pair.clouds[region]).tell(&self.till, self.now).await;
            }
            Step::Wait { seconds } => self.now += SignedDuration::from_secs(seconds),
            Step::Carry { later, one_of } => {
                let carried = &mut self.carried;
                let goes = |_: &str| {
                    *carried += 1;
                    carried.is_multiple_of(one_of)
                };
                self.pair.link.carry(later, goes).await;
            }
        }
    }

    async fn call(&mut self, region: usize, token: u8, hours: i64) {
        let mut id = [0; 10];
        id[6..].copy_from_slice(&u32::try_from(self.told.len()).unwrap().to_be_bytes());
        let (id, units) = (EntryId::new(id), Units { images: 1, characters: 7 });
        let begun = self.now - SignedDuration::from_hours(hours);
        let entry = Entry { id, at: begun, token: Some(token_key(token)), units, ..entry(1, 1 + token / 2, 0) };
        let cloud = &self.pair.clouds[region];
        if hours == 0 { cloud.append(&entry).await } else { cloud.append_late(&entry).await }.unwrap();
        self.told.push(entry);
    }

    /// All is carried, added up and billed, wherever it was written.
    async fn settle(&mut self, logs: &[Arc<Cloud>]) {
        self.now += SignedDuration::from_hours(2);
        for log in logs {
            add_up(log, self.now).await;
            self.till.set(self.now, i32::MAX);
            // Twice: of what was being told the rest is left.
            for _ in 0..2 {
                Books::on(log).tell(&self.till, self.now).await.unwrap();
            }
        }
        self.pair.carry(0).await;
    }

    /// Holds what a region reads, and what the biller has, against what was told of.
    async fn check(&self, cloud: &Arc<Cloud>) {
        let mut expected: BTreeMap<_, (u64, u64)> = BTreeMap::new();
        let mut live: BTreeMap<_, Used> = BTreeMap::new();
        for entry in &self.told {
            let account = entry.account.clone().unwrap();
            let sum = expected.entry((account.clone(), hour_of(entry.at), entry.token.clone().unwrap())).or_default();
            *sum = (sum.0 + 1, sum.1 + 7);
            let used = live.entry((account, hour_of(entry.at))).or_default();
            *used = used.plus(Used { images: 1, characters: 7 });
        }
        let (mut found, mut entries) = (BTreeMap::new(), 0);
        for number in [1, 2] {
            let whole = Span { from: Timestamp::UNIX_EPOCH, to: self.now };
            for total in cloud.totals(&account_id(number), whole).await.unwrap() {
                found.insert((total.account, total.hour, total.token), (total.images, total.characters));
            }
            entries += cloud.entries(&account_id(number), whole, None, 10_000, self.now).await.unwrap().len();
            let told = cloud.bills_in(&account_id(number), whole).await.unwrap();
            assert!(told.iter().all(|bill| !bill.is_open()), "{told:?}");
        }
        assert_eq!((found, entries), (expected, self.told.len()));
        for ((account, hour), used) in live {
            let customer = format!("cus_{}", if account == account_id(1) { 1 } else { 2 }).parse().unwrap();
            assert_eq!(self.till.used(&customer, hour), used.into(), "{account}, {hour}");
        }
        assert!(
            cloud
                .kept_until()
                .await
                .unwrap()
                .is_some_and(|until| until >= hour_of(self.now) - SignedDuration::from_hours(1))
        );
        let (reconciler, now) = (Reconciler::on(cloud), self.now + SignedDuration::from_hours(48));
        let differences =
            reconciler.run(&self.till, Span { from: now - Reconciler::EACH_DAY, to: now }, now).await.unwrap();
        assert_eq!(differences, []);
    }

    /// Each region's log is as its own pages say, wherever it is read.
    async fn verify(&self, cloud: &Arc<Cloud>) {
        for name in NAMES {
            let log = Arc::new(cloud.log_of(Some(name)).expect("one of the two"));
            let key = log.verifying_key().await.unwrap();
            let verifier = Verifier::new(log.clone(), log.clone(), log.clone(), log.clone(), log, key);
            let verdict = verifier.verify(self.now).await.unwrap();
            assert_eq!((verdict.faults, verdict.pages > 0), (vec![], true), "{name}");
        }
    }
}

async fn add_up(log: &Arc<Cloud>, now: Timestamp) {
    Rollup::on(log).run(now).await.unwrap();
}

/// Some forty steps, several times.
fn play(check: impl AsyncFn(World)) {
    let config = Config { cases: 6, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let held = runner.run(&prop::collection::vec(step(), 20..60), |steps| {
        crate::block(async {
            let mut world = World::new().await;
            for step in &steps {
                world.take(step).await;
            }
            check(world).await;
        });
        Ok(())
    });
    held.unwrap_or_else(|fault| panic!("{fault}"));
}

#[test]
fn nothing_that_two_regions_draw_is_lost_or_billed_twice() {
    play(async |mut world| {
        let clouds = world.pair.clouds.clone();
        world.settle(&clouds).await;
        for cloud in &clouds {
            world.check(cloud).await;
            world.verify(cloud).await;
        }
    });
}

#[test]
fn what_came_over_of_a_region_that_is_gone_is_added_up_and_billed_in_the_other() {
    play(async |mut world| {
        for gone in [0, 1] {
            world.pair.carry(gone).await;
            let left = world.pair.clouds[1 - gone].clone();
            let adopted = Arc::new(left.log_of(Some(NAMES[gone])).expect("one of the two"));
            // From now on nothing comes over any more.
            world.now += SignedDuration::from_hours(2);
            world.till.set(world.now, i32::MAX);
            for log in [&left, &adopted] {
                add_up(log, world.now).await;
                Books::on(log).tell(&world.till, world.now).await.unwrap();
                Books::on(log).tell(&world.till, world.now).await.unwrap();
            }
            world.check(&left).await;
            world.verify(&left).await;
        }
    });
}

#[test]
fn usage_is_read_from_the_calls_from_where_the_region_that_is_farthest_behind_is() {
    crate::block(async {
        let world = World::new().await;
        let [here, there] = &world.pair.clouds;
        assert_eq!(here.kept_until().await.unwrap(), None);
        add_up(here, at(9 * HOUR)).await;
        assert_eq!(
            here.kept_until().await.unwrap(),
            Some(at(8 * HOUR - 48 * HOUR)),
            "the other may have calls of then"
        );
        add_up(there, at(5 * HOUR)).await;
        world.pair.carry(0).await;
        for cloud in [here, there] {
            assert_eq!(cloud.kept_until().await.unwrap(), Some(at(4 * HOUR)));
        }
    });
}
