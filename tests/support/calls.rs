//! Calls made up by number.

use jiff::Timestamp;
use longhand_core::audit::{Entry, Units};
use longhand_core::ids::{AccountId, EntryId, RequestId, TokenKey};
use longhand_core::tokens::Kind;

/// Ten bytes that no other number has.
#[must_use]
pub fn ten(n: u32) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[6..].copy_from_slice(&n.to_be_bytes());
    bytes
}

/// The `n`th call, of account `account`.
///
/// # Panics
/// Never: its request id is a safe one.
#[must_use]
pub fn call(n: u32, account: u32, at: Timestamp) -> Entry {
    Entry {
        id: EntryId::new(ten(n)),
        request_id: RequestId::of_caller(&format!("call-{n}")).expect("a safe id"),
        at,
        account: Some(AccountId::new(ten(account))),
        token: Some(TokenKey::new(ten(account))),
        kind: Some(Kind::Live),
        subject: None,
        method: "GET".to_owned(),
        route: "/render/png".to_owned(),
        status: 200,
        duration_us: 2345,
        bytes: 12_345,
        user_agent: "handwritingio/1.0".to_owned(),
        address: Some([192, 0, 2, 1].into()),
        units: Units { images: 1, characters: 40 },
        commitment: None,
        text: None,
    }
}
