//! Plans in force.

use longhand_core::app::PlanBook;
use longhand_core::ports::InForce;
use longhand_core::tokens::Kind;

use crate::Ports;
use crate::made::{account, at};

const FIVE: &str = "[plan.paid.allows]\ncalls_per_minute = 5\n";
const SIX: &str = "[plan.paid.allows]\ncalls_per_minute = 6\n";

pub async fn the_plans_last_put_are_in_force(ports: Ports) {
    assert_eq!(ports.plans().await.unwrap(), InForce::default());
    let book = PlanBook::new(ports.clone());
    let calls = async |s| {
        Ok::<_, String>(book.current(at(s)).await.map_err(|e| e.to_string())?.allowance(&account(1)).token_calls)
    };
    assert_eq!(calls(0).await, Ok(None));
    for file in [FIVE, SIX] {
        ports.put_plans(file).await.unwrap();
        assert_eq!(ports.plans().await.unwrap().file.as_deref(), Some(file));
    }
    assert_eq!(calls(29).await, Ok(None), "for half a minute it is not read again");
    assert_eq!(calls(30).await, Ok(Some(6)));
    assert_eq!(ports.accounts(None, 10).await.unwrap(), [], "they are no account");
    // What this version cannot read changes nothing, for an hour.
    ports.put_plans("[plan.platinum]\n").await.unwrap();
    assert_eq!(calls(90).await, Ok(Some(6)));
    assert_eq!(calls(3629).await, Ok(Some(6)));
    assert!(calls(3660).await.is_err());
    ports.put_plans(FIVE).await.unwrap();
    assert_eq!(calls(3661).await, Ok(Some(5)), "what failed is tried again at once");
}

pub async fn tests_are_paused_until_a_time_or_until_they_go_on(ports: Ports) {
    let book = PlanBook::new(ports.clone());
    ports.pause_tests(Some(at(1000))).await.unwrap();
    ports.put_plans(FIVE).await.unwrap();
    let stored = InForce { file: Some(FIVE.to_owned()), tests_paused_until: Some(at(1000)) };
    assert_eq!(ports.plans().await.unwrap(), stored, "neither undoes the other");
    let may = async |kind, s| book.current(at(s)).await.unwrap().lets_draw(kind, at(s)).is_ok();
    assert_eq!((may(Kind::Test, 0).await, may(Kind::Live, 0).await), (false, true));
    assert_eq!((may(Kind::Test, 999).await, may(Kind::Test, 1000).await), (false, true));
    ports.pause_tests(Some(at(5000))).await.unwrap();
    assert!(!may(Kind::Test, 2000).await);
    ports.pause_tests(None).await.unwrap();
    ports.pause_tests(None).await.unwrap();
    assert!(may(Kind::Test, 2030).await);
    assert_eq!(ports.plans().await.unwrap(), InForce { tests_paused_until: None, ..stored });
}
