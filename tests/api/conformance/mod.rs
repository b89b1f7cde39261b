//! What each route answers, case by case: a file for every route and method.

mod delete_accounts_id;
mod delete_tokens_key;
mod get_account;
mod get_account_export;
mod get_account_invoice;
mod get_account_usage;
mod get_calls;
mod get_changes;
mod get_disputes;
mod get_disputes_id;
mod get_docs;
mod get_handwritings;
mod get_handwritings_id;
mod get_linked;
mod get_openapi_json;
mod get_receipts_keys;
mod get_render_estimate;
mod get_render_pdf;
mod get_render_png;
mod get_render_strokes;
mod get_render_svg;
mod get_render_webp;
mod get_security_txt;
mod get_status;
mod get_texts_id;
mod get_tokens;
mod get_tokens_key;
mod patch_account;
mod patch_tokens_key;
mod post_account_owner_key;
mod post_disputes;
mod post_disputes_id_approve;
mod post_disputes_id_close;
mod post_handwritings_like;
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

use crate::people::{as_admin, server};
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
    /// As one who runs the service, about the account.
    Admin,
    /// With the owner key of another account.
    Stranger,
    /// With a key and a secret that does not belong to it.
    Wrong,
}

/// What is done, by whom, with which address (the route's own, with this after it, unless it begins with `/`), with
/// which body (JSON or a form, by its look), the status of the answer, and what it says or is.
pub struct Case(&'static str, By, &'static str, &'static str, u16, &'static str);

/// Every route with its cases.
const ROUTES: &[(Method, &str, &[&[Case]])] = &[
    (Method::DELETE, "/accounts/{id}", &[PEOPLES, delete_accounts_id::CASES]),
    (Method::DELETE, "/tokens/{key}", &[PEOPLES, delete_tokens_key::CASES]),
    (Method::GET, "/account", &[PEOPLES, get_account::CASES]),
    (Method::GET, "/account/export", &[PEOPLES, get_account_export::CASES]),
    (Method::GET, "/account/invoice", &[PEOPLES, get_account_invoice::CASES]),
    (Method::GET, "/account/usage", &[PEOPLES, get_account_usage::CASES]),
    (Method::GET, "/calls", &[PEOPLES, get_calls::CASES]),
    (Method::GET, "/changes", &[PEOPLES, get_changes::CASES]),
    (Method::GET, "/disputes", &[PEOPLES, get_disputes::CASES]),
    (Method::GET, "/disputes/{id}", &[PEOPLES, get_disputes_id::CASES]),
    (Method::GET, "/docs", &[get_docs::CASES]),
    (Method::GET, "/handwritings", &[get_handwritings::CASES]),
    (Method::GET, "/handwritings/{id}", &[get_handwritings_id::CASES]),
    (Method::GET, "/linked", &[get_linked::CASES]),
    (Method::GET, "/openapi.json", &[get_openapi_json::CASES]),
    (Method::GET, "/receipts/keys", &[get_receipts_keys::CASES]),
    (Method::GET, "/render/estimate", &[RENDERS_BY_GET, get_render_estimate::CASES]),
    (Method::GET, "/render/pdf", &[RENDERS_BY_GET, get_render_pdf::CASES]),
    (Method::GET, "/render/png", &[RENDERS_BY_GET, get_render_png::CASES]),
    (Method::GET, "/render/strokes", &[RENDERS_BY_GET, get_render_strokes::CASES]),
    (Method::GET, "/render/svg", &[RENDERS_BY_GET, get_render_svg::CASES]),
    (Method::GET, "/render/webp", &[RENDERS_BY_GET, get_render_webp::CASES]),
    (Method::GET, "/.well-known/security.txt", &[get_security_txt::CASES]),
    (Method::GET, "/status", &[get_status::CASES]),
    (Method::GET, "/texts/{id}", &[PEOPLES, get_texts_id::CASES]),
    (Method::GET, "/tokens", &[PEOPLES, get_tokens::CASES]),
    (Method::GET, "/tokens/{key}", &[PEOPLES, get_tokens_key::CASES]),
    (Method::PATCH, "/account", &[PEOPLES, patch_account::CASES]),
    (Method::PATCH, "/tokens/{key}", &[PEOPLES, patch_tokens_key::CASES]),
    (Method::POST, "/account/owner-key", &[PEOPLES, post_account_owner_key::CASES]),
    (Method::POST, "/disputes", &[PEOPLES, post_disputes::CASES]),
    (Method::POST, "/disputes/{id}/approve", &[PEOPLES, post_disputes_id_approve::CASES]),
    (Method::POST, "/disputes/{id}/close", &[PEOPLES, post_disputes_id_close::CASES]),
    (Method::POST, "/handwritings/like", &[post_handwritings_like::CASES]),
    (Method::POST, "/leaks", &[post_leaks::CASES]),
    (Method::POST, "/links", &[post_links::CASES]),
    (Method::POST, "/render/estimate", &[RENDERS_BY_POST, post_render_estimate::CASES]),
    (Method::POST, "/render/pdf", &[RENDERS_BY_POST, post_render_pdf::CASES]),
    (Method::POST, "/render/png", &[RENDERS_BY_POST, post_render_png::CASES]),
    (Method::POST, "/render/strokes", &[RENDERS_BY_POST, post_render_strokes::CASES]),
    (Method::POST, "/render/svg", &[RENDERS_BY_POST, post_render_svg::CASES]),
    (Method::POST, "/render/webp", &[RENDERS_BY_POST, post_render_webp::CASES]),
    (Method::POST, "/tokens", &[PEOPLES, post_tokens::CASES]),
    (Method::POST, "/tokens/import", &[PEOPLES, post_tokens_import::CASES]),
    (Method::POST, "/tokens/{key}/rotate", &[PEOPLES, post_tokens_key_rotate::CASES]),
];

/// What holds of every render by GET.
const RENDERS_BY_GET: &[Case] = &[
    Case("no credential", By::Nobody, "?handwriting_id=Perry&text=Hi&width=60px&height=30px", "", 401, "unauthorized"),
    Case("a wrong secret", By::Wrong, "?handwriting_id=Perry&text=Hi&width=60px&height=30px", "", 401, "unauthorized"),
    Case("an owner key", By::Owner, "?handwriting_id=Perry&text=Hi&width=60px&height=30px", "", 401, "unauthorized"),
    Case("no hand", By::Test, "?text=Hi", "", 400, "handwriting_id is required"),
    Case("no text", By::Test, "?handwriting_id=Perry", "", 400, "text is required"),
    Case("an unknown hand", By::Test, "?handwriting_id=nobody&text=Hi", "", 400, "handwriting_id"),
    Case("a width that is none", By::Test, "?handwriting_id=Perry&text=Hi&width=wide&height=30px", "", 400, "width"),
    Case(
        "characters that no hand has",
        By::Test,
        "?handwriting_id=Perry&text=%E2%98%83&width=60px&height=30px",
        "",
        400,
        "SNOWMAN",
    ),
    Case("a parameter twice", By::Test, "?handwriting_id=Perry&text=Hi&width=60px&height=30px&text=b", "", 400, "text"),
];

/// What holds of every render by POST.
const RENDERS_BY_POST: &[Case] = &[
    Case("no credential", By::Nobody, "", "handwriting_id=Perry&text=Hi&width=60px&height=30px", 401, "unauthorized"),
    Case("a wrong secret", By::Wrong, "", "handwriting_id=Perry&text=Hi&width=60px&height=30px", 401, "unauthorized"),
    Case("an owner key", By::Owner, "", "handwriting_id=Perry&text=Hi&width=60px&height=30px", 401, "unauthorized"),
    Case("no hand", By::Test, "", "text=Hi", 400, "handwriting_id is required"),
    Case("no text", By::Test, "", "handwriting_id=Perry", 400, "text is required"),
    Case("an unknown hand", By::Test, "", "handwriting_id=nobody&text=Hi", 400, "handwriting_id"),
    Case("a width that is none", By::Test, "", "handwriting_id=Perry&text=Hi&width=wide&height=30px", 400, "width"),
    Case(
        "characters that no hand has",
        By::Test,
        "",
        "handwriting_id=Perry&text=%E2%98%83&width=60px&height=30px",
        400,
        "SNOWMAN",
    ),
    Case(
        "parameters beside the body",
        By::Test,
        "?pen=felt",
        "handwriting_id=Perry&text=Hi&width=60px&height=30px",
        400,
        "belongs into the body",
    ),
    Case("an unknown member", By::Test, "", r#"{"handwriting_id":"Perry","text":"Hi","colour":"red"}"#, 400, "colour"),
    Case("a body cut off", By::Test, "", r#"{"handwriting_id""#, 400, "JSON"),
];

/// What holds of every route for people.
const PEOPLES: &[Case] = &[
    Case("no credential", By::Nobody, "", "", 401, "unauthorized"),
    Case("a wrong credential", By::Wrong, "", "", 401, "unauthorized"),
    Case("a token", By::Live, "", "", 401, "unauthorized"),
];

/// Asks as a case has it.
async fn ask(server: &Server, method: &Method, path: &str, case: &Case) -> Answer {
    let Case(_, by, target, body, ..) = case;
    let key = server.customer.test.token.key.as_str();
    let target = if target.starts_with('/') { (*target).to_owned() } else { format!("{path}{target}") };
    let target = target.replace("{account}", server.customer.account.id.as_str());
    let (target, body) = (target.replace("{key}", key), body.replace("{key}", key));
    // A dispute that one person has approved.
    let target = if target.contains("{dispute}") {
        target.replace("{dispute}", server.dispute(&["one"]).await.id.as_str())
    } else {
        target
    };
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
        By::Admin => as_admin(server, ask, "admin"),
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
        for case in cases.iter().copied().flatten() {
            let Case(what, by, _, _, status, says) = case;
            let server = server().await;
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
    let count: usize = ROUTES.iter().flat_map(|(.., cases)| *cases).map(|cases| cases.len()).sum();
    assert!(count >= 250, "{count} cases");
}
