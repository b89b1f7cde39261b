//! API3, broken object property level authorization: what is not a caller's to set cannot be set, and what is ours is
//! not shown.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{document, operations};
use crate::people::server;

/// What people try to set.
const NOT_THEIRS: [&str; 16] = [
    "account",
    "account_id",
    "admin",
    "created",
    "digest",
    "id",
    "members",
    "owner_key",
    "pepper",
    "revoked",
    "role",
    "secret_digest",
    "subject",
    "units",
    "usage",
    "version",
];
/// Parts of names of what nobody is shown.
const NOT_SHOWN: [&str; 8] = ["digest", "hash", "pepper", "cipher", "sealed", "nonce", "wrapped", "internal"];

#[tokio::test]
async fn what_is_not_the_callers_to_set_is_a_fault_and_changes_nothing() {
    let server = server().await;
    let taking = operations().into_iter().filter(|o| o.body().is_some_and(|schema| schema["type"] == "object"));
    let mut tried = 0;
    for operation in taking {
        let known = operation.body().expect("a body")["properties"].as_object().cloned().unwrap_or_default();
        for name in NOT_THEIRS.iter().filter(|name| !known.contains_key(**name)) {
            let mut body: Value = serde_json::from_str(operation.good_body()).expect("JSON");
            body[*name] = json!("x");
            let dispute = server.dispute(&[]).await;
            let name_in_path = if operation.path.starts_with("/disputes") {
                dispute.id.to_string()
            } else {
                server.customer.test.token.key.to_string()
            };
            let before = state(&server).await;
            let ask = operation.ask(&name_in_path);
            let headers = ask.headers.iter().filter(|(name, _)| name != "content-type").cloned().collect();
            let ask = crate::Ask { headers, ..ask }.json(&body.to_string());
            let answer = server.ask(operation.ask_as_most(&server, ask)).await;
            assert_eq!(
                (answer.status.as_u16(), answer.fields().contains(*name)),
                (400, true),
                "{}: {name}",
                operation.name()
            );
            assert_eq!(state(&server).await, before, "{}: {name}", operation.name());
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
}

/// All that the owner sees, but that a token was used.
async fn state(server: &crate::Server) -> [Value; 3] {
    let mut seen = Vec::new();
    for target in ["/account", "/tokens", "/disputes"] {
        let mut answer = server.owner(crate::Ask::get(target)).await.json();
        for token in answer["tokens"].as_array_mut().into_iter().flatten() {
            token["last_use"] = Value::Null;
        }
        seen.push(answer);
    }
    seen.try_into().expect("three")
}

/// The names of everything in a schema.
fn names(schema: &Value, found: &mut BTreeSet<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        found.extend(properties.keys().cloned());
    }
    match schema {
        Value::Object(members) => members.values().for_each(|member| names(member, found)),
        Value::Array(members) => members.iter().for_each(|member| names(member, found)),
        _ => {}
    }
}

#[test]
fn no_answer_has_what_is_ours_alone_and_a_secret_only_where_it_is_made() {
    let document = document();
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        let mut found = BTreeSet::new();
        names(schema, &mut found);
        // Of what the scanner itself sent, under the name that it knows.
        found.retain(|found| (name.as_str(), found.as_str()) != ("Leaks", "token_hash"));
        let ours: Vec<_> = found.iter().filter(|found| NOT_SHOWN.iter().any(|part| found.contains(part))).collect();
        assert!(ours.is_empty(), "{name}: {ours:?}");
        assert_eq!(found.contains("secret"), name == "MintedToken", "{name}");
        assert_eq!(found.contains("owner_key"), name == "OwnerKey", "{name}");
    }
    let mut of_answers = BTreeSet::new();
    for operation in operations() {
        names(&operation.said["responses"], &mut of_answers);
    }
    assert_eq!(of_answers, BTreeSet::new(), "what is answered is a schema with a name");
}
