//! Records made up for the suites.

use jiff::{SignedDuration, Timestamp};
use longhand_core::account::{Account, Member, Plan, Role, State};
use longhand_core::audit::{Actor, Change, Entry, Units};
use longhand_core::ids::{AccountId, EntryId, RequestId, TokenKey};
use longhand_core::tokens::{Cap, Kind, Pepper, PepperId, PlainSecret, Token};

/// The moment `s` seconds after a fixed beginning.
pub fn at(s: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1_800_000_000 + s)
}

pub fn account_id(n: u8) -> AccountId {
    AccountId::new([n; 10])
}

pub fn account(n: u8) -> Account {
    Account {
        id: account_id(n),
        title: format!("Account {n}"),
        plan: Plan::Paid,
        state: State::Active,
        members: vec![Member { subject: format!("person-{n}"), role: Role::Owner }],
        owner_key: None,
        contact: Some("anna@example.org".parse().expect("an address")),
        customer: Some(format!("cus_{n}").parse().expect("a customer")),
        cap: Some(Cap(1000)),
        erased: None,
        created: at(0),
        version: 1,
    }
}

pub fn token_key(n: u8) -> TokenKey {
    TokenKey::new([n; 10])
}

pub fn token(n: u8, account: u8) -> Token {
    let pepper = Pepper::new(PepperId("p".into()), [7; 32]);
    Token {
        key: token_key(n),
        account: account_id(account),
        kind: Kind::Test,
        digest: PlainSecret::new(Kind::Test, &[n; 32]).digest(&pepper),
        overlap: None,
        title: format!("Token {n}"),
        labels: vec!["all".into(), format!("label-{}", n % 3)],
        owner: None,
        scopes: Vec::new(),
        addresses: vec!["192.0.2.0/24".parse().expect("a range")],
        origins: vec!["https://example.org".parse().expect("an origin")],
        revoke_if_exposed: false,
        cap: None,
        created: at(i64::from(n)),
        expires: Some(at(1_000_000)),
        revoked: None,
        version: 1,
    }
}

/// The change that call `n` made to `object` of an account.
pub fn change(n: u8, account: u8, object: &str) -> Change {
    Change {
        id: EntryId::new([n; 10]),
        at: at(i64::from(n)),
        account: account_id(account),
        actor: Actor { subject: "person-1".into(), role: Role::Owner },
        action: "token.create".into(),
        object: object.to_owned(),
        before: serde_json::Value::Null,
        after: serde_json::json!({ "title": object }),
    }
}

/// Call `n` of an account, `s` seconds after the beginning.
pub fn entry(n: u8, account: u8, s: i64) -> Entry {
    Entry {
        id: EntryId::new([n; 10]),
        request_id: RequestId::of_caller(&format!("r-{n}")).expect("a safe id"),
        at: at(s),
        account: Some(account_id(account)),
        token: Some(token_key(1)),
        kind: Some(Kind::Live),
        subject: None,
        method: "GET".into(),
        route: "/render/png".into(),
        status: 200,
        duration_us: 1234,
        bytes: 5678,
        user_agent: "curl".into(),
        address: Some([192, 0, 2, 1].into()),
        units: Units { images: 1, characters: 9 },
        commitment: None,
        text: None,
    }
}
