//! Plans in force.

use longhand_core::app::PlanBook;

use crate::Ports;
use crate::made::{account, at};

const FIVE: &str = "[plan.paid.allows]\ncalls_per_minute = 5\n";
const SIX: &str = "[plan.paid.allows]\ncalls_per_minute = 6\n";

pub async fn the_plans_last_put_are_in_force(ports: Ports) {
    assert_eq!(ports.plans().await.unwrap(), None);
    let book = PlanBook::new(ports.clone());
    let calls = async |s| {
        Ok::<_, String>(book.current(at(s)).await.map_err(|e| e.to_string())?.allowance(&account(1)).token_calls)
    };
    assert_eq!(calls(0).await, Ok(None));
    for file in [FIVE, SIX] {
        ports.put_plans(file).await.unwrap();
        assert_eq!(ports.plans().await.unwrap().as_deref(), Some(file));
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
