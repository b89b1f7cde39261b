//! Whoever is used from a country that is new is told of, soon.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use axum::http::Method;
use longhand_core::app::{LINKED, Sentinel};
use longhand_core::audit::Entry;
use longhand_core::ids::{EntryId, TokenKey};
use longhand_core::ports::AuditSink as _;
use longhand_countries::Countries;

use crate::notices::{Letterbox, set_contact, tell};
use crate::{Ask, Server};

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 3600;
/// Where the file of the tests has documentation's ranges.
const GERMANY: &str = "192.0.2.7";
const FRANCE: &str = "198.51.100.7";
const AMERICA: &str = "203.0.113.7";
const JAPAN: &str = "2001:db8::7";

fn sentinel(server: &Server) -> Sentinel {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("support/countries.mmdb");
    let countries = Countries::open(&file).expect("a file of countries");
    Sentinel::on(&server.store).with(Arc::new(countries), server.store.clone())
}

/// A server that is looked at each minute.
struct Watched {
    server: Server,
    letterbox: Arc<Letterbox>,
    sentinel: Sentinel,
    drawn: Entry,
    number: u32,
}

impl Watched {
    /// With eight days of calls from two countries behind it.
    async fn new() -> Self {
        let server = Server::new().await;
        set_contact(&server, "anna@example.org").await;
        let image = Ask::get("/render/png?handwriting_id=Perry&text=a&width=30px&height=30px");
        assert_eq!(server.ask(image.token(&server.customer.live)).await.status, 200);
        let drawn = server.entries().await.into_iter().find(|e| e.units.images > 0).expect("an entry");
        let sentinel = sentinel(&server);
        let mut watched = Self { server, letterbox: Arc::default(), sentinel, drawn, number: 0 };
        for address in [GERMANY, FRANCE, "::ffff:192.0.2.8", FRANCE] {
            watched.call(address).await;
            assert_eq!(watched.look(5).await, []);
            watched.server.wait(2 * DAY);
        }
        watched
    }

    fn live(&self) -> TokenKey {
        self.server.customer.live.token.key.clone()
    }

    async fn call(&mut self, address: &str) {
        let (token, drawn) = (self.live(), self.drawn.clone());
        self.call_with(token, address, drawn).await;
    }

    async fn call_with(&mut self, token: TokenKey, address: &str, call: Entry) {
        self.number += 1;
        let mut id = [9; 10];
        id[..4].copy_from_slice(&self.number.to_be_bytes());
        let address: IpAddr = address.parse().expect("an address");
        let (id, at) = (EntryId::new(id), self.server.now());
        let call = Entry { id, at, token: Some(token), address: Some(address), ..call };
        self.server.store.append(&call).await.expect("a store");
    }

    /// Looks each minute for so long; what is told, and after how many minutes.
    async fn look(&self, minutes: i64) -> Vec<(i64, String)> {
        let mut told = Vec::new();
        for minute in 1..=minutes {
            self.server.wait(MINUTE);
            self.sentinel.look(self.server.now()).await.expect("a store");
            told.extend(tell(&self.server, &self.letterbox).await.into_iter().map(|(_, text)| (minute, text)));
        }
        told
    }
}

#[tokio::test]
async fn a_use_from_a_new_country_is_told_within_ten_minutes_and_once() {
    let mut watched = Watched::new().await;
    for address in [AMERICA, AMERICA, GERMANY] {
        watched.call(address).await;
    }
    let told = watched.look(10).await;
    let [(minutes, text)] = told.as_slice() else { panic!("{told:?}") };
    assert!(*minutes <= 10, "{minutes}");
    let key = watched.live();
    for part in [key.as_str(), "used from US", "only from DE, FR", "POST /tokens/"] {
        assert!(text.contains(part), "{text}");
    }
    for _ in 0..2 {
        watched.server.wait(DAY);
        watched.call(AMERICA).await;
        assert_eq!(watched.look(10).await, [], "it is told");
    }
    watched.call(JAPAN).await;
    let told = watched.look(10).await;
    assert!(told.len() == 1 && told[0].1.contains("only from DE, FR, US"), "{told:?}");
}

#[tokio::test]
async fn a_call_in_an_hours_last_minute_is_told_of_also_by_a_new_process() {
    for starts_anew in [false, true] {
        let mut watched = Watched::new().await;
        watched.server.wait(2 * 3600 - watched.server.now().as_second().rem_euclid(3600) - 30);
        watched.call(AMERICA).await;
        watched.server.wait(10 * MINUTE);
        if starts_anew {
            watched.sentinel = sentinel(&watched.server);
        }
        let told = watched.look(1).await;
        assert!(told.len() == 1 && told[0].1.contains("used from US"), "{starts_anew}: {told:?}");
        watched.sentinel = sentinel(&watched.server);
        assert_eq!(watched.look(1).await, [], "it is told");
    }
}

#[tokio::test]
async fn what_is_refused_linked_on_a_page_or_from_nowhere_is_no_use_abroad() {
    let mut watched = Watched::new().await;
    let (live, drawn) = (watched.live(), watched.drawn.clone());
    watched.call("10.0.0.1").await;
    watched.call("233.252.0.1").await;
    for call in [Entry { status: 429, ..drawn.clone() }, Entry { route: LINKED.into(), ..drawn.clone() }] {
        watched.call_with(live.clone(), AMERICA, call).await;
    }
    // One that is watched since today.
    let test = watched.server.customer.test.token.key.clone();
    watched.call_with(test.clone(), GERMANY, drawn.clone()).await;
    watched.call_with(test, AMERICA, drawn).await;
    assert_eq!(watched.look(10).await, []);
    // One for pages, which anyone anywhere may read.
    let ask = Ask::new(Method::PATCH, &format!("/tokens/{live}")).json(r#"{"origins":["https://example.org"]}"#);
    assert_eq!(watched.server.owner(ask).await.status, 200);
    watched.call(AMERICA).await;
    assert_eq!(watched.look(10).await, []);
}
