//! The service's routes and their pages of the document.

use axum::http::Method;
use axum::routing::on;
use longhand_core::app::{Format, LINKED, OrderBy};
use serde_json::json;

use super::{Shared, TOLD, answer, catalogue, draw, link, parameters, public};
use crate::openapi::{Operation, schema};
use crate::routes::{Known, Route, filter};

const BODIES: [&str; 2] = ["application/x-www-form-urlencoded", "application/json"];

/// Every route of the service.
pub(crate) fn routes() -> Vec<Route<Shared>> {
    let mut routes = vec![list(), like(), one(), status(), openapi(), docs(), security(), receipt_keys()];
    routes.extend([create_link(), follow_link()]);
    for format in [Format::Png, Format::Pdf, Format::Svg, Format::Webp] {
        routes.extend([Method::GET, Method::POST].map(|method| image(method, format)));
    }
    routes.extend([Method::GET, Method::POST].map(strokes));
    routes.extend([Method::GET, Method::POST].map(estimate));
    routes
}

fn list() -> Route<Shared> {
    let operation = || {
        let orders = json!({ "type": "string", "enum": OrderBy::ALL.map(|(name, _)| name), "default": "id" });
        Operation::new("listHandwritings", "A page of the catalogue of hands.", Known::Token)
        .parameter(
            "query",
            "limit",
            "How many.",
            &json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 200 }),
        )
        .parameter("query", "offset", "Without how many at the beginning.", &json!({ "type": "integer", "minimum": 0 }))
        .parameter("query", "order_by", "By what they are ordered; titles byte by byte.", &orders)
        .parameter(
            "query",
            "near",
            "Instead of an order: ratings, as `rating_neatness:1500,rating_cursivity:1400`; the nearest comes first.",
            &json!({ "type": "string" }),
        )
        .parameter("query", "order_dir", "In which direction.", &json!({ "type": "string", "enum": ["asc", "desc"] }))
        .answering(
            200,
            "The hands; none past the end.",
            "application/json",
            &json!({ "type": "array", "items": schema("Handwriting") }),
            &TOLD[..2],
        )
        .refusing(&[400, 402, 414])
    };
    route(Method::GET, "/handwritings", Known::Token, operation, |m| on(filter(m), catalogue::list_hands))
}

fn like() -> Route<Shared> {
    let operation = || {
        let summary = "The hands that an image of handwriting is like, the likest first. The image is not kept.";
        Operation::new("likeHandwriting", summary, Known::Token)
            .parameter(
                "query",
                "limit",
                "How many.",
                &json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 200 }),
            )
            .parameter(
                "query",
                "offset",
                "Without how many at the beginning.",
                &json!({ "type": "integer", "minimum": 0 }),
            )
            .body(&["image/png", "image/jpeg"], &json!({ "type": "string", "contentEncoding": "binary" }))
            .answering(
                200,
                "The hands.",
                "application/json",
                &json!({ "type": "array", "items": schema("Handwriting") }),
                &TOLD[..2],
            )
            .refusing(&[400, 402, 414])
    };
    route(Method::POST, "/handwritings/like", Known::Token, operation, |m| on(filter(m), catalogue::like_sample))
}

fn one() -> Route<Shared> {
    let operation = || {
        Operation::new("getHandwriting", "One hand.", Known::Token)
            .parameter("path", "id", "Its id.", &json!({ "type": "string" }))
            .answering(200, "The hand.", "application/json", &schema("Handwriting"), &TOLD[..2])
            .refusing(&[400, 402, 404, 414])
    };
    route(Method::GET, "/handwritings/{id}", Known::Token, operation, |m| on(filter(m), catalogue::get_hand))
}

fn status() -> Route<Shared> {
    let operation = || {
        Operation::new("getStatus", "Whether the service draws, and its version.", Known::Nobody)
            .answering(200, "It does.", "application/json", &schema("Status"), &TOLD[..2])
            .refusing(&[500])
    };
    route(Method::GET, "/status", Known::Nobody, operation, |m| on(filter(m), public::status))
}

fn openapi() -> Route<Shared> {
    let operation = || {
        Operation::new("getOpenApi", "This document.", Known::Nobody).answering(
            200,
            "The document.",
            "application/json",
            &json!({ "type": "object" }),
            &TOLD[..2],
        )
    };
    route(Method::GET, "/openapi.json", Known::Nobody, operation, |m| on(filter(m), public::openapi))
}

fn docs() -> Route<Shared> {
    let operation = || {
        Operation::new("getDocs", "This document for people.", Known::Nobody).answering(
            200,
            "The page.",
            "text/html; charset=utf-8",
            &json!({ "type": "string" }),
            &TOLD[..2],
        )
    };
    route(Method::GET, "/docs", Known::Nobody, operation, |m| on(filter(m), public::docs))
}

fn security() -> Route<Shared> {
    let operation = || {
        Operation::new("getSecurity", "To whom a weakness is told, if anyone is named.", Known::Nobody)
            .answering(200, "As RFC 9116 has it.", public::TEXT, &json!({ "type": "string" }), &TOLD[..2])
            .refusing(&[404])
    };
    route(Method::GET, "/.well-known/security.txt", Known::Nobody, operation, |m| on(filter(m), public::security))
}

fn receipt_keys() -> Route<Shared> {
    let operation = || {
        Operation::new("getReceiptKeys", "The keys that certify receipts of live renders, as JWK.", Known::Nobody)
            .answering(200, "The keys.", "application/json", &schema("ReceiptKeys"), &TOLD[..2])
    };
    route(Method::GET, "/receipts/keys", Known::Nobody, operation, |m| on(filter(m), public::receipt_keys))
}

/// A render of `what`, by either method.
fn render(method: &Method, id: &str, what: &str) -> Operation {
    let verb = if *method == Method::POST { "post" } else { "get" };
    let operation = Operation::new(&format!("{verb}{id}"), what, Known::Token).refusing(&[400, 402, 414]);
    if *method == Method::POST {
        let key = json!({ "type": "string", "minLength": 1, "maxLength": 255 });
        return operation
            .parameter(
                "header",
                "Idempotency-Key",
                "The same key and parameters are drawn alike and billed once.",
                &key,
            )
            .body(&BODIES, &parameters::as_object())
            .refusing(&[409]);
    }
    parameters::in_query(operation)
}

fn image(method: Method, format: Format) -> Route<Shared> {
    let (path, id) = match format {
        Format::Pdf => ("/render/pdf", "Pdf"),
        Format::Svg => ("/render/svg", "Svg"),
        Format::Webp => ("/render/webp", "Webp"),
        _ => ("/render/png", "Png"),
    };
    let by = method.clone();
    let operation = move || {
        let binary = json!({ "type": "string", "contentMediaType": answer::media_type(format) });
        let operation = render(&by, id, "Writes a text by hand.");
        operation.answering(200, "The image.", answer::media_type(format), &binary, &TOLD)
    };
    route(method, path, Known::Token, operation, move |m| {
        on(filter(m), move |state, called| draw::image(state, called, format))
    })
}

fn strokes(method: Method) -> Route<Shared> {
    let operation = page_of_strokes(method.clone());
    route(method, "/render/strokes", Known::Token, operation, |m| on(filter(m), draw::strokes))
}

fn page_of_strokes(method: Method) -> impl FnOnce() -> Operation {
    move || {
        let formats = json!({ "type": "string", "enum": draw::STROKES.map(Format::name), "default": "json" });
        let mut operation = render(&method, "Strokes", "The pen's movements with time and pressure, or for a plotter.");
        if method == Method::GET {
            operation = operation.parameter("query", "format", "Of which kind.", &formats);
        }
        for format in draw::STROKES {
            let strokes = if format == Format::Json { schema("Strokes") } else { json!({ "type": "string" }) };
            operation = operation.answering(200, "The strokes.", answer::media_type(format), &strokes, &TOLD);
        }
        operation
    }
}

fn estimate(method: Method) -> Route<Shared> {
    let by = method.clone();
    let operation = move || {
        let formats = json!({ "type": "string", "enum": Format::ALL.map(Format::name), "default": "png" });
        let mut operation = render(&by, "Estimate", "What a render would be, without drawing or billing it.");
        if by == Method::GET {
            operation = operation.parameter("query", "format", "For which kind of file.", &formats);
        }
        operation.answering(200, "The measure.", "application/json", &schema("Estimate"), &TOLD[..2])
    };
    route(method, "/render/estimate", Known::Token, operation, |m| on(filter(m), draw::estimate))
}

fn create_link() -> Route<Shared> {
    let operation = || {
        Operation::new("createLink", "Signs a link to one image, for pages that hold no secret.", Known::Token)
            .body(&BODIES, &parameters::of_link())
            .answering(200, "The link.", "application/json", &schema("Link"), &TOLD[..2])
            .refusing(&[400, 402, 414])
    };
    route(Method::POST, "/links", Known::Token, operation, |m| on(filter(m), link::create_link))
}

fn follow_link() -> Route<Shared> {
    let operation = || {
        let binary = json!({ "type": "string" });
        let page = Operation::new("followLink", "The image of a signed link.", Known::Link).refusing(&[400, 402, 414]);
        let kinds = Format::ALL.into_iter();
        kinds.fold(page, |page, format| page.answering(200, "The image.", answer::media_type(format), &binary, &TOLD))
    };
    route(Method::GET, LINKED, Known::Link, operation, |m| on(filter(m), link::follow_link))
}

fn route(
    method: Method,
    path: &'static str,
    known: Known,
    operation: impl FnOnce() -> Operation + 'static,
    handler: impl FnOnce(&Method) -> axum::routing::MethodRouter<Shared>,
) -> Route<Shared> {
    let handler = handler(&method);
    Route { method, path, known, operation: Box::new(operation), handler }
}
