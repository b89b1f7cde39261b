//! What must be exact under parallel calls: idempotency keys and caps. And the peppers, which must not change.

use longhand_core::ids::EntryId;
use longhand_core::ports::{Claim, Held, Spender};
use longhand_core::tokens::PepperId;

use crate::Ports;
use crate::made::{account_id, at, token_key};

fn claim(n: u8, s: i64) -> Claim {
    Claim {
        token: token_key(1),
        key: "key".into(),
        request: [1; 32],
        pepper: PepperId("p".into()),
        entry: EntryId::new([n; 10]),
        at: at(s),
        seed: u64::from(n),
    }
}

pub async fn of_parallel_claims_one_is_stored_and_all_get_it(ports: Ports) {
    let calls = (0..50u8).map(|n| {
        let ports = ports.clone();
        tokio::spawn(async move { ports.claim(&claim(n, 10), at(0)).await.unwrap() })
    });
    let mut got = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        got.push(call.await.unwrap());
    }
    assert!(got.iter().all(|c| *c == got[0]), "two claims of one key");
    let other = Claim { key: "other".into(), ..claim(99, 10) };
    assert_eq!(ports.claim(&other, at(0)).await.unwrap(), other);
    let of_another = Claim { token: token_key(2), ..claim(98, 10) };
    assert_eq!(ports.claim(&of_another, at(0)).await.unwrap(), of_another);
}

pub async fn an_expired_claim_gives_way(ports: Ports) {
    assert_eq!(ports.claim(&claim(1, 10), at(0)).await.unwrap(), claim(1, 10));
    assert_eq!(ports.claim(&claim(2, 20), at(10)).await.unwrap(), claim(1, 10), "not older than the bound");
    assert_eq!(ports.claim(&claim(3, 30), at(11)).await.unwrap(), claim(3, 30));
}

pub async fn a_cap_is_exact_under_parallel_calls(ports: Ports) {
    let calls = (0..200).map(|_| {
        let ports = ports.clone();
        tokio::spawn(async move { ports.spend(&one_token(1), at(0), 37).await.unwrap() })
    });
    let mut spent = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        spent.extend(call.await.unwrap());
    }
    spent.sort_unstable();
    assert_eq!(spent, (1..=37).collect::<Vec<u64>>(), "each image has a number of its own");
}

pub async fn a_refund_makes_room_for_one(ports: Ports) {
    let spender = one_token(1);
    let spend = || ports.spend(&spender, at(0), 1);
    assert_eq!(spend().await.unwrap(), Some(1));
    assert_eq!(spend().await.unwrap(), None);
    ports.refund(&spender, at(0)).await.unwrap();
    ports.refund(&spender, at(0)).await.unwrap();
    assert_eq!(spend().await.unwrap(), Some(1));
    assert_eq!(spend().await.unwrap(), None, "a second refund of one image makes no room");
}

pub async fn what_is_billed_once_is_taken_once_until_nobody_holds_it(ports: Ports) {
    let (spender, entry) = (one_token(1), |n| EntryId::new([n; 10]));
    let (one, other, third) = (entry(1), entry(2), entry(3));
    let hold = |entry| ports.hold(&spender, at(0), 2, entry);
    assert_eq!(hold(&one).await.unwrap(), Held::Taken(1));
    assert_eq!(hold(&one).await.unwrap(), Held::Again);
    assert_eq!(hold(&other).await.unwrap(), Held::Taken(2));
    assert_eq!(hold(&third).await.unwrap(), Held::NoneLeft);
    assert_eq!(hold(&one).await.unwrap(), Held::Again, "also when none is left");
    ports.release(&spender, at(0), &other).await.unwrap();
    ports.release(&spender, at(0), &other).await.unwrap();
    assert_eq!(hold(&third).await.unwrap(), Held::Taken(2), "once there was room again");
    assert_eq!(hold(&other).await.unwrap(), Held::NoneLeft, "and its own is gone");
    for _ in 0..3 {
        ports.release(&spender, at(0), &one).await.unwrap();
    }
    assert_eq!(hold(&other).await.unwrap(), Held::Taken(2), "the last of three let go");
}

pub async fn of_parallel_calls_of_what_is_billed_once_one_takes_it(ports: Ports) {
    let calls = (0..50).map(|n: u8| {
        let (ports, entry) = (ports.clone(), EntryId::new([n % 5; 10]));
        tokio::spawn(async move { ports.hold(&one_token(1), at(0), 99, &entry).await.unwrap() })
    });
    let mut taken = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        match call.await.unwrap() {
            Held::Taken(n) => taken.push(n),
            held => assert_eq!(held, Held::Again),
        }
    }
    assert_eq!(taken.len(), 5);
    assert_eq!(ports.spend(&one_token(1), at(0), 5).await.unwrap(), None, "five are taken, and none is left");
    assert_eq!(ports.spend(&one_token(1), at(0), 6).await.unwrap(), Some(6));
}

pub async fn months_and_spenders_are_counted_apart(ports: Ports) {
    let account = || Spender::Account(account_id(1));
    for (spender, month) in [(one_token(1), 0), (one_token(2), 0), (account(), 0), (one_token(1), 2_700_000)] {
        assert_eq!(ports.spend(&spender, at(month), 1).await.unwrap(), Some(1));
        assert_eq!(ports.spend(&spender, at(month), 1).await.unwrap(), None);
    }
}

fn one_token(n: u8) -> Spender {
    Spender::Token(token_key(n))
}

pub async fn the_peppers_stay_the_same(ports: Ports) {
    let (one, two) = (ports.peppers().await.unwrap(), ports.peppers().await.unwrap());
    assert_eq!(one.current.id(), two.current.id());
    assert_eq!(one.current.mac(&[b"text"]), two.current.mac(&[b"text"]));
}
