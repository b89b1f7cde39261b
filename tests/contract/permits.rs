//! Counters of calls.

use longhand_core::permit::Bucket;
use longhand_core::ports::Counter;

use crate::Ports;
use crate::made::{at, token_key};

/// A counter that some adapters spread.
const SPREAD: u32 = 50_000;

fn counter(n: u8, window: i64, limit: u32) -> Counter {
    Counter { bucket: Bucket::Token(token_key(n)), window: at(60 * window), limit }
}

pub async fn calls_are_counted_up_to_the_limit_and_apart_by_bucket_and_window(ports: Ports) {
    for (key, limit) in [(1, 7), (11, SPREAD)] {
        for n in 1..=7 {
            let hits = ports.hit(&counter(key, 0, limit), 7).await.unwrap();
            assert!(hits.is_some_and(|hits| hits == n || limit == SPREAD && hits <= 7), "{hits:?}");
        }
        assert_eq!(ports.hit(&counter(key, 0, limit), 7).await.unwrap(), None);
        assert_eq!(ports.hits(&counter(key, 0, limit)).await.unwrap(), 7);
        assert!(ports.hit(&counter(key, 0, limit), 8).await.unwrap().is_some(), "as more is allowed");
        assert!(ports.hit(&counter(key, 1, limit), 7).await.unwrap().is_some());
        assert!(ports.hit(&counter(key + 1, 0, limit), 7).await.unwrap().is_some());
        assert_eq!(ports.hit(&counter(key + 2, 0, limit), 0).await.unwrap(), None);
        assert_eq!(ports.hits(&counter(key + 2, 0, limit)).await.unwrap(), 0);
    }
}

pub async fn a_call_that_is_given_back_leaves_room_for_another(ports: Ports) {
    for (key, limit) in [(1, 7), (2, SPREAD)] {
        let counter = counter(key, 0, limit);
        ports.give_back(&counter).await.unwrap();
        assert_eq!(ports.hits(&counter).await.unwrap(), 0, "none is counted below none");
        for _ in 0..2 {
            assert!(ports.hit(&counter, 2).await.unwrap().is_some());
        }
        assert_eq!(ports.hit(&counter, 2).await.unwrap(), None);
        ports.give_back(&counter).await.unwrap();
        assert_eq!(ports.hits(&counter).await.unwrap(), 1);
        assert!(ports.hit(&counter, 2).await.unwrap().is_some());
        assert_eq!(ports.hit(&counter, 2).await.unwrap(), None);
    }
}

pub async fn a_door_is_shut_until_the_latest_time(ports: Ports) {
    let [one, two] = [Bucket::WrongFor("A".into()), Bucket::wrong_from([192, 0, 2, 7].into())];
    let both = [one.clone(), two.clone()];
    assert_eq!(ports.shut(&both).await.unwrap(), None);
    ports.shut_until(&one, at(100)).await.unwrap();
    ports.shut_until(&one, at(50)).await.unwrap();
    assert_eq!(ports.shut(&both).await.unwrap(), Some(at(100)));
    assert_eq!(ports.shut(&both[1..]).await.unwrap(), None);
    ports.shut_until(&two, at(300)).await.unwrap();
    assert_eq!(ports.shut(&both).await.unwrap(), Some(at(300)));
}

pub async fn of_five_hundred_calls_at_once_as_many_pass_as_are_allowed(ports: Ports) {
    for (key, limit) in [(1, 99), (2, SPREAD)] {
        let callers = (0..500).map(|_| {
            let ports = ports.clone();
            tokio::spawn(async move { ports.hit(&counter(key, 0, limit), 99).await.unwrap().is_some() })
        });
        let mut passed = 0;
        for caller in callers.collect::<Vec<_>>() {
            passed += usize::from(caller.await.unwrap());
        }
        assert_eq!((passed, ports.hits(&counter(key, 0, limit)).await.unwrap()), (99, 99));
    }
}
