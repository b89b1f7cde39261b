//! What must be exact under parallel calls: idempotency keys and caps. And the peppers, which must not change.

use longhand_core::ids::EntryId;
use longhand_core::ports::{Claim, Written};
use longhand_core::tokens::PepperId;

use crate::Ports;
use crate::made::{at, token_key};

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
        tokio::spawn(async move { ports.spend(&token_key(1), at(0), 37).await.unwrap() })
    });
    let mut spent = 0;
    for call in calls.collect::<Vec<_>>() {
        spent += u32::from(call.await.unwrap() == Written::Done);
    }
    assert_eq!(spent, 37);
}

pub async fn a_refund_makes_room_for_one(ports: Ports) {
    let key = token_key(1);
    let spend = || ports.spend(&key, at(0), 1);
    assert_eq!(spend().await.unwrap(), Written::Done);
    assert_eq!(spend().await.unwrap(), Written::Conflict);
    ports.refund(&token_key(1), at(0)).await.unwrap();
    ports.refund(&token_key(1), at(0)).await.unwrap();
    assert_eq!(spend().await.unwrap(), Written::Done);
    assert_eq!(spend().await.unwrap(), Written::Conflict, "a second refund of one image makes no room");
}

pub async fn months_and_tokens_are_counted_apart(ports: Ports) {
    for (n, month) in [(1, 0), (2, 0), (1, 2_700_000)] {
        assert_eq!(ports.spend(&token_key(n), at(month), 1).await.unwrap(), Written::Done);
        assert_eq!(ports.spend(&token_key(n), at(month), 1).await.unwrap(), Written::Conflict);
    }
}

pub async fn the_peppers_stay_the_same(ports: Ports) {
    let (one, two) = (ports.peppers().await.unwrap(), ports.peppers().await.unwrap());
    assert_eq!(one.current.id(), two.current.id());
    assert_eq!(one.current.mac(&[b"text"]), two.current.mac(&[b"text"]));
}
