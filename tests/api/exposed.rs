//! Secrets that callers send in ways that show them to others: answered as ever, and told.

use longhand_core::app::Minted;
use longhand_core::notice::{About, Notice, Place};
use longhand_core::ports::Outbox as _;

use crate::{Ask, Server};

const TARGET: &str = "/render/png?handwriting_id=Perry&text=a&width=30px&height=30px";

async fn notices(server: &Server) -> Vec<Notice> {
    server.store.unsent(100).await.expect("notices")
}

/// Whose secrets were seen, where, and whether that ended them.
async fn told(server: &Server) -> Vec<(String, Place, bool)> {
    let about = |notice: Notice| match notice.about {
        About::TokenExposed { key, place, ended, .. } => Some((key.to_string(), place, ended)),
        _ => None,
    };
    notices(server).await.into_iter().filter_map(about).collect()
}

fn as_image(token: &Minted) -> Ask {
    Ask::get(TARGET).token(token).header("sec-fetch-dest", "image")
}

#[tokio::test]
async fn a_secret_in_the_address_of_an_image_is_answered_and_told_once() {
    let server = Server::new().await;
    let token = &server.customer.live;
    for _ in 0..3 {
        assert_eq!(server.ask(as_image(token)).await.status, 200);
        server.wait(10);
    }
    assert_eq!(told(&server).await, [(token.token.key.to_string(), Place::Image, false)]);
    let notice = notices(&server).await.remove(0);
    let letter = format!("{}\n{}", notice.subject(), notice.text());
    assert!(letter.contains("in the address of an image") && letter.contains("/rotate"), "{letter}");
    assert!(!letter.contains(token.secret.reveal()), "no secret goes by mail");
    for ask in [
        Ask::get(TARGET).token(token).header("sec-fetch-dest", "empty"),
        Ask::get(TARGET).token(token),
        Ask::get(TARGET).pair(token.token.key.as_str(), "FEDCBA9876543210").header("sec-fetch-dest", "image"),
    ] {
        server.ask(ask).await;
    }
    assert_eq!(told(&server).await.len(), 1, "what shows nothing is not told");
}

#[tokio::test]
async fn a_pair_in_an_address_or_a_referer_is_told_whether_or_not_the_call_is_let_in() {
    let server = Server::new().await;
    let (test, live) = (&server.customer.test, &server.customer.live);
    let of = |token: &Minted| (token.token.key.to_string(), token.secret.reveal().to_owned());
    let ((test_key, test_secret), (live_key, live_secret)) = (of(test), of(live));
    let in_query = Ask::get(&format!("{TARGET}&token={test_key}&secret={test_secret}"));
    assert_eq!(server.ask(in_query).await.status, 401);
    let with_a_good_one = Ask::get(&format!("{TARGET}&x={live_key}%3A{live_secret}")).token(test);
    assert_eq!(server.ask(with_a_good_one).await.status, 200, "unknown names are ignored, as ever");
    let referer = format!("https://shop.example/?k={live_key}&s={live_secret}");
    assert_eq!(server.ask(Ask::get(TARGET).token(live).header("referer", &referer)).await.status, 200);
    let mut expected = [
        (test_key.clone(), Place::Address, false),
        (live_key.clone(), Place::Address, false),
        (live_key.clone(), Place::Referer, false),
    ];
    let mut found = told(&server).await;
    found.sort_by_key(|told| format!("{told:?}"));
    expected.sort_by_key(|told| format!("{told:?}"));
    assert_eq!(found, expected);
    let of_another = Ask::get(&format!("{TARGET}&token={test_key}&secret={live_secret}"));
    assert_eq!(server.ask(of_another).await.status, 401);
    assert_eq!(told(&server).await.len(), 3, "a pair that does not open is nobody's");
}

#[tokio::test]
async fn a_token_that_asks_for_it_ends_when_its_secret_is_seen() {
    let server = Server::new().await;
    let made = server.owner(Ask::post("/tokens").json(r#"{"revoke_if_exposed":true}"#)).await.json();
    assert_eq!(made["revoke_if_exposed"], true);
    let (key, secret) = (made["key"].as_str().expect("a key"), made["secret"].as_str().expect("a secret"));
    let ask = || Ask::get(TARGET).pair(key, secret);
    assert_eq!(server.ask(ask()).await.status, 200);
    assert_eq!(server.ask(ask().header("sec-fetch-dest", "image")).await.status, 200, "the call itself is answered");
    server.wait(5);
    assert_eq!(server.ask(ask()).await.status, 401);
    let shown = server.owner(Ask::get(&format!("/tokens/{key}"))).await.json();
    assert_eq!(shown["state"], "revoked");
    assert_eq!(told(&server).await, [(key.to_owned(), Place::Image, true)]);
    assert!(notices(&server).await[0].text().contains("was ended at once"));
    let changed = Ask::new(axum::http::Method::PATCH, &format!("/tokens/{key}")).json(r#"{"revoke_if_exposed":false}"#);
    assert_eq!(server.owner(changed).await.json()["state"], "revoked", "and stays so");
}
