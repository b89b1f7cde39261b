//! The routes of disputes and their pages of the document.

use std::sync::Arc;

use axum::http::Method;
use axum::routing::{MethodRouter, on};
use serde_json::{Value, json};

use super::{Reading, dispute, texts};
use crate::openapi::{Operation, schema};
use crate::routes::{Known, Route, filter};
use crate::tokens::Shared;

/// What the service that manages accounts has of disputes.
pub(crate) fn management() -> Vec<Route<Shared>> {
    let (text, time) = (json!({ "type": "string" }), json!({ "type": "string", "format": "date-time" }));
    let fields = json!({
        "type": "object", "required": ["from", "to", "reason"], "additionalProperties": false,
        "properties": { "from": time, "to": time, "reason": { "type": "string", "minLength": 1, "maxLength": 200 } },
    });
    let open = page("openDispute", "Opens a dispute about the account's calls of a span.", Known::Admin, "Dispute");
    let list = page("listDisputes", "The disputes about the account, by id.", Known::Person, "Disputes");
    let list = paged(list, 1000, 100).parameter("query", "after", "After this id.", &text);
    let get = named(page("getDispute", "One dispute.", Known::Person, "Dispute"));
    let approve = "Approves a dispute. From the second person's approval on texts may be read, for a week.";
    let approve = named(page("approveDispute", approve, Known::Admin, "Dispute"));
    let close = named(page("closeDispute", "Closes a dispute. Nothing is read any more.", Known::Admin, "Dispute"));
    let nothing = json!({ "type": "object" });
    let (open, approve, close) = (
        open.body(&["application/json"], &fields),
        approve.body(&["application/json"], &nothing),
        close.body(&["application/json"], &nothing),
    );
    let (get_it, post) = (Method::GET, Method::POST);
    vec![
        route(&get_it, "/disputes", Known::Person, list, |m| on(filter(m), dispute::list)),
        route(&post, "/disputes", Known::Admin, open.refusing(&[409]), |m| on(filter(m), dispute::open)),
        route(&get_it, "/disputes/{id}", Known::Person, get, |m| on(filter(m), dispute::get)),
        route(&post, "/disputes/{id}/approve", Known::Admin, approve.refusing(&[409]), |m| {
            on(filter(m), dispute::approve)
        }),
        route(&post, "/disputes/{id}/close", Known::Admin, close.refusing(&[409]), |m| on(filter(m), dispute::close)),
    ]
}

/// The route of the service that reads texts.
pub(crate) fn routes() -> Vec<Route<Arc<Reading>>> {
    let summary = "Texts of disputed calls, oldest first. The account is told which, and why, before they are opened.";
    let read = paged(named(page("readTexts", summary, Known::Admin, "Texts")), 100, 100);
    let read = read.parameter("query", "after", "The `next` of the page before.", &json!({ "type": "string" }));
    vec![route(&Method::GET, "/texts/{id}", Known::Admin, read, |m| on(filter(m), texts::read))]
}

fn page(id: &str, summary: &str, known: Known, answer: &str) -> Operation {
    Operation::new(id, summary, known)
        .parameter("header", "X-Account-Id", "About which account.", &json!({ "type": "string" }))
        .answering(200, "Done.", "application/json", &schema(answer), &["x-request-id"])
        .refusing(&[400, 404, 414])
}

fn named(operation: Operation) -> Operation {
    operation.parameter("path", "id", "The dispute's id.", &json!({ "type": "string" }))
}

fn paged(operation: Operation, most: u32, usual: u32) -> Operation {
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": most, "default": usual });
    operation.parameter("query", "limit", "How many.", &limit)
}

fn route<S>(
    method: &Method,
    path: &'static str,
    known: Known,
    operation: Operation,
    handler: impl FnOnce(&Method) -> MethodRouter<S>,
) -> Route<S> {
    Route { method: method.clone(), path, known, operation: Box::new(|| operation), handler: handler(method) }
}

/// The schemas of what is answered.
pub(crate) fn schemas() -> Vec<(&'static str, Value)> {
    let object = |members: Value| {
        let names: Vec<String> = members.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        json!({ "type": "object", "required": names, "additionalProperties": false, "properties": members })
    };
    let (text, maybe) = (json!({ "type": "string" }), json!({ "type": ["string", "null"] }));
    let number = json!({ "type": "integer" });
    let act = object(json!({ "by": text, "at": text }));
    let mut maybe_act = act.clone();
    maybe_act["type"] = json!(["object", "null"]);
    let states = json!({ "type": "string", "enum": ["waiting", "approved", "ended"] });
    let dispute = object(json!({
        "id": text, "state": states, "from": text, "to": text, "reason": text, "opened": act,
        "approvals": { "type": "array", "items": act }, "closed": maybe_act, "ends": text,
    }));
    let disputes = json!({ "disputes": { "type": "array", "items": schema("Dispute") }, "next": maybe });
    let opened = object(json!({
        "request_id": text, "at": text, "token": maybe, "kind": maybe, "images": number, "characters": number,
        "text": maybe, "fault": maybe,
    }));
    vec![
        ("Dispute", dispute),
        ("Disputes", object(disputes)),
        ("Texts", object(json!({ "texts": { "type": "array", "items": opened }, "next": maybe }))),
    ]
}
