//! `GET /calls` and `GET /changes`: what an account sees of its log.

use serde_json::Value;

use crate::{Ask, Server};

fn ids(page: &Value, list: &str, id: &str) -> Vec<String> {
    page[list].as_array().expect("a list").iter().map(|item| item[id].to_string()).collect()
}

#[tokio::test]
async fn an_account_sees_its_calls_in_order_and_page_by_page_and_no_text() {
    let server = Server::new().await;
    for n in 0..25 {
        let ask = Ask::get("/render/png?handwriting_id=Perry&text=Zwitschermaschine&width=99px&height=30px");
        server.ask(ask.token(&server.customer.live).header("x-request-id", &format!("call-{n:02}"))).await;
        server.wait(1);
    }
    let whole = server.owner(Ask::get("/calls?limit=1000")).await;
    assert!(!String::from_utf8_lossy(&whole.body).contains("Zwitscher"));
    let expected: Vec<String> = (0..25).map(|n| format!("\"call-{n:02}\"")).collect();
    assert_eq!(ids(&whole.json(), "calls", "request_id"), expected);
    let (mut pages, mut target) = (Vec::new(), "/calls?limit=7".to_owned());
    while pages.len() < 25 {
        let page = server.owner(Ask::get(&target)).await.json();
        pages.extend(ids(&page, "calls", "request_id"));
        let Some(next) = page["next"].as_str() else { break };
        target = format!("/calls?limit=7&after={next}");
    }
    assert_eq!(pages[..25], expected);
    let first = &whole.json()["calls"][0];
    assert_eq!((&first["images"], &first["characters"], &first["status"]), (&1.into(), &17.into(), &200.into()));
}

#[tokio::test]
async fn calls_are_found_by_status_route_and_request_id() {
    let server = Server::new().await;
    let calls =
        [("/render/png?text=a", "r-1"), ("/handwritings", "r-2"), ("/handwritings/none", "r-3"), ("/status", "r-4")];
    for (target, id) in calls {
        server.ask(Ask::get(target).token(&server.customer.live).header("x-request-id", id)).await;
        server.wait(1);
    }
    for (query, expected) in [
        ("status=4xx", vec!["\"r-1\"", "\"r-3\""]),
        ("status=404", vec!["\"r-3\""]),
        ("route=/handwritings", vec!["\"r-2\""]),
        ("route=/handwritings/{id}&status=200", vec![]),
        ("request_id=r-2", vec!["\"r-2\""]),
        ("request_id=r-2&status=4xx", vec![]),
    ] {
        let query = query.replace('{', "%7B").replace('}', "%7D");
        let page = server.owner(Ask::get(&format!("/calls?{query}"))).await.json();
        assert_eq!(ids(&page, "calls", "request_id"), expected, "{query}");
    }
}

#[tokio::test]
async fn another_account_sees_nothing_of_it() {
    let server = Server::new().await;
    server.get("/handwritings").await;
    let other = server.another("Second").await;
    for (target, list) in [("/calls", "calls"), ("/changes", "changes")] {
        let page = server.ask(Ask::get(target).bearer(&other.owner_key)).await.json();
        let seen = page[list].to_string();
        assert!(!seen.contains(server.customer.test.token.key.as_str()), "{target}");
    }
}

#[tokio::test]
async fn a_part_of_the_log_is_asked_for_by_time() {
    let server = Server::new().await;
    server.get("/handwritings").await;
    server.wait(3600);
    let before = server.now();
    server.get("/handwritings").await;
    let count =
        async |query: &str| ids(&server.owner(Ask::get(&format!("/calls?{query}"))).await.json(), "calls", "at").len();
    assert_eq!(count(&format!("from={before}&to=2100-01-01T00:00:00Z")).await, 1);
    assert_eq!(count(&format!("to={before}")).await, 1);
    for (query, field) in
        [("from=x", "from"), ("to=x", "to"), ("after=x", "after"), ("limit=0", "limit"), ("page=2", "page")]
    {
        for path in ["/calls", "/changes"] {
            let answer = server.owner(Ask::get(&format!("{path}?{query}"))).await;
            assert_eq!((answer.status.as_u16(), answer.fields().contains(field)), (400, true), "{path} {query}");
        }
    }
}
