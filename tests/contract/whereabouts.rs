//! From where tokens are used.

use longhand_core::audit::RETENTION;
use longhand_core::country::{Country, Stays};

use crate::Ports;
use crate::made::{at, token_key};

/// From one country, since the beginning.
pub fn stays() -> Stays {
    let mut stays = Stays::default();
    stays.add(Country::try_from("DE".to_owned()).expect("a country"), at(0));
    stays
}

pub async fn countries_are_kept_by_token_and_gone_with_the_calls_from_them(ports: Ports) {
    let none = Stays::default();
    assert_eq!(ports.stays(&token_key(1), at(0)).await.unwrap(), none);
    ports.keep_stays(&token_key(1), &none, at(0)).await.unwrap();
    ports.keep_stays(&token_key(1), &stays(), at(0)).await.unwrap();
    assert_eq!(ports.stays(&token_key(1), at(9)).await.unwrap(), stays());
    assert_eq!(ports.stays(&token_key(2), at(9)).await.unwrap(), none, "of another");
    assert_eq!(ports.stays(&token_key(1), at(0) + RETENTION).await.unwrap(), stays());
    assert_eq!(ports.stays(&token_key(1), at(1) + RETENTION).await.unwrap(), none);
}
