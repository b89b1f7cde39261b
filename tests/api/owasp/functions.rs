//! API5, broken function level authorization: who may call what, operation by operation; a new one must be written in
//! here.

use longhand_ink::hand::catalogue;

use super::{Operation, operations};
use crate::leaks::{report, sign};
use crate::people::{as_admin, by_subject, everyone};
use crate::{Ask, Server};

const PEOPLE: &str = "owner-key owner member support admin";
const MAKERS: &str = "owner-key owner member admin";
const OWNERS: &str = "owner-key owner admin";
const ALL: &str = "nobody test live owner-key owner member support admin scanner";
const TOKENS: &str = "test live";

/// Who may call what. Whoever has a link that a token signed shows it alone: see `get_linked`.
const MAY: [(&str, &str); 45] = [
    ("GET /.well-known/security.txt", ALL),
    ("GET /docs", ALL),
    ("GET /openapi.json", ALL),
    ("GET /status", ALL),
    ("GET /receipts/keys", ALL),
    ("GET /handwritings", TOKENS),
    ("GET /handwritings/{id}", TOKENS),
    ("POST /handwritings/like", TOKENS),
    ("POST /links", TOKENS),
    ("GET /render/estimate", TOKENS),
    ("POST /render/estimate", TOKENS),
    ("GET /render/pdf", TOKENS),
    ("POST /render/pdf", TOKENS),
    ("GET /render/png", TOKENS),
    ("POST /render/png", TOKENS),
    ("GET /render/strokes", TOKENS),
    ("POST /render/strokes", TOKENS),
    ("GET /render/svg", TOKENS),
    ("POST /render/svg", TOKENS),
    ("GET /render/webp", TOKENS),
    ("POST /render/webp", TOKENS),
    ("GET /account", PEOPLE),
    ("GET /account/usage", PEOPLE),
    ("GET /account/invoice", PEOPLE),
    ("GET /account/export", PEOPLE),
    ("DELETE /accounts/{id}", OWNERS),
    ("GET /calls", PEOPLE),
    ("GET /changes", PEOPLE),
    ("GET /tokens", PEOPLE),
    ("GET /tokens/{key}", PEOPLE),
    ("GET /disputes", PEOPLE),
    ("GET /disputes/{id}", PEOPLE),
    ("POST /tokens", MAKERS),
    ("POST /tokens/import", MAKERS),
    ("POST /tokens/{key}/rotate", MAKERS),
    ("PATCH /tokens/{key}", MAKERS),
    ("DELETE /tokens/{key}", MAKERS),
    ("PATCH /account", OWNERS),
    ("POST /account/owner-key", OWNERS),
    ("POST /disputes", "admin"),
    ("POST /disputes/{id}/approve", "admin"),
    ("POST /disputes/{id}/close", "admin"),
    ("GET /texts/{id}", "admin"),
    ("POST /leaks", "scanner"),
    ("GET /linked", ""),
];

/// Who may call this one.
fn may(operation: &Operation) -> &'static str {
    let name = operation.name();
    MAY.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("who may {name}?")).1
}

/// The request as each who might make it does.
fn as_each(server: &Server, ask: &Ask, body: &str) -> Vec<(&'static str, Ask)> {
    let account = server.customer.account.id.as_str();
    let person =
        |role: &str| by_subject(server, ask.clone(), &format!("{role} of First")).header("x-account-id", account);
    let signed = report(body, &sign(body)).headers.into_iter().filter(|(name, _)| name.starts_with("github"));
    vec![
        ("nobody", ask.clone()),
        ("test", ask.clone().token(&server.customer.test)),
        ("live", ask.clone().token(&server.customer.live)),
        ("owner-key", ask.clone().bearer(&server.customer.owner_key)),
        ("owner", person("owner")),
        ("member", person("member")),
        ("support", person("support")),
        ("admin", as_admin(server, ask.clone(), "admin")),
        ("scanner", signed.fold(ask.clone(), |ask, (name, value)| ask.header(&name, &value))),
    ]
}

#[tokio::test]
async fn each_caller_does_what_the_table_says_and_nothing_else() {
    for operation in operations() {
        let may = may(&operation);
        for caller in 0..9 {
            let server = everyone().await;
            // What is disputed is not erased.
            let is_erasure = operation.path == "/accounts/{id}";
            let dispute = if is_erasure { None } else { Some(server.dispute(&["one", "two"]).await) };
            let name = match operation.path.as_str() {
                "/handwritings/{id}" => catalogue()[0].id,
                path if path.starts_with("/tokens") => server.customer.test.token.key.as_str(),
                _ => dispute.as_ref().map_or(server.customer.account.id.as_str(), |dispute| dispute.id.as_str()),
            };
            let (who, ask) = as_each(&server, &operation.ask(name), operation.good_body()).swap_remove(caller);
            let status = server.ask(ask).await.status.as_u16();
            if may.split(' ').any(|other| other == who) {
                assert_eq!(status, 200, "{who}: {}", operation.name());
            } else {
                assert!([401, 403].contains(&status), "{who}: {} is {status}", operation.name());
            }
        }
    }
}

#[tokio::test]
async fn only_those_who_run_the_service_set_plans_and_states() {
    let server = everyone().await;
    for body in [r#"{"plan":"enterprise"}"#, r#"{"state":"active"}"#] {
        let ask = Ask::new(axum::http::Method::PATCH, "/account").json(body);
        for (who, ask) in as_each(&server, &ask, body) {
            let expected = match who {
                "admin" => 200,
                "nobody" | "test" | "live" | "scanner" => 401,
                _ => 403,
            };
            assert_eq!(server.ask(ask).await.status, expected, "{who}: {body}");
        }
    }
}
