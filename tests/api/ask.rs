//! A request, and what came back.

use std::collections::BTreeSet;
use std::net::IpAddr;

use axum::http::{HeaderMap, Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use longhand_core::app::Minted;
use serde_json::Value;

/// A request in the making.
#[derive(Clone, Debug)]
pub struct Ask {
    pub method: Method,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// From which address.
    pub from: IpAddr,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Ask {
    pub fn new(method: Method, target: &str) -> Self {
        Self { method, target: target.to_owned(), headers: Vec::new(), body: Vec::new(), from: [192, 0, 2, 7].into() }
    }

    pub fn get(target: &str) -> Self {
        Self::new(Method::GET, target)
    }

    pub fn post(target: &str) -> Self {
        Self::new(Method::POST, target)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn token(self, minted: &Minted) -> Self {
        self.pair(minted.token.key.as_str(), minted.secret.reveal())
    }

    pub fn pair(self, key: &str, secret: &str) -> Self {
        let pair = STANDARD.encode(format!("{key}:{secret}"));
        self.header("authorization", &format!("Basic {pair}"))
    }

    pub fn from(self, address: &str) -> Self {
        Self { from: address.parse().expect("an address"), ..self }
    }

    pub fn bearer(self, proof: &str) -> Self {
        self.header("authorization", &format!("Bearer {proof}"))
    }

    pub fn json(self, body: &str) -> Self {
        let mut ask = self.header("content-type", "application/json; charset=utf-8");
        ask.body = body.as_bytes().to_vec();
        ask
    }

    pub fn form(self, body: &str) -> Self {
        let mut ask = self.header("content-type", "application/x-www-form-urlencoded");
        ask.body = body.as_bytes().to_vec();
        ask
    }

    pub fn body(mut self, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// The fields at fault, sorted.
    pub fn fields(&self) -> BTreeSet<String> {
        let errors = self.json()["errors"].as_array().expect("errors").clone();
        errors.iter().map(|error| error["field"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The first complaint.
    pub fn error(&self) -> String {
        self.json()["errors"][0]["error"].as_str().expect("an error").to_owned()
    }
}
