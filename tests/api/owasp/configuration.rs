//! API8, security misconfiguration: what every answer tells a browser, and what none does.

use std::collections::BTreeSet;

use axum::http::Method;
use longhand_edge::{Known, walk};

use super::operations;
use crate::{Answer, Ask, Server};

/// Asked of every route as nobody, with a token and as the owner; and of what is no route.
async fn answers(server: &Server) -> Vec<(String, Known, Answer)> {
    let mut answers = Vec::new();
    let nowhere = [(Method::GET, "/nowhere", Known::Token), (Method::TRACE, "/tokens", Known::Token)];
    for (method, path, known) in walk().into_iter().chain(nowhere) {
        let query =
            if path.starts_with("/render/") { "?handwriting_id=Perry&text=a&width=60px&height=40px" } else { "" };
        let target =
            format!("{}{query}", path.replace("{key}", "0000000000000000").replace("{id}", "0000000000000000"));
        for ask in [
            Ask::new(method.clone(), &target),
            Ask::new(method.clone(), &target).token(&server.customer.test),
            Ask::new(method.clone(), &target).bearer(&server.customer.owner_key).json("{}"),
        ] {
            let answer = server.ask(ask).await;
            answers.push((format!("{method} {target} {}", answer.status), known, answer));
        }
    }
    answers
}

#[tokio::test]
async fn every_answer_is_guarded_and_what_is_someones_is_kept_by_nobody() {
    let server = Server::new().await;
    let answers = answers(&server).await;
    assert!(answers.iter().any(|(.., answer)| answer.header("content-type") == "image/png"));
    for (what, known, answer) in answers {
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains", "{what}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{what}");
        assert_eq!(answer.header("server"), "", "{what}");
        let (kept, policy) = (answer.header("cache-control"), answer.header("content-security-policy"));
        assert!(kept.ends_with("no-store") || (known == Known::Nobody && kept.starts_with("public")), "{what}: {kept}");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("script"), "{what}: {policy}");
        let is_drawing = answer.header("content-type") == "image/svg+xml";
        assert_eq!(policy.contains("unsafe"), is_drawing, "{what}: {policy}");
    }
}

#[tokio::test]
async fn methods_that_a_path_does_not_know_are_405() {
    let server = Server::new().await;
    let all = operations();
    for path in all.iter().map(|operation| &operation.path).collect::<BTreeSet<_>>() {
        let known: Vec<_> = all.iter().filter(|o| o.path == *path).map(|o| o.method.clone()).collect();
        let target = path.replace("{key}", "0000000000000000").replace("{id}", "0000000000000000");
        for method in ["TRACE", "CONNECT", "FROB", "PUT", "POST", "PATCH", "DELETE"] {
            let method: Method = method.parse().expect("a method");
            if known.contains(&method) {
                continue;
            }
            let answer = server.ask(Ask::new(method.clone(), &target).token(&server.customer.test)).await;
            let allowed: BTreeSet<_> = answer.header("allow").split(", ").map(str::to_owned).collect();
            let known: BTreeSet<_> = known.iter().map(ToString::to_string).collect();
            assert_eq!((answer.status.as_u16(), allowed), (405, known), "{method} {path}");
        }
    }
}
