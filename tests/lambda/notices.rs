//! The function that tells accounts, as its schedule runs it.

mod event;
mod runtime;
mod watch;
mod world;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use longhand_core::audit::{Entry, hour_of};
use longhand_core::country::{Country, Stays};
use longhand_core::ids::TokenKey;
use longhand_core::notice::{About, Notice};
use longhand_core::ports::{AuditSink as _, Outbox as _, Whereabouts as _};
use runtime::Function;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use watch::Watch;
use world::World;

/// What the emulator was given to send.
async fn mails(emulator: &str) -> Vec<Value> {
    let mut stream = TcpStream::connect(emulator.replace("http://", "")).await.expect("the emulator");
    let ask = "GET /_ministack/ses/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    stream.write_all(ask.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    let json = answer.split_once("\r\n\r\n").expect("a body").1;
    let answer: Value = serde_json::from_str(json).unwrap_or_else(|_| panic!("{json}"));
    let by_account = answer["messages"].as_object().unwrap_or_else(|| panic!("{answer}"));
    by_account.values().flat_map(|mails| mails.as_array().expect("mails").clone()).collect()
}

/// Uses a token from Germany that was used from France before; which it is.
async fn use_from_germany(world: &World, at: Timestamp) -> TokenKey {
    let mut stays = Stays::default();
    stays.add(Country::try_from("FR".to_owned()).expect("a country"), at - SignedDuration::from_hours(8 * 24));
    let call = Entry { address: "192.0.2.7".parse().ok(), ..world.entry(at) };
    let token = call.token.clone().expect("a token");
    world.cloud.keep_stays(&token, &stays, at).await.expect("stored");
    world.cloud.append(&call).await.expect("stored");
    token
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ends_soon_draws_too_much_or_is_used_abroad_is_told_of_once_by_mail() {
    let (world, watch) = (World::new("notices").await, Watch::default());
    let ses = aws_sdk_sesv2::Client::new(&world.config);
    ses.create_email_identity().email_identity("notices@example.com").send().await.expect("an identity");
    world.set_contact("anna@example.org").await;
    let soon = Timestamp::now() + SignedDuration::from_hours(48);
    let key = world.ending(soon).await;
    // In the hour that is looked at.
    let hour = hour_of(Timestamp::now() - SignedDuration::from_mins(2));
    for _ in 0..100 {
        world.log(hour).await;
    }
    let used = use_from_germany(&world, hour).await;
    let mut environment = world.watched(&watch).await;
    environment.push(("LONGHAND_MAIL_FROM", "notices@example.com".to_owned()));
    environment.push((
        "LONGHAND_COUNTRIES",
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/support/countries.mmdb").to_owned(),
    ));
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-notices"), &environment).await;
    assert_eq!(function.call(&json!({ "watch": true })).await, json!({ "told": 3 }));
    assert_eq!(function.call(&json!({ "watch": true })).await, json!({ "told": 0 }));
    // A notice that waits for a person is counted, for the alarm of that name.
    let about = About::TokenEnds { key: used.clone(), title: String::new(), expires: soon };
    let notice = Notice { id: "ends".to_owned(), account: world.account().clone(), at: hour, about };
    world.cloud.set_aside(&notice, Timestamp::now()).await.expect("stored");
    assert_eq!(function.call(&json!({})).await, json!({ "told": 0 }));
    let sent = mails(world.endpoint).await;
    let mail = sent.iter().find(|mail| mail.to_string().contains(&key)).expect("it is sent");
    for part in ["notices@example.com", "anna@example.org", &format!("Token {key} ends on"), "is accepted until"] {
        assert!(mail.to_string().contains(part), "{part}: {mail}");
    }
    assert_eq!(sent.iter().filter(|mail: &&Value| mail.to_string().contains(&key)).count(), 1);
    assert!(sent.iter().any(|mail| mail.to_string().contains("has drawn 101 images since")), "{sent:?}");
    assert!(sent.iter().any(|mail| mail.to_string().contains(&format!("{used} was used from DE"))), "{sent:?}");
    let counted = function.end().into_iter().filter(|line| line.contains("notices_aside"));
    let counted = counted.map(|line| serde_json::from_str::<Value>(&line).expect("JSON")["notices_aside"].clone());
    assert_eq!(counted.collect::<Vec<_>>(), [0, 0, 1]);
    let (asked, rights): (BTreeSet<String>, _) = (watch.take().into_iter().collect(), World::rights("Notices"));
    assert!(asked.is_subset(&rights), "{:?}", asked.difference(&rights).collect::<Vec<_>>());
    let unused: Vec<_> = rights.difference(&asked).filter(|right| !right.starts_with("logs:")).collect();
    assert!(unused.is_empty(), "rights that nothing needs: {unused:?}");
}
