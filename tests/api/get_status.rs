//! `GET /status`, `/openapi.json`, `/docs`, and what is not there.

use axum::http::Method;

use crate::{Ask, Server};

#[tokio::test]
async fn status_needs_no_token_and_costs_nothing() {
    let server = Server::new().await;
    let answer = server.ask(Ask::get("/status")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["region"], "here");
    assert!(server.entries().await.is_empty());
}

#[tokio::test]
async fn the_document_and_its_page_are_for_anyone() {
    let server = Server::new().await;
    assert_eq!(server.ask(Ask::get("/openapi.json")).await.json(), longhand_edge::document());
    let page = String::from_utf8(server.ask(Ask::get("/docs")).await.body).expect("text");
    assert!(page.contains("/render/png") && page.contains("handwriting_size") && !page.contains("<script"));
}

#[tokio::test]
async fn what_is_not_there_is_404_in_the_envelope() {
    let server = Server::new().await;
    for path in ["/", "/render", "/render/gif", "/render/png/", "/handwritings/", "/handwritings/a/b", "//", "/.env"] {
        let answer = server.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (404, "not found".to_owned()), "{path}");
    }
}

#[tokio::test]
async fn other_methods_are_405_with_those_that_are_known() {
    let server = Server::new().await;
    for (method, path, known) in [
        (Method::DELETE, "/render/png", "GET, POST"),
        (Method::PUT, "/render/pdf", "GET, POST"),
        (Method::POST, "/handwritings", "GET"),
        (Method::POST, "/status", "GET"),
        (Method::GET, "/handwritings/like", "POST"),
        (Method::GET, "/links", "POST"),
        (Method::PUT, "/tokens", "GET, POST"),
        (Method::PATCH, "/tokens", "GET, POST"),
    ] {
        let answer = server.ask(Ask::new(method.clone(), path)).await;
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, known), "{method} {path}");
    }
}

#[tokio::test]
async fn pages_may_call_from_anywhere_with_a_credential() {
    let server = Server::new().await;
    let ask = Ask::new(Method::OPTIONS, "/render/png")
        .header("origin", "https://example.org")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type,idempotency-key");
    let answer = server.ask(ask).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-headers"), "authorization,content-type,idempotency-key");
    let refused = server.ask(Ask::get("/render/png").header("origin", "https://example.org")).await;
    assert_eq!((refused.status.as_u16(), refused.header("access-control-allow-origin")), (401, "*"));
    assert!(refused.header("access-control-expose-headers").contains("x-seed-used"));
}

#[tokio::test]
async fn a_callers_own_request_id_is_echoed_if_it_is_safe() {
    let server = Server::new().await;
    let echoed = |id: &str| Ask::get("/status").header("x-request-id", id);
    assert_eq!(server.ask(echoed("my-call.7")).await.header("x-request-id"), "my-call.7");
    for unsafe_id in ["a b", "<script>", &"x".repeat(65)] {
        let answer = server.ask(echoed(unsafe_id)).await;
        assert!(answer.header("x-request-id") != unsafe_id && answer.header("x-request-id").len() == 16);
    }
}
