//! `POST /leaks`: what a scanner finds ends at once.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use longhand_edge::Trust;
use longhand_tests::identity::KEY;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use serde_json::json;

use crate::people::Keys;
use crate::{Ask, Server};

pub async fn server() -> Server {
    Server::with_trust(Trust { scanners: Some(Arc::new(Keys)), ..Trust::default() }).await
}

/// The scanner's signature of a body.
pub fn sign(body: &str) -> String {
    let base64: String = KEY.lines().filter(|line| !line.starts_with('-')).collect();
    let der = STANDARD.decode(base64).expect("a key");
    let random = SystemRandom::new();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &der, &random).expect("a pair");
    STANDARD.encode(pair.sign(&random, body.as_bytes()).expect("a signature"))
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
        { "token": "nothing of ours" },
    ]);
    let answer = server.ask(report(&body.to_string(), &sign(&body.to_string()))).await;
    let labels = json!([{ "label": "true_positive" }, { "label": "false_positive" }, { "label": "false_positive" }]);
    assert_eq!((answer.status.as_u16(), answer.json()), (200, labels));
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
