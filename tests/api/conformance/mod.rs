//! What each route answers, case by case: a file for every route and method.

mod delete_tokens_key;
mod get_account;
mod get_account_usage;
mod get_calls;
mod get_changes;
mod get_docs;
mod get_handwritings;
mod get_handwritings_id;
mod get_linked;
mod get_openapi_json;
mod get_render_estimate;
mod get_render_pdf;
mod get_render_png;
mod get_render_strokes;
mod get_render_svg;
mod get_render_webp;
mod get_status;
mod get_tokens;
mod get_tokens_key;
mod patch_account;
mod patch_tokens_key;
mod post_account_owner_key;
mod post_leaks;
mod post_links;
mod post_render_estimate;
mod post_render_pdf;
mod post_render_png;
mod post_render_strokes;
mod post_render_svg;
mod post_render_webp;
mod post_tokens;
mod post_tokens_import;
mod post_tokens_key_rotate;

use axum::http::Method;
use longhand_edge::walk;

use crate::{Answer, Ask, Server};

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub enum By {
    /// Without a credential.
    Nobody,
    /// With a test token.
    Test,
    /// With a live token.
    Live,
    /// With the owner key of the account.
    Owner,
    /// With the owner key of another account.
    Stranger,
    /// With a key and a secret that does not belong to it.
    Wrong,
}

/// What is done, by whom, with which address (the route's own, with this after it, unless it begins with `/`), with
/// which body (JSON or a form, by its look), the status of the answer, and what it says or is.
pub struct Case(&'static str, By, &'static str, &'static str, u16, &'static str);

/// Every route with its cases.
const ROUTES: &[(Method, &str, &[Case])] = &[
    (Method::DELETE, "/tokens/{key}", delete_tokens_key::CASES),
    (Method::GET, "/account", get_account::CASES),
    (Method::GET, "/account/usage", get_account_usage::CASES),
    (Method::GET, "/calls", get_calls::CASES),
    (Method::GET, "/changes", get_changes::CASES),
    (Method::GET, "/docs", get_docs::CASES),
    (Method::GET, "/handwritings", get_handwritings::CASES),
    (Method::GET, "/handwritings/{id}", get_handwritings_id::CASES),
    (Method::GET, "/linked", get_linked::CASES),
    (Method::GET, "/openapi.json", get_openapi_json::CASES),
    (Method::GET, "/render/estimate", get_render_estimate::CASES),
    (Method::GET, "/render/pdf", get_render_pdf::CASES),
    (Method::GET, "/render/png", get_render_png::CASES),
    (Method::GET, "/render/strokes", get_render_strokes::CASES),
    (Method::GET, "/render/svg", get_render_svg::CASES),
    (Method::GET, "/render/webp", get_render_webp::CASES),
    (Method::GET, "/status", get_status::CASES),
    (Method::GET, "/tokens", get_tokens::CASES),
    (Method::GET, "/tokens/{key}", get_tokens_key::CASES),
    (Method::PATCH, "/account", patch_account::CASES),
    (Method::PATCH, "/tokens/{key}", patch_tokens_key::CASES),
    (Method::POST, "/account/owner-key", post_account_owner_key::CASES),
    (Method::POST, "/leaks", post_leaks::CASES),
    (Method::POST, "/links", post_links::CASES),
    (Method::POST, "/render/estimate", post_render_estimate::CASES),
    (Method::POST, "/render/pdf", post_render_pdf::CASES),
    (Method::POST, "/render/png", post_render_png::CASES),
    (Method::POST, "/render/strokes", post_render_strokes::CASES),
    (Method::POST, "/render/svg", post_render_svg::CASES),
    (Method::POST, "/render/webp", post_render_webp::CASES),
    (Method::POST, "/tokens", post_tokens::CASES),
    (Method::POST, "/tokens/import", post_tokens_import::CASES),
    (Method::POST, "/tokens/{key}/rotate", post_tokens_key_rotate::CASES),
];

/// Asks as a case has it.
async fn ask(server: &Server, method: &Method, path: &str, case: &Case) -> Answer {
    let Case(_, by, target, body, ..) = case;
    let key = server.customer.test.token.key.as_str();
    let target = if target.starts_with('/') { (*target).to_owned() } else { format!("{path}{target}") };
    let (target, body) = (target.replace("{key}", key), body.replace("{key}", key));
    let mut ask = Ask::new(method.clone(), &target);
    ask = match body.chars().next() {
        None => ask,
        Some('{' | '[') => ask.json(&body),
        Some(_) => ask.form(&body),
    };
    ask = match by {
        By::Nobody => ask,
        By::Test => ask.token(&server.customer.test),
        By::Live => ask.token(&server.customer.live),
        By::Owner => ask.bearer(&server.customer.owner_key),
        By::Stranger => ask.bearer(&server.another("Second").await.owner_key),
        By::Wrong => ask.pair(key, server.customer.live.secret.reveal()),
    };
    server.ask(ask).await
}

#[tokio::test]
async fn every_route_answers_each_case_as_its_file_says() {
    let mut known: Vec<_> = walk().into_iter().map(|(method, path, _)| (method.to_string(), path)).collect();
    let mut here: Vec<_> = ROUTES.iter().map(|(method, path, _)| (method.to_string(), *path)).collect();
    known.sort_unstable();
    here.sort_unstable();
    assert_eq!(here, known, "every route has a file");
    let mut faults = Vec::new();
    for (method, path, cases) in ROUTES {
        for case in *cases {
            let Case(what, by, _, _, status, says) = case;
            let server = Server::new().await;
            let answer = ask(&server, method, path, case).await;
            let says = says.replace("{key}", server.customer.test.token.key.as_str());
            let (kind, body) = (answer.header("content-type"), String::from_utf8_lossy(&answer.body));
            if answer.status != *status || !(kind == says || body.contains(&says)) {
                let short: String = body.chars().take(300).collect();
                faults.push(format!("{method} {path}: {what} by {by:?}: {} {kind} {short}", answer.status));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let count: usize = ROUTES.iter().map(|(.., cases)| cases.len()).sum();
    assert!(count >= 250, "{count} cases");
}
