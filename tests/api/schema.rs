//! Answers against the OpenAPI document: a status, a content type or a member that it does not know fails.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use axum::http::Method;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::Answer;

static DOCUMENT: LazyLock<Value> = LazyLock::new(longhand_edge::document);

/// Fails the test if the document does not allow the answer. Paths that it does not know are 404s, and
/// methods 405s, in the envelope.
pub fn hold_against_document(method: &Method, target: &str, answer: &Answer) {
    let path = target.split('?').next().unwrap_or_default();
    let status = answer.status.as_u16().to_string();
    let kind = answer.header("content-type").to_owned();
    assert_ne!(answer.header("x-request-id"), "", "{method} {path}: an answer without a name");
    assert!(!answer.status.is_redirection(), "{method} {path} redirects");
    if *method == Method::HEAD || *method == Method::OPTIONS {
        return;
    }
    let known = operation(method, path);
    let schema = match (&known, status.as_str()) {
        (None, "404" | "405" | "429") => json!({ "$ref": "#/components/schemas/Errors" }),
        (None, _) => panic!("{method} {path} is not in the document, but answers {status}"),
        (Some(operation), _) => {
            let content = &operation["responses"][&status]["content"];
            let contents: Vec<&str> =
                content.as_object().into_iter().flatten().map(|(kind, _)| kind.as_str()).collect();
            assert!(
                contents.contains(&kind.as_str()),
                "{method} {path}: {status} of {kind:?}, documented {contents:?}"
            );
            content[&kind]["schema"].clone()
        }
    };
    if kind == "application/json" {
        validate(&schema, &answer.json(), &format!("{method} {path} {status}"));
    }
}

/// The validator of a schema of the document, made once.
fn validator(schema: &Value) -> Arc<Validator> {
    static MADE: Mutex<BTreeMap<String, Arc<Validator>>> = Mutex::new(BTreeMap::new());
    let make = || {
        let mut whole = schema.clone();
        whole["components"] = DOCUMENT["components"].clone();
        Arc::new(jsonschema::draft202012::new(&whole).expect("a good schema"))
    };
    Arc::clone(MADE.lock().expect("good schemas").entry(schema.to_string()).or_insert_with(make))
}

fn validate(schema: &Value, instance: &Value, what: &str) {
    let validator = validator(schema);
    let faults: Vec<String> = validator.iter_errors(instance).map(|e| format!("{e} at {}", e.instance_path)).collect();
    assert!(faults.is_empty(), "{what}: {faults:#?}\n{instance:#}");
}

/// The document's operation for a method of a path.
pub fn operation(method: &Method, path: &str) -> Option<Value> {
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    let fits = |pattern: &str| {
        let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
        pattern.len() == path.len()
            && pattern.iter().zip(&path).all(|(a, b)| a == b || (a.starts_with('{') && !b.is_empty()))
    };
    // A path spelled out goes before one with a name in it.
    let mut found: Vec<_> = paths.iter().filter(|(pattern, _)| fits(pattern)).collect();
    found.sort_by_key(|(pattern, _)| pattern.contains('{'));
    let operation = &found.first()?.1[method.as_str().to_ascii_lowercase()];
    (!operation.is_null()).then(|| operation.clone())
}
