//! The service's routes and their pages of the document.

use axum::http::Method;
use axum::routing::{MethodRouter, on};
use longhand_core::tokens::{Kind, Scope};
use serde_json::{Value, json};

use super::{Shared, account, export, invoice, leak, log, table, token, usage};
use crate::disputes;
use crate::openapi::{Operation, schema};
use crate::routes::{Known, Route, filter};

const TOLD: [&str; 1] = ["x-request-id"];
const JSON: [&str; 1] = ["application/json"];

/// Every route of the service.
pub(crate) fn routes() -> Vec<Route<Shared>> {
    let mut routes = own_routes();
    routes.extend(disputes::management());
    routes
}

fn own_routes() -> Vec<Route<Shared>> {
    let text = json!({ "type": "string" });
    let key = |operation: Operation| operation.parameter("path", "key", "The token's key.", &text).refusing(&[404]);
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 100 });
    let kinds = json!({ "type": "string", "enum": Kind::ALL.map(|(name, _)| name) });
    let list = page("listTokens", "A page of the account's tokens, by key.", "Tokens")
        .parameter("query", "limit", "How many.", &limit)
        .parameter("query", "after", "After this key.", &text)
        .parameter("query", "label", "With this label only.", &text)
        .parameter("query", "kind", "Of this kind only.", &kinds);
    let create = page("createToken", "Makes a token; its secret is shown this once.", "MintedToken");
    let import = page("importToken", "Takes in a pair made elsewhere, as those of Handwriting.io.", "Token");
    let change = key(page("changeToken", "Changes what may be changed of a token.", "Token")).refusing(&[409]);
    let rotate = key(page("rotateToken", "Gives a token a new secret, shown this once.", "MintedToken"));
    let revoke = key(page("revokeToken", "Ends a token.", "Token")).refusing(&[409]);
    let get = key(page("getToken", "One token.", "Token"));
    let get_account = page("getAccount", "The account.", "Account");
    let change_account = page("changeAccount", "Changes the account.", "Account").refusing(&[409]);
    let owner_key = page("rotateOwnerKey", "A new owner key, shown this once; the one before ends.", "OwnerKey");
    let erase = page("eraseAccount", "Closes the account for good; what it left is gone within a day.", "Account");
    let erase = erase.parameter("path", "id", "The account's id.", &text).refusing(&[404, 409]);
    vec![
        route(Method::DELETE, "/accounts/{id}", erase, |m| on(filter(m), account::erase)),
        route(Method::GET, "/account/export", whole_account(), |m| on(filter(m), export::get)),
        route(Method::GET, "/tokens", list, |m| on(filter(m), token::list)),
        route(Method::POST, "/tokens", create.body(&JSON, &fields(&[])).refusing(&[409]), |m| {
            on(filter(m), token::create)
        }),
        route(Method::POST, "/tokens/import", import.body(&JSON, &fields(&["key", "secret"])).refusing(&[409]), |m| {
            on(filter(m), token::import)
        }),
        route(Method::GET, "/tokens/{key}", get, |m| on(filter(m), token::get)),
        route(Method::PATCH, "/tokens/{key}", change.body(&JSON, &fields(&[])), |m| on(filter(m), token::change)),
        route(Method::DELETE, "/tokens/{key}", revoke, |m| on(filter(m), token::revoke)),
        route(Method::POST, "/tokens/{key}/rotate", rotate.body(&JSON, &overlap()).refusing(&[409]), |m| {
            on(filter(m), token::rotate)
        }),
        route(Method::GET, "/calls", listed_calls(), |m| on(filter(m), log::calls)),
        route(Method::GET, "/changes", listing("listChanges", "Who changed what of the account.", "Changes"), |m| {
            on(filter(m), log::changes)
        }),
        leaks(),
        route(Method::GET, "/account", get_account, |m| on(filter(m), account::get)),
        route(Method::PATCH, "/account", change_account.body(&JSON, &changes()), |m| on(filter(m), account::change)),
        route(
            Method::POST,
            "/account/owner-key",
            owner_key.body(&JSON, &json!({ "type": "object" })).refusing(&[409]),
            |m| on(filter(m), account::rotate_owner_key),
        ),
        route(Method::GET, "/account/usage", usage_page(), |m| on(filter(m), usage::get)),
        route(Method::GET, "/account/invoice", invoice_page(), |m| on(filter(m), invoice::get)),
    ]
}

fn usage_page() -> Operation {
    let time = json!({ "type": "string", "format": "date-time" });
    let names = |names: Vec<&str>| json!({ "type": "string", "enum": names, "default": names[0] });
    let mut periods = names(usage::PERIODS.map(|(name, _)| name).to_vec());
    periods["default"] = "day".into();
    let by = "By what; a token counts under each of its labels, and once in the total.";
    page("getUsage", "What the account used, up to the calls that have just ended.", "Usage")
        .parameter("query", "from", "Hours from this time on; unless told otherwise, of this month.", &time)
        .parameter("query", "to", "Hours before this time; now unless told otherwise.", &time)
        .parameter("query", "per", "Hours, or days and months of the zone.", &periods)
        .parameter("query", "by", by, &names(usage::NAMES.map(|(name, _)| name).to_vec()))
        .parameter("query", "label", "Of tokens with this label only.", &json!({ "type": "string" }))
        .parameter("query", "zone", "A time zone as Europe/Berlin; else UTC.", &json!({ "type": "string" }))
        .parameter("query", "format", "How to answer.", &names(usage::FORMATS.map(|(name, _)| name).to_vec()))
        .answering(200, "Done.", table::CSV, &json!({ "type": "string" }), &TOLD)
        .answering(200, "Done.", table::PARQUET, &json!({ "type": "string", "format": "binary" }), &TOLD)
}

fn invoice_page() -> Operation {
    let period = "A month as 2027-01, or a year; the one that runs, as far as it is, unless told otherwise.";
    page("getInvoice", "What the account owes for a period, worked out from what it used.", "Invoice").parameter(
        "query",
        "period",
        period,
        &json!({ "type": "string" }),
    )
}

/// A part of the log.
fn listing(id: &str, summary: &str, answer: &str) -> Operation {
    let (text, time) = (json!({ "type": "string" }), json!({ "type": "string", "format": "date-time" }));
    page(id, summary, answer)
        .parameter("query", "from", "From this time on; a day ago unless told otherwise.", &time)
        .parameter("query", "to", "Before this time.", &time)
        .parameter("query", "after", "The `next` of the page before.", &text)
        .parameter(
            "query",
            "limit",
            "How many.",
            &json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 100 }),
        )
}

fn listed_calls() -> Operation {
    let counted = "Only those that make up the used images of this kind: the request ids behind any figure.";
    listing("listCalls", "The account's calls, oldest first, without texts.", "Calls")
        .parameter("query", "of", "With the token of this key only.", &json!({ "type": "string" }))
        .parameter(
            "query",
            "status",
            "Answered so, as `404`, or with one of a hundred, as `5xx`.",
            &json!({ "type": "string" }),
        )
        .parameter("query", "route", "Of this route only, as `/render/png`.", &json!({ "type": "string" }))
        .parameter("query", "request_id", "That was answered with this `X-Request-Id`.", &json!({ "type": "string" }))
        .parameter("query", "counted", counted, &json!({ "type": "string", "enum": Kind::ALL.map(|(name, _)| name) }))
}

fn leaks() -> Route<Shared> {
    let text = json!({ "type": "string" });
    let finding = json!({ "type": "object", "required": ["token"], "properties": { "token": text, "type": { "type": ["string", "null"] } } });
    let pattern = longhand_core::tokens::PATTERN;
    let summary =
        format!("A secret scanner's report of pairs found in the open, which end at once. They match {pattern}");
    let operation = Operation::new("reportLeaks", &summary, Known::Scanner)
        .parameter("header", "Github-Public-Key-Identifier", "Which of the scanner's keys signed.", &text)
        .parameter(
            "header",
            "Github-Public-Key-Signature",
            "ECDSA over the body: P-256, SHA-256, DER in base 64.",
            &text,
        )
        .body(&JSON, &json!({ "type": "array", "items": finding }))
        .answering(
            200,
            "Which of them were ours, each by its SHA-256, as GitHub takes it.",
            "application/json",
            &schema("Leaks"),
            &TOLD,
        )
        .refusing(&[400, 409]);
    let handler = on(filter(&Method::POST), leak::report);
    Route { method: Method::POST, path: "/leaks", known: Known::Scanner, operation: Box::new(|| operation), handler }
}

fn page(id: &str, summary: &str, answer: &str) -> Operation {
    let account = json!({ "type": "string" });
    Operation::new(id, summary, Known::Person)
        .parameter("header", "X-Account-Id", "On which account, for members of several.", &account)
        .answering(200, "Done.", "application/json", &schema(answer), &TOLD)
        .refusing(&[400, 404, 414])
}

fn route(
    method: Method,
    path: &'static str,
    operation: Operation,
    handler: impl FnOnce(&Method) -> MethodRouter<Shared>,
) -> Route<Shared> {
    let handler = handler(&method);
    Route { method, path, known: Known::Person, operation: Box::new(|| operation), handler }
}

/// The fields of a token that a body may have, and more strings.
fn fields(more: &[&str]) -> Value {
    let list = json!({ "type": "array", "items": { "type": "string" } });
    let mut properties = json!({
        "kind": { "type": "string", "enum": Kind::ALL.map(|(name, _)| name) },
        "title": { "type": "string", "maxLength": 100 },
        "labels": list, "owner": { "type": "string", "maxLength": 100 },
        "scopes": { "type": "array", "items": { "type": "string", "enum": Scope::ALL.map(|(name, _)| name) } },
        "addresses": list, "origins": list, "monthly_cap": { "type": "integer", "minimum": 0 },
        "revoke_if_exposed": { "type": "boolean" }, "expires": { "type": "string", "format": "date-time" },
    });
    for name in more {
        properties[*name] = json!({ "type": "string" });
    }
    json!({ "type": "object", "required": more, "additionalProperties": false, "properties": properties })
}

fn whole_account() -> Operation {
    let text = json!({ "type": "string" });
    let page =
        page("exportAccount", "All that is kept of the account: calls in pages, the rest in the first.", "Export");
    page.parameter("query", "after", "Calls after this one: `next` of the page before.", &text)
}

fn overlap() -> Value {
    let seconds = json!({ "type": "integer", "minimum": 0, "maximum": 604_800 });
    json!({ "type": "object", "additionalProperties": false, "properties": { "overlap_s": seconds } })
}

fn changes() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object", "additionalProperties": false,
        "properties": {
            "title": text, "plan": text, "state": text, "contact": text, "customer": text,
            "monthly_cap": { "type": "integer", "minimum": 0 },
        },
    })
}
