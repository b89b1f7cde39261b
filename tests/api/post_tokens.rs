//! `POST /tokens` and `POST /tokens/import`.

use std::collections::HashSet;
use std::sync::Arc;

use longhand_core::app::Names;
use longhand_system::SystemEntropy;

use crate::{Ask, Server};

#[tokio::test]
async fn a_new_token_shows_its_secret_once_and_opens() {
    let server = Server::new().await;
    let made = server
        .owner(Ask::post("/tokens").json(r#"{"kind":"live","title":"Cards","labels":["a","b"],"owner":"Shop 7"}"#))
        .await;
    let made = made.json();
    let (key, secret) = (made["key"].as_str().expect("a key"), made["secret"].as_str().expect("a secret"));
    assert!(secret.starts_with("hwt_live_") && secret.len() == 67);
    assert_eq!((&made["title"], &made["owner"], &made["state"]), (&"Cards".into(), &"Shop 7".into(), &"active".into()));
    assert_eq!(server.ask(Ask::get("/handwritings").pair(key, secret)).await.status, 200);
    for shown in [server.owner(Ask::get("/tokens")).await, server.owner(Ask::get(&format!("/tokens/{key}"))).await] {
        assert!(!String::from_utf8_lossy(&shown.body).contains(secret));
    }
}

#[tokio::test]
async fn no_two_tokens_are_alike() {
    let server = Server::new().await;
    let mut seen = HashSet::new();
    for _ in 0..100 {
        let made = server.owner(Ask::post("/tokens").json("{}")).await.json();
        assert!(seen.insert(made["key"].to_string()) && seen.insert(made["secret"].to_string()));
        assert_eq!(made["kind"], "test");
    }
}

#[tokio::test]
async fn every_fault_of_a_new_token_is_named_at_once() {
    let server = Server::new().await;
    let cases: [(&str, &str); 21] = [
        (r#"{"origins":["*"]}"#, "origins"),
        (r#"{"kind":"gold"}"#, "kind"),
        (r#"{"kind":7}"#, "kind"),
        (r#"{"title":7}"#, "title"),
        (r#"{"title":"a\u0007"}"#, "title"),
        (r#"{"labels":"a"}"#, "labels"),
        (r#"{"labels":["a",7]}"#, "labels"),
        (r#"{"labels":["1","2","3","4","5","6","7","8","9","10","11"]}"#, "labels"),
        (r#"{"labels":[""]}"#, "labels"),
        (r#"{"scopes":["render:gif"]}"#, "scopes"),
        (r#"{"addresses":["everywhere"]}"#, "addresses"),
        (r#"{"addresses":["192.0.2.0/33"]}"#, "addresses"),
        (r#"{"monthly_cap":-1}"#, "monthly_cap"),
        (r#"{"monthly_cap":1.5}"#, "monthly_cap"),
        (r#"{"expires":"tomorrow"}"#, "expires"),
        (r#"{"expires":"2020-01-01T00:00:00Z"}"#, "expires"),
        (r#"{"account":"x","plan":"paid","usage":0}"#, "account plan usage"),
        (r#"{"secret":"x"}"#, "secret"),
        (r#"{"kind":"gold","expires":"x","scopes":["y"],"z":1}"#, "expires kind scopes z"),
        (r#"{"title":"a","title":"b"}"#, "title"),
        ("[]", ""),
    ];
    for (body, fields) in cases {
        let answer = server.owner(Ask::post("/tokens").json(body)).await;
        assert_eq!(answer.status, 400, "{body}");
        assert_eq!(answer.fields().into_iter().collect::<Vec<_>>().join(" "), fields, "{body}");
    }
    assert_eq!(server.owner(Ask::get("/tokens")).await.json()["tokens"].as_array().expect("tokens").len(), 2);
}

#[tokio::test]
async fn an_old_pair_of_the_original_is_taken_in_and_opens() {
    let server = Server::new().await;
    let body = r#"{"key":"0123456789ABCDEF","secret":"FEDCBA9876543210","title":"old"}"#;
    let taken = server.owner(Ask::post("/tokens/import").json(body)).await;
    assert!(taken.status == 200 && taken.json().get("secret").is_none());
    let pair = Ask::get("/handwritings").pair("0123456789ABCDEF", "FEDCBA9876543210");
    assert_eq!(server.ask(pair).await.status, 200);
    assert_eq!(server.owner(Ask::post("/tokens/import").json(body)).await.status, 409);
    let other = server.another("Second").await;
    let stolen = server.ask(Ask::post("/tokens/import").bearer(&other.owner_key).json(body)).await;
    assert_eq!(stolen.status, 409, "a key belongs to one account");
    let wrong = server.owner(Ask::post("/tokens/import").json(r#"{"key":"x","secret":"y"}"#)).await;
    assert_eq!(wrong.fields().into_iter().collect::<Vec<_>>(), ["key", "secret"]);
}

#[test]
fn a_million_pairs_show_no_repeat_and_no_leaning_bit() {
    const PAIRS: usize = 1_000_000;
    let names = Names::new(Arc::new(SystemEntropy));
    let (mut keys, mut secrets) = (HashSet::new(), HashSet::new());
    let mut ones = [0u32; 256];
    for _ in 0..PAIRS {
        let (key, secret): ([u8; 10], [u8; 32]) = (names.bytes().expect("bytes"), names.bytes().expect("bytes"));
        keys.insert(key);
        secrets.insert(secret);
        for (bit, count) in ones.iter_mut().enumerate() {
            *count += u32::from(secret[bit / 8] >> (bit % 8) & 1);
        }
    }
    assert_eq!((keys.len(), secrets.len()), (PAIRS, PAIRS));
    // Six standard deviations: by chance once in two million runs, for all bits together.
    let most = 6.0 * (PAIRS as f64 / 4.0).sqrt();
    for (bit, count) in ones.into_iter().enumerate() {
        assert!((f64::from(count) - PAIRS as f64 / 2.0).abs() < most, "bit {bit}: {count}");
    }
}
