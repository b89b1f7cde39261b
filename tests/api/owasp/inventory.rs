//! API9, improper inventory management: what is served, what the document says and what its page shows are one set.

use std::collections::BTreeSet;

use longhand_edge::walk;

use super::operations;
use crate::{Ask, Server};

#[tokio::test]
async fn what_is_served_documented_and_shown_are_one_set() {
    let server = Server::new().await;
    let committed: BTreeSet<String> = operations().iter().map(super::Operation::name).collect();
    let served: BTreeSet<String> = walk().into_iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    assert_eq!(committed, served);
    let asked = server.ask(Ask::get("/openapi.json")).await.json();
    assert_eq!(asked, super::document());
    let page = String::from_utf8(server.ask(Ask::get("/docs")).await.body).expect("text");
    for operation in operations() {
        assert!(page.contains(&operation.path), "{} is not on the page", operation.name());
    }
}

#[tokio::test]
async fn what_others_serve_by_mistake_is_not_there() {
    let server = Server::new().await;
    for path in [
        "/v1/render/png",
        "/admin",
        "/debug",
        "/metrics",
        "/health",
        "/.env",
        "/.git/config",
        "/actuator",
        "/swagger.json",
        "/graphql",
        "/api",
        "/console",
        "/server-status",
        "/render",
        "/tokens/",
        "//tokens",
        "/accounts",
        "/users",
    ] {
        assert_eq!(server.ask(Ask::get(path).token(&server.customer.live)).await.status, 404, "{path}");
    }
}
