//! API4, unrestricted resource consumption: nothing is read, searched or drawn without a bound. What the dearest request
//! costs is found by the example `dearest`.

use super::operations;
use crate::people::server;

#[tokio::test]
async fn a_body_beyond_the_bound_is_413_and_an_address_beyond_it_414() {
    let server = server().await;
    for operation in operations().iter().filter(|o| o.is_for_people() || o.is_for_tokens()) {
        let name = server.customer.test.token.key.as_str();
        if operation.body().is_some() {
            let long = format!("{{\"title\":\"{}\"}}", "x".repeat(256 * 1024));
            let mut ask = operation.ask(name);
            ask.body = long.into_bytes();
            assert_eq!(server.ask(operation.ask_as_most(&server, ask)).await.status, 413, "{}", operation.name());
        }
        if !operation.parameters().is_empty() {
            let ask = operation.ask_with(name, &format!("x={}", "x".repeat(10_240)));
            assert_eq!(server.ask(operation.ask_as_most(&server, ask)).await.status, 414, "{}", operation.name());
        }
    }
}

#[tokio::test]
async fn every_page_has_a_most() {
    let server = server().await;
    let dispute = server.dispute(&["one", "two"]).await;
    let mut paged = 0;
    for operation in operations().iter().filter(|o| o.parameters().iter().any(|name| name == "limit")) {
        paged += 1;
        for wrong in ["0", "1001", "-1", "1e9", "18446744073709551616"] {
            let ask = operation.ask_with(dispute.id.as_str(), &format!("limit={wrong}"));
            let answer = server.ask(operation.ask_as_most(&server, ask)).await;
            assert_eq!(
                (answer.status.as_u16(), answer.fields().contains("limit")),
                (400, true),
                "{} {wrong}",
                operation.name()
            );
        }
    }
    assert_eq!(paged, 7);
}

#[tokio::test]
async fn what_is_beyond_the_bounds_of_a_drawing_is_refused_before_it_is_drawn() {
    let server = server().await;
    let long = "x".repeat(9001);
    for operation in operations().iter().filter(|o| o.path.starts_with("/render/") && o.body().is_some()) {
        for (body, field) in [
            (r#"{"handwriting_id":"Perry","text":"a","width":"100000px","height":"100000px"}"#.to_owned(), "width"),
            (format!(r#"{{"handwriting_id":"Perry","text":"{long}"}}"#), "text"),
            (r#"{"handwriting_id":"Perry","text":"a","handwriting_size":"99999px"}"#.to_owned(), "handwriting_size"),
        ] {
            let mut ask = operation.ask("");
            ask.body = body.into_bytes();
            let answer = server.ask(operation.ask_as_most(&server, ask)).await;
            assert_eq!(
                (answer.status.as_u16(), answer.fields().contains(field)),
                (400, true),
                "{} {field}",
                operation.name()
            );
        }
    }
}
