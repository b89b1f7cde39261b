//! Whom the function knows by keys that it reads over HTTPS: people by an identity provider's, secret scanners by their own.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use longhand_tests::identity::{JWKS, LISTED, sign};
use serde_json::{Value, json};

use crate::event::{body, get, send};
use crate::provider::{Provider, jwt};
use crate::runtime::Function;
use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn people_are_known_by_keys_that_are_read_over_https_from_who_can_prove_to_have_them() {
    let (world, provider) = (World::new("identity").await, Provider::start(JWKS));
    for is_trusted in [true, false] {
        let environment = [world.environment(), provider.environment(is_trusted)].concat();
        let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-tokens"), &environment).await;
        let mut account = async |subject: &str| {
            let headers = json!({
                "Authorization": format!("Bearer {}", jwt(subject)), "X-Account-Id": world.account().as_str(),
            });
            function.call(&get("/account", &[], &headers)).await
        };
        let answer = account("admin").await;
        if is_trusted {
            assert_eq!(answer["statusCode"], 200, "{}", String::from_utf8_lossy(&body(&answer)));
            assert_eq!(account("stranger").await["statusCode"], 404, "no account of theirs");
        } else {
            assert_eq!(answer["statusCode"], 503, "keys from who cannot prove who they are do not count");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_scanner_reports_whose_keys_are_read_over_https_ends_at_once() {
    let (world, scanner) = (World::new("scanner").await, Provider::start(LISTED));
    let environment = [world.environment(), scanner.address("LONGHAND_LEAK_KEYS").into()].concat();
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-tokens"), &environment).await;
    let pair = STANDARD.decode(world.basic().trim_start_matches("Basic ")).expect("base 64");
    let pair = String::from_utf8(pair).expect("a pair");
    let report = json!([{ "token": pair, "type": "longhand_pair", "url": "https://example.org" }]);
    let mut told = async |signature: &str| {
        let headers = json!({ "Github-Public-Key-Identifier": "k1", "Github-Public-Key-Signature": signature });
        function.call(&send("POST", "/leaks", &headers, &report)).await
    };
    assert_eq!(told(&sign("[]")).await["statusCode"], 401, "it did not sign this");
    for label in ["true_positive", "false_positive"] {
        let answer = told(&sign(&report.to_string())).await;
        let said: Value = serde_json::from_slice(&body(&answer)).expect("JSON");
        assert_eq!(
            (&answer["statusCode"], &said[0]["label"]),
            (&json!(200), &json!(label)),
            "then it opens nothing more"
        );
    }
}
