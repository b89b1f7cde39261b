//! API2, broken authentication: who is let in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use longhand_core::account::{Plan, State};
use longhand_core::app::AccountChange;

use super::operations;
use crate::{Ask, Server};

const TARGET: &str = "/handwritings?limit=1";

#[tokio::test]
async fn basic_and_bearer_both_open() {
    let server = Server::new().await;
    let (key, secret) = (server.customer.test.token.key.as_str(), server.customer.test.secret.reveal());
    let basic = STANDARD.encode(format!("{key}:{secret}"));
    for header in [
        format!("Basic {basic}"),
        format!("basic {basic}"),
        format!("BASIC  {basic}"),
        format!("Bearer {key}.{secret}"),
        format!("bearer {key}.{secret}"),
    ] {
        assert_eq!(server.ask(Ask::get(TARGET).header("authorization", &header)).await.status, 200, "{header}");
    }
}

#[tokio::test]
async fn everything_else_is_one_and_the_same_401() {
    let server = Server::new().await;
    let other = server.another("Second").await;
    let (key, secret) = (server.customer.test.token.key.as_str(), server.customer.test.secret.reveal());
    let basic = |text: &str| format!("Basic {}", STANDARD.encode(text));
    let mut long = String::from("Basic ");
    long.extend(std::iter::repeat_n('A', 9000));
    let wrong: Vec<String> = vec![
        String::new(),
        " ".into(),
        "Basic".into(),
        "Basic ".into(),
        "Basic =".into(),
        "Basic ====".into(),
        "Basic !!!!".into(),
        "Basic é".into(),
        basic(""),
        basic(":"),
        basic("::"),
        basic(key),
        basic(&format!("{key}:")),
        basic(&format!(":{secret}")),
        basic(&format!("{key}:{secret}x")),
        basic(&format!("{key}:{secret} ")),
        basic(&format!(" {key}:{secret}")),
        basic(&format!("{key}:{}", secret.to_lowercase())),
        basic(&format!("{}:{secret}", key.to_lowercase())),
        basic(&format!("{key}:{key}")),
        basic(&format!("{secret}:{key}")),
        basic(&format!("{key}:{}", other.test.secret.reveal())),
        basic(&format!("{key}:{}", server.customer.live.secret.reveal())),
        basic(&format!("0000000000000000:{secret}")),
        basic("0000000000000000:0000000000000000"),
        basic(&format!("{key}\0:{secret}")),
        basic(&format!("{key}:{secret}:")),
        format!("Basic {}", STANDARD.encode([0xff, 0xfe, b':', 0xff])),
        format!("Basic {key}:{secret}"),
        format!("Basic {}", STANDARD.encode(format!("{key}:{secret}")).trim_end_matches('=').replace('=', "") + "*"),
        format!("Bearer {key}"),
        format!("Bearer {key}:{secret}"),
        format!("Bearer {key}..{secret}"),
        format!("Bearer .{secret}"),
        format!("Bearer {key}."),
        format!("Bearer {secret}"),
        format!("Bearer {}", server.customer.owner_key),
        "Bearer".into(),
        "Bearer ".into(),
        "Bearer null".into(),
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJvd25lciJ9.".into(),
        format!("Digest username=\"{key}\""),
        format!("Token {key}.{secret}"),
        format!("Negotiate {}", STANDARD.encode(format!("{key}:{secret}"))),
        format!("{key}:{secret}"),
        STANDARD.encode(format!("{key}:{secret}")),
        format!("Basic\t{}", STANDARD.encode(format!("{key}:{secret}"))),
        format!("Basic,{}", STANDARD.encode(format!("{key}:{secret}"))),
        format!("Basic {}, Basic {}", STANDARD.encode("a:b"), STANDARD.encode(format!("{key}:{secret}"))),
        format!("XBasic {}", STANDARD.encode(format!("{key}:{secret}"))),
        "undefined".into(),
        "null".into(),
        "Basic undefined".into(),
        "Basic [object Object]".into(),
        "Basic ${TOKEN}".into(),
        "Basic YTpi".into(),
        "Basic YTpi YTpi".into(),
        "AWS4-HMAC-SHA256 Credential=x".into(),
        long,
    ];
    assert!(wrong.len() >= 59);
    let nobody = server.ask(Ask::get(TARGET)).await;
    assert_eq!((nobody.status.as_u16(), nobody.error()), (401, "unauthorized".to_owned()));
    assert_eq!(nobody.header("www-authenticate"), "Basic realm=\"Longhand\", charset=\"UTF-8\"");
    for header in &wrong {
        let answer = server.ask(Ask::get(TARGET).header("authorization", header)).await;
        assert_eq!((answer.status, &answer.body), (nobody.status, &nobody.body), "{header}");
        assert_eq!(answer.header("www-authenticate"), nobody.header("www-authenticate"));
    }
    let twice = Ask::get(TARGET).token(&server.customer.test).token(&server.customer.test);
    assert_eq!(server.ask(twice).await.body, nobody.body, "two credentials are none");
}

#[tokio::test]
async fn a_credential_in_the_address_is_refused_even_beside_a_good_one() {
    let server = Server::new().await;
    for name in ["key", "secret", "token", "password", "access_token", "api_key", "Authorization"] {
        let answer = server.get(&format!("/render/png?handwriting_id=Perry&text=a&{name}=x")).await;
        assert_eq!((answer.status.as_u16(), answer.fields().contains(name)), (400, true), "{name}");
    }
}

#[tokio::test]
async fn revoked_and_expired_tokens_are_indistinguishable_from_unknown() {
    let server = Server::new().await;
    let unknown = server.ask(Ask::get(TARGET).pair("0000000000000000", server.customer.test.secret.reveal())).await;
    let key = server.customer.test.token.key.to_string();
    assert_eq!(server.get(TARGET).await.status, 200);
    let revoked = server.owner(Ask::new(axum::http::Method::DELETE, &format!("/tokens/{key}"))).await;
    assert_eq!(revoked.json()["state"], "revoked");
    server.wait(5);
    assert_eq!(server.get(TARGET).await.body, unknown.body, "within five seconds");
    let made = server.owner(Ask::post("/tokens").json("{\"expires\":\"2027-01-15T09:00:00Z\"}")).await.json();
    let pair =
        || Ask::get(TARGET).pair(made["key"].as_str().expect("a key"), made["secret"].as_str().expect("a secret"));
    server.wait(60 * 60 - 10 - 5);
    while server.now() < "2027-01-15T09:00:00Z".parse().expect("a time") {
        assert_eq!(server.ask(pair()).await.status, 200);
        server.wait(1);
    }
    assert_eq!(server.ask(pair()).await.body, unknown.body, "to the second");
}

#[tokio::test]
async fn tokens_of_accounts_that_are_not_active_are_unknown() {
    for state in [State::Suspended, State::Unpaid, State::Closed] {
        let server = Server::new().await;
        server.change_account(AccountChange { state: Some(state), ..AccountChange::default() }).await;
        assert_eq!(server.get(TARGET).await.error(), "unauthorized", "{state:?}");
        let refused = server.owner(Ask::post("/tokens").json("{}")).await;
        assert_eq!(refused.status, 403, "{state:?}");
    }
}

#[tokio::test]
async fn without_a_paid_plan_live_tokens_stop_and_test_tokens_go_on() {
    let server = Server::new().await;
    server.change_account(AccountChange { plan: Some(Plan::Free), ..AccountChange::default() }).await;
    assert_eq!(server.get(TARGET).await.status, 200);
    assert_eq!(server.ask(Ask::get(TARGET).token(&server.customer.live)).await.status, 402);
    assert_eq!(server.owner(Ask::post("/tokens").json("{\"kind\":\"live\"}")).await.status, 403);
}

#[tokio::test]
async fn a_token_is_let_in_only_from_its_addresses() {
    let server = Server::new().await;
    for (range, status) in [("192.0.2.0/24", 200), ("198.51.100.0/24", 403), ("2001:db8::/32", 403)] {
        let made = server.owner(Ask::post("/tokens").json(&format!("{{\"addresses\":[\"{range}\"]}}"))).await.json();
        let pair =
            |ask: Ask| ask.pair(made["key"].as_str().expect("a key"), made["secret"].as_str().expect("a secret"));
        assert_eq!(server.ask(pair(Ask::get(TARGET))).await.status, status, "{range}");
        let forged = Ask::get(TARGET).header("x-forwarded-for", "198.51.100.1").header("forwarded", "for=198.51.100.1");
        assert_eq!(server.ask(pair(forged)).await.status, status, "an address cannot be claimed");
    }
}

#[tokio::test]
async fn a_token_is_let_in_only_from_its_origins() {
    let server = Server::new().await;
    let made = server.owner(Ask::post("/tokens").json(r#"{"origins":["https://cards.example"]}"#)).await.json();
    let ask = |origin: Option<&str>| {
        let ask =
            Ask::get(TARGET).pair(made["key"].as_str().expect("a key"), made["secret"].as_str().expect("a secret"));
        match origin {
            Some(origin) => ask.header("origin", origin),
            None => ask,
        }
    };
    for (origin, status) in [
        (Some("https://cards.example"), 200),
        (Some("https://cards.example:8443"), 403),
        (Some("http://cards.example"), 403),
        (Some("https://evil.example"), 403),
        (Some("null"), 403),
        (None, 403),
    ] {
        assert_eq!(server.ask(ask(origin)).await.status, status, "{origin:?}");
    }
}

#[tokio::test]
async fn a_scoped_token_does_its_own_and_nothing_else() {
    let server = Server::new().await;
    let note = "handwriting_id=Perry&text=a";
    let routes = [
        ("handwritings", Ask::get("/handwritings")),
        ("render:png", Ask::get(&format!("/render/png?{note}"))),
        ("render:pdf", Ask::get(&format!("/render/pdf?{note}"))),
        ("render:svg", Ask::get(&format!("/render/svg?{note}"))),
        ("render:webp", Ask::get(&format!("/render/webp?{note}"))),
        ("render:strokes", Ask::get(&format!("/render/strokes?{note}"))),
        ("render:estimate", Ask::get(&format!("/render/estimate?{note}"))),
        ("links", Ask::post("/links").form(note)),
    ];
    for (scope, _) in &routes {
        let made = server.owner(Ask::post("/tokens").json(&format!("{{\"scopes\":[\"{scope}\"]}}"))).await.json();
        for (other, ask) in &routes {
            let ask =
                ask.clone().pair(made["key"].as_str().expect("a key"), made["secret"].as_str().expect("a secret"));
            let expected = if scope == other { 200 } else { 403 };
            assert_eq!(server.ask(ask).await.status, expected, "{scope} on {other}");
        }
    }
}

#[tokio::test]
async fn every_operation_that_needs_someone_is_401_to_whoever_shows_nothing_good() {
    let server = crate::people::server().await;
    let secret = server.customer.live.secret.reveal();
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.";
    let shown = [
        "Basic".to_owned(),
        "Basic !!!!".to_owned(),
        format!("Basic {}", STANDARD.encode(format!("0000000000000000:{secret}"))),
        format!("Bearer 0000000000000000.{secret}"),
        format!("Bearer {unsigned}"),
        format!("Bearer {}", server.customer.owner_key.to_lowercase()),
        format!("Digest {secret}"),
        format!("Bearer {}", "A".repeat(9000)),
    ];
    for operation in operations().iter().filter(|o| o.is_for_people() || o.is_for_tokens()) {
        let nobody = server.ask(operation.ask("0000000000000000")).await;
        assert_eq!((nobody.status.as_u16(), nobody.error()), (401, "unauthorized".to_owned()), "{}", operation.name());
        for header in &shown {
            let answer = server.ask(operation.ask("0000000000000000").header("authorization", header)).await;
            assert_eq!((answer.status, &answer.body), (nobody.status, &nobody.body), "{}: {header}", operation.name());
        }
        let twice = operation.ask_as_most(&server, operation.ask_as_most(&server, operation.ask("0000000000000000")));
        assert_eq!(server.ask(twice).await.status, 401, "{}: two credentials are none", operation.name());
    }
}
