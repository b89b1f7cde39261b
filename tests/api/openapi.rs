//! The document that is in the repository is the one that is served.

use std::path::Path;

use serde_json::Value;

#[test]
fn the_committed_document_is_what_the_code_makes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
    let made = format!("{:#}\n", longhand_edge::document());
    if std::env::var_os("LONGHAND_ACCEPT").is_some() {
        std::fs::write(&path, &made).expect("the document is written");
        panic!("accepted; run again without LONGHAND_ACCEPT");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == made, "docs/openapi.json is not what the code makes; accept it with LONGHAND_ACCEPT=1");
}

#[test]
fn every_operation_has_an_id_of_its_own_and_every_reference_leads_somewhere() {
    let document = longhand_edge::document();
    let mut ids = std::collections::BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            assert!(ids.insert(operation["operationId"].to_string()), "{method} {path}");
            assert!(operation["responses"]["200"].is_object(), "{method} {path}");
        }
    }
    follow(&document, &document);
}

fn follow(value: &Value, document: &Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                let pointer = reference.strip_prefix('#').expect("a reference within the document");
                assert!(document.pointer(pointer).is_some(), "{reference}");
            }
            members.values().for_each(|value| follow(value, document));
        }
        Value::Array(items) => items.iter().for_each(|value| follow(value, document)),
        _ => {}
    }
}

/// Every name of a parameter or member, and every word of a name.
fn names(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let (Some(Value::String(name)), true) = (members.get("name"), members.contains_key("in")) {
                found.push(name.clone());
            }
            if let Some(Value::Object(properties)) = members.get("properties") {
                found.extend(properties.keys().cloned());
            }
            members.values().for_each(|value| names(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| names(value, found)),
        _ => {}
    }
}

#[test]
fn nobody_is_asked_for_a_card_or_a_bank_account() {
    const PAYMENT: [&str; 9] = ["card", "cvc", "cvv", "iban", "bic", "pan", "expiry", "bank", "payment"];
    let mut found = Vec::new();
    names(&longhand_edge::document(), &mut found);
    assert!(found.len() > 100 && found.iter().any(|name| name == "monthly_cap"), "{found:?}");
    let is_payment = |name: &&String| name.to_lowercase().split('_').any(|word| PAYMENT.contains(&word));
    assert_eq!(found.iter().filter(is_payment).collect::<Vec<_>>(), Vec::<&String>::new());
}
