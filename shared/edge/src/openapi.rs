//! The OpenAPI 3.1 document, made of the routes themselves.

use axum::http::Method;
use serde_json::{Map, Value, json};

use crate::routes::{Known, Route};
use crate::{disputes, render, tokens};

/// One operation in the making.
pub(crate) struct Operation(Map<String, Value>);

impl Operation {
    /// What a route does, in one line, for whom.
    pub fn new(id: &str, summary: &str, known: Known) -> Self {
        let security = match known {
            Known::Nobody | Known::Link | Known::Scanner => json!([]),
            Known::Token => json!([{ "basic": [] }, { "bearer": [] }]),
            Known::Person | Known::Admin => json!([{ "person": [] }]),
        };
        let mut operation = Map::new();
        operation.insert("operationId".into(), id.into());
        operation.insert("summary".into(), summary.into());
        operation.insert("security".into(), security);
        operation.insert("parameters".into(), json!([]));
        operation.insert("responses".into(), json!({}));
        let operation = Self(operation).refusing(&[429, 503]);
        if known == Known::Nobody { operation } else { operation.refusing(&[401, 403, 500]) }
    }

    /// A parameter in `place` (`query`, `path`, `header`).
    pub fn parameter(mut self, place: &str, name: &str, description: &str, schema: &Value) -> Self {
        let parameter = json!({
            "name": name, "in": place, "required": place == "path", "description": description, "schema": schema,
        });
        if let Some(Value::Array(parameters)) = self.0.get_mut("parameters") {
            parameters.push(parameter);
        }
        self
    }

    /// Makes the parameter added last required.
    pub fn required(mut self) -> Self {
        if let Some(last) = self.0.get_mut("parameters").and_then(Value::as_array_mut).and_then(|p| p.last_mut()) {
            last["required"] = true.into();
        }
        self
    }

    /// A body of any of these types.
    pub fn body(mut self, types: &[&str], schema: &Value) -> Self {
        let content: Map<String, Value> =
            types.iter().map(|t| ((*t).to_owned(), json!({ "schema": schema }))).collect();
        self.0.insert("requestBody".into(), json!({ "content": content }));
        self.refusing(&[413, 415])
    }

    /// An answer of one content type, beside those of others, with the headers that it tells.
    pub fn answering(mut self, status: u16, description: &str, kind: &str, schema: &Value, told: &[&str]) -> Self {
        let headers: Map<String, Value> =
            told.iter().map(|name| ((*name).to_owned(), json!({ "schema": { "type": "string" } }))).collect();
        let answer = &mut self.0["responses"][status.to_string()];
        answer["description"] = description.into();
        answer["headers"] = headers.into();
        answer["content"][kind] = json!({ "schema": schema });
        self
    }

    /// Refusals in the envelope.
    pub fn refusing(mut self, statuses: &[u16]) -> Self {
        for status in statuses {
            self.0["responses"][status.to_string()] = json!({
                "description": reason(*status),
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Errors" } } },
            });
        }
        self
    }

    fn into_value(self) -> Value {
        Value::Object(self.0)
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        400 => "Every fault of the request",
        401 => "Who calls is not known",
        402 => "The plan does not pay for it, the token's cap is reached, or test renders are paused",
        403 => "Who calls may not",
        404 => "There is no such thing, or none of the caller's",
        409 => "It contradicts what is stored",
        413 => "The body is too long",
        414 => "The address is too long",
        415 => "The body is of another type",
        429 => "Too many calls; when one passes is in Retry-After",
        503 => "The service is not available; nothing was billed",
        _ => "A fault of ours; nothing was billed",
    }
}

/// The whole document: every route of every service.
#[must_use]
pub fn document() -> Value {
    let mut paths = Map::new();
    let mut add = |path: &str, method: &Method, operation: Operation| {
        let item = paths.entry(path.to_owned()).or_insert_with(|| json!({}));
        item[method.as_str().to_ascii_lowercase()] = operation.into_value();
    };
    pages(render::routes(), &mut add);
    pages(tokens::routes(), &mut add);
    pages(disputes::routes(), &mut add);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Longhand",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Text in, handwriting out. The API of Handwriting.io, and more.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "basic": { "type": "http", "scheme": "basic", "description": "A token's key and secret." },
                "bearer": { "type": "http", "scheme": "bearer", "description": "A token's `key.secret`." },
                "person": {
                    "type": "http", "scheme": "bearer",
                    "description": "An owner key, or a JWT of the identity provider.",
                },
            },
            "schemas": schemas(),
        },
    })
}

fn pages<S>(routes: Vec<Route<S>>, add: &mut impl FnMut(&str, &Method, Operation)) {
    for route in routes {
        add(route.path, &route.method, (route.operation)());
    }
}

fn schemas() -> Map<String, Value> {
    let fault = json!({
        "type": "object", "required": ["error"], "additionalProperties": false,
        "properties": {
            "error": { "type": "string" },
            "field": { "type": "string", "description": "The parameter at fault." },
            "accepted": { "type": "string", "description": "The form that would be accepted." },
            "missing_characters": { "type": "array", "items": { "$ref": "#/components/schemas/MissingCharacter" } },
        },
    });
    let missing = json!({
        "type": "object", "required": ["character", "hex", "id", "name", "positions"], "additionalProperties": false,
        "properties": {
            "character": { "type": "string" }, "hex": { "type": "string" }, "id": { "type": "string" },
            "name": { "type": "string" }, "positions": { "type": "array", "items": { "type": "integer" } },
        },
    });
    let errors = json!({
        "type": "object", "required": ["errors"], "additionalProperties": false,
        "properties": { "errors": { "type": "array", "minItems": 1, "items": { "$ref": "#/components/schemas/Fault" } } },
    });
    let mut schemas = Map::new();
    for (name, schema) in [("Fault", fault), ("MissingCharacter", missing), ("Errors", errors)] {
        schemas.insert(name.to_owned(), schema);
    }
    let all = render::schemas().into_iter().chain(tokens::schemas()).chain(disputes::schemas());
    schemas.extend(all.map(|(name, schema)| (name.to_owned(), schema)));
    schemas
}

/// A reference to a schema of the document.
pub(crate) fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
