//! The ten of the OWASP API Security Top 10 of 2023, each held against every operation of the committed document: a new
//! one that is not thought of fails here.

mod authentication;
mod configuration;
mod consumption;
mod flows;
mod functions;
mod inventory;
mod objects;
mod outgoing;
mod properties;
mod resources;

use axum::http::Method;
use serde_json::Value;

use crate::people::as_admin;
use crate::{Ask, Server};

/// A line that somebody wrote.
const SAMPLE: &[u8] = include_bytes!("../../../fuzz/seeds/sample/line.png");

/// One operation of the document.
pub struct Operation {
    pub method: Method,
    pub path: String,
    pub said: Value,
}

/// The document as it is committed.
pub fn document() -> Value {
    serde_json::from_str(include_str!("../../../docs/openapi.json")).expect("JSON")
}

/// All of them.
pub fn operations() -> Vec<Operation> {
    let document = document();
    let paths = document["paths"].as_object().expect("paths").clone();
    let of = |(path, methods): (String, Value)| {
        let methods = methods.as_object().expect("methods").clone();
        methods.into_iter().map(move |(method, said)| {
            let method = method.to_ascii_uppercase().parse().expect("a method");
            Operation { method, path: path.clone(), said }
        })
    };
    paths.into_iter().flat_map(of).collect()
}

impl Operation {
    /// As `GET /tokens`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether a person asks, and not a token.
    pub fn is_for_people(&self) -> bool {
        self.said["security"].to_string().contains("person")
    }

    /// Whether a token asks.
    pub fn is_for_tokens(&self) -> bool {
        self.said["security"].to_string().contains("basic")
    }

    /// What its query may have.
    pub fn parameters(&self) -> Vec<String> {
        let all = self.said["parameters"].as_array().into_iter().flatten();
        all.filter(|p| p["in"] == "query").map(|p| p["name"].as_str().expect("a name").to_owned()).collect()
    }

    /// The schema of its body of JSON, if it takes one.
    pub fn body(&self) -> Option<&Value> {
        let content = &self.said["requestBody"]["content"];
        content.get("application/json").map(|json| &json["schema"])
    }

    /// A body that it takes, as far as it needs one.
    pub fn good_body(&self) -> &'static str {
        match (self.method.as_str(), self.path.as_str()) {
            ("POST", "/disputes") => r#"{"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","reason":"why"}"#,
            ("POST", "/tokens/import") => r#"{"key":"0123456789ABCDEF","secret":"FEDCBA9876543210"}"#,
            ("POST", "/leaks") => "[]",
            ("POST", path) if path.starts_with("/render/") || path == "/links" => {
                r#"{"handwriting_id":"Perry","text":"a","width":"60px","height":"40px"}"#
            }
            ("POST" | "PATCH", _) => "{}",
            _ => "",
        }
    }

    /// A query that it needs.
    pub fn good_query(&self) -> &'static str {
        let draws = self.path.starts_with("/render/") && self.method == Method::GET;
        if draws { "handwriting_id=Perry&text=a&width=60px&height=40px" } else { "" }
    }

    /// The request, with `name` for what its path names.
    pub fn ask(&self, name: &str) -> Ask {
        let target = self.path.replace("{key}", name).replace("{id}", name);
        let ask = Ask::new(self.method.clone(), &format!("{target}?{}", self.good_query()));
        if self.path == "/handwritings/like" {
            return ask.header("content-type", "image/png").body(SAMPLE);
        }
        match self.good_body() {
            "" => ask,
            body => ask.json(body),
        }
    }

    /// The request with one more pair in its query.
    pub fn ask_with(&self, name: &str, pair: &str) -> Ask {
        let ask = self.ask(name);
        Ask { target: format!("{}&{pair}", ask.target), ..ask }
    }

    /// The same as the one who may ask most: a live token, or one who runs the service.
    pub fn ask_as_most(&self, server: &Server, ask: Ask) -> Ask {
        if self.is_for_people() { as_admin(server, ask, "admin") } else { ask.token(&server.customer.live) }
    }
}
