//! `POST /leaks`: what a scanner finds ends at once.

use std::sync::Arc;

use async_trait::async_trait;
use longhand_core::error::StoreError;
use longhand_edge::{JwkSet, KeySource, Trust, public_keys};
pub use longhand_tests::identity::sign;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::people::Keys;
use crate::{Ask, Server};

pub async fn server() -> Server {
    Server::with_trust(Trust { scanners: Some(Arc::new(Keys)), ..Trust::default() }).await
}

pub fn report(body: &str, signature: &str) -> Ask {
    let ask = Ask::post("/leaks").json(body).header("github-public-key-identifier", "k1");
    ask.header("github-public-key-signature", signature)
}

#[tokio::test]
async fn a_reported_pair_ends_at_once_and_its_owner_sees_by_whom() {
    let server = server().await;
    let token = &server.customer.live;
    let pair = format!("{}:{}", token.token.key, token.secret.reveal());
    let body = json!([
        { "token": pair, "type": "longhand_pair", "url": "https://example.org/leak", "source": "content" },
        { "token": pair.replace("hwt_live_", "hwt_live_0") },
        { "token": "nothing of ours", "type": 7 },
    ]);
    let answer = server.ask(report(&body.to_string(), &sign(&body.to_string()))).await;
    let told = |n: usize, label: &str| {
        let token = body[n]["token"].as_str().expect("a token");
        let digest = Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        json!({ "token_hash": digest, "token_type": body[n]["type"].as_str(), "label": label })
    };
    let answers = json!([told(0, "true_positive"), told(1, "false_positive"), told(2, "false_positive")]);
    assert_eq!((answer.status.as_u16(), answer.json()), (200, answers));
    server.wait(5);
    assert_eq!(server.ask(Ask::get("/handwritings").token(token)).await.status, 401);
    assert_eq!(server.get("/handwritings").await.status, 200, "the other token goes on");
    let changes = server.owner(Ask::get("/changes")).await.json();
    let told =
        changes["changes"].as_array().expect("changes").iter().find(|c| c["action"] == "token.leaked").expect("told");
    assert_eq!((&told["object"], &told["subject"]), (&token.token.key.to_string().into(), &"scanner k1".into()));
    let again = server.ask(report(&body.to_string(), &sign(&body.to_string()))).await;
    assert_eq!(again.json()[0]["label"], "false_positive", "it does not open any more");
}

#[tokio::test]
async fn a_report_that_the_scanner_did_not_sign_is_401_and_ends_nothing() {
    let server = server().await;
    let token = &server.customer.live;
    let body = json!([{ "token": format!("{}.{}", token.token.key, token.secret.reveal()) }]).to_string();
    let other = sign("[]");
    for ask in [
        Ask::post("/leaks").json(&body),
        report(&body, ""),
        report(&body, "nonsense"),
        report(&body, &other),
        report(&format!("{body} "), &sign(&body)),
        Ask::post("/leaks")
            .json(&body)
            .header("github-public-key-identifier", "k2")
            .header("github-public-key-signature", &sign(&body)),
    ] {
        assert_eq!(server.ask(ask).await.status, 401);
    }
    assert_eq!(server.ask(Ask::get("/handwritings").token(token)).await.status, 200);
    let unknown = Server::new().await;
    assert_eq!(unknown.ask(report("[]", &sign("[]"))).await.status, 401, "without scanners nobody is one");
    for wrong in ["{}", "[1]", "nonsense", "[{}]"] {
        assert_eq!(server.ask(report(wrong, &sign(wrong))).await.status, 400, "{wrong}");
    }
}

/// Two of GitHub's keys, and the report that its documentation has as an example ("Secret scanning partner program"), which
/// the first of them signed.
const GITHUB: [(&str, &str); 2] = [
    (
        "bcb53661c06b4728e59d897fb6165d5c9cda0fd9cdf9d09ead458168deb7518c",
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYAGMWO8XgCamYKMJS6jc/qgvSlAd\nAjPuDPRcXU22YxgBrz+zoN19MzuRyW87qEt9/AmtoNP5GrobzUvQSyJFVw==",
    ),
    (
        "90a421169f0a406205f1563a953312f0be898d3c7b6c06b681aa86a874555f4a",
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9MJJHnMfn2+H4xL4YaPDA4RpJqUq\nkCmRCBnYERxZanmcpzQSXs1X/AljlKkbJ8qpVIW4clayyef9gWhFbNHWAA==",
    ),
];
const GITHUB_REPORT: &str =
    r#"[{"source":"commit","token":"some_token","type":"some_type","url":"https://example.com/base-repo-url/"}]"#;
const GITHUB_SIGNATURE: &str =
    "MEQCIQDaMKqrGnE27S0kgMrEK0eYBmyG0LeZismAEz/BgZyt7AIfXt9fErtRS4XaeSt/AO1RtBY66YcAdjxji410VQV4xg==";

fn pem(base64: &str) -> String {
    format!("-----BEGIN PUBLIC KEY-----\n{base64}\n-----END PUBLIC KEY-----\n")
}

struct GitHub;

#[async_trait]
impl KeySource for GitHub {
    async fn keys(&self) -> Result<JwkSet, StoreError> {
        let shown =
            GITHUB.map(|(name, base64)| json!({ "key_identifier": name, "key": pem(base64), "is_current": true }));
        let list = json!({ "public_keys": shown }).to_string();
        public_keys(list.as_bytes()).map_err(|error| StoreError::new("reading keys", error))
    }
}

#[tokio::test]
async fn a_report_of_githubs_is_known_by_the_keys_that_github_shows_and_answered_as_it_asks() {
    let server = Server::with_trust(Trust { scanners: Some(Arc::new(GitHub)), ..Trust::default() }).await;
    let report = |body: &str, key: &str| {
        let ask = Ask::post("/leaks").json(body).header("github-public-key-identifier", key);
        ask.header("github-public-key-signature", GITHUB_SIGNATURE)
    };
    let [(own, _), (other, _)] = GITHUB;
    let answer = server.ask(report(GITHUB_REPORT, own)).await;
    assert_eq!(answer.status, 200);
    let told = answer.json();
    assert_eq!((&told[0]["token_type"], &told[0]["label"]), (&Value::from("some_type"), &"false_positive".into()));
    assert_eq!(server.ask(report(GITHUB_REPORT, other)).await.status, 401, "another key of GitHub's");
    assert_eq!(server.ask(report("[]", own)).await.status, 401, "another report");
}

#[test]
fn of_a_list_only_keys_of_p_256_count() {
    let list = |key: &str| {
        public_keys(json!({ "public_keys": [{ "key_identifier": "k", "key": key }] }).to_string().as_bytes())
    };
    let of = |key: &str| list(key).expect("a list").keys.len();
    let good = GITHUB[0].1;
    assert_eq!(of(&pem(good)), 1);
    // Of Ed25519; cut short; another curve's name.
    let others =
        ["MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=", &good[..101], &good.replace("DAQcD", "DAQYD")];
    for other in others {
        assert_eq!(of(&pem(other)), 0, "{other}");
    }
    assert_eq!(of("nonsense"), 0);
    assert!(public_keys(b"{}").is_err() && public_keys(b"[]").is_err());
}
