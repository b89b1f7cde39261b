//! `POST /render/…`: forms, JSON, idempotency, caps.

use std::sync::Arc;

use crate::{Ask, Server};

const FORM: &str = "handwriting_id=Perry&text=Dear+Anna&random_seed=5&width=300px&height=100px";

#[tokio::test]
async fn form_and_json_give_the_bytes_of_get() {
    let server = Server::new().await;
    let json = r#"{"handwriting_id":"Perry","text":"Dear Anna","random_seed":5,"width":"300px","height":"100px"}"#;
    for path in ["/render/png", "/render/svg", "/render/webp", "/render/strokes", "/render/estimate"] {
        let got = server.get(&format!("{path}?{FORM}")).await.body;
        let post = |ask: Ask| ask.token(&server.customer.test);
        assert!(server.ask(post(Ask::post(path).form(FORM))).await.body == got, "{path} form");
        assert!(server.ask(post(Ask::post(path).json(json))).await.body == got, "{path} JSON");
    }
}

#[tokio::test]
async fn nine_thousand_characters_of_three_bytes_pass() {
    let server = Server::new().await;
    let text = "–".repeat(9000);
    let body = format!(
        r#"{{"handwriting_id":"Perry","text":"{text}","handwriting_size":"6px","width":"9000px","height":"auto"}}"#
    );
    let answer = server.ask(Ask::post("/render/svg").token(&server.customer.test).json(&body)).await;
    assert_eq!((answer.status.as_u16(), answer.header("x-characters")), (200, "9000"));
}

#[tokio::test]
async fn bodies_are_read_strictly() {
    let server = Server::new().await;
    let ask = || Ask::post("/render/png").token(&server.customer.test);
    let json = |body: &str| ask().json(body);
    let cases: [(&str, Ask, u16, &str); 22] = [
        ("no type", ask().body(FORM.as_bytes()), 415, ""),
        ("text/plain", ask().header("content-type", "text/plain").body(FORM.as_bytes()), 415, ""),
        ("multipart", ask().header("content-type", "multipart/form-data; boundary=x").body(b"--x--"), 415, ""),
        ("nothing", ask().form(""), 400, "handwriting_id text"),
        ("empty object", json("{}"), 400, "handwriting_id text"),
        ("no JSON", json("nonsense"), 400, ""),
        ("cut off", json("{\"text\":"), 400, ""),
        ("a list", json("[]"), 400, ""),
        ("a string", json("\"text\""), 400, ""),
        ("two objects", json("{}{}"), 400, ""),
        ("not UTF-8", ask().header("content-type", "application/json").body(b"{\"text\":\"\xff\"}"), 400, ""),
        ("null is absent", json(r#"{"handwriting_id":"Perry","text":"a","pen":null}"#), 200, ""),
        ("a nested value", json(r#"{"handwriting_id":"Perry","text":{"a":1}}"#), 400, "text"),
        ("a list value", json(r#"{"handwriting_id":["Perry"],"text":"a"}"#), 400, "handwriting_id"),
        ("twice", json(r#"{"handwriting_id":"Perry","text":"a","text":"b"}"#), 400, "text"),
        ("unknown", json(r#"{"handwriting_id":"Perry","text":"a","colour":"red"}"#), 400, "colour"),
        ("unknown in a form", ask().form(&format!("{FORM}&account_id=1&kind=live")), 400, "account_id kind"),
        ("twice in a form", ask().form(&format!("{FORM}&text=b")), 400, "text"),
        ("bad escapes", ask().form("handwriting_id=Perry&text=%C3%28"), 400, "text"),
        ("an escape cut off", ask().form("handwriting_id=Perry&text=100%"), 200, ""),
        ("a number for a number", json(r#"{"handwriting_id":"Perry","text":"a","line_spacing":2.5}"#), 200, ""),
        ("a number for a text", json(r#"{"handwriting_id":"Perry","text":42}"#), 200, ""),
    ];
    for (what, ask, status, fields) in cases {
        let answer = server.ask(ask).await;
        assert_eq!(answer.status, status, "{what}");
        if status == 400 {
            assert_eq!(answer.fields().into_iter().collect::<Vec<_>>().join(" "), fields, "{what}");
        }
    }
    let query = Ask::post(&format!("/render/png?{FORM}")).token(&server.customer.test).form("");
    assert_eq!(server.ask(query).await.status, 400, "parameters of a POST are in its body");
}

#[tokio::test]
async fn a_long_body_is_refused_before_it_is_read() {
    let server = Server::new().await;
    let long = "a".repeat(256 * 1024 + 1);
    for ask in [Ask::post("/render/png").form(&long), Ask::post("/links").form(&long)] {
        assert_eq!(server.ask(ask.token(&server.customer.test)).await.status, 413);
    }
    let announced =
        Ask::post("/render/png").token(&server.customer.test).form("a=b").header("content-length", "99999999");
    assert_eq!(server.ask(announced).await.status, 413);
    assert_eq!(server.owner(Ask::post("/tokens").json(&long)).await.status, 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_idempotency_key_is_one_image_under_parallel_calls() {
    let server = Arc::new(Server::new().await);
    let body = "handwriting_id=Perry&text=Dear+Anna&width=300px&height=100px";
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let server = Arc::clone(&server);
            tokio::spawn(async move {
                let ask = Ask::post("/render/png").token(&server.customer.live).form(body);
                server.ask(ask.header("idempotency-key", "order-7")).await
            })
        })
        .collect();
    let mut bodies = Vec::new();
    for call in calls {
        let answer = call.await.expect("an answer");
        assert_eq!(answer.status, 200);
        bodies.push(answer.body);
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]), "without a seed of its own, all are the same");
    let billed: u32 = server.entries().await.iter().map(|entry| entry.units.images).sum();
    assert_eq!(billed, 1);
    let turned = "height=100px&width=300px&text=Dear+Anna&handwriting_id=Perry";
    let ask = Ask::post("/render/png").token(&server.customer.live).form(turned).header("idempotency-key", "order-7");
    assert_eq!(server.ask(ask).await.body, bodies[0], "the order of parameters makes no other request");
    let again = |body: &str| {
        Ask::post("/render/png").token(&server.customer.live).form(body).header("idempotency-key", "order-7")
    };
    assert_eq!(server.ask(again(&body.replace("Anna", "Ben"))).await.status, 409);
    server.wait(24 * 60 * 60 + 1);
    assert_eq!(server.ask(again(&body.replace("Anna", "Ben"))).await.status, 200, "a day later it is a new key");
    for wrong in ["", "a b", &"x".repeat(256)] {
        let ask = Ask::post("/render/png").token(&server.customer.live).form(body).header("idempotency-key", wrong);
        assert_eq!(server.ask(ask).await.status, 400, "{wrong:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capped_token_draws_exactly_its_cap_under_parallel_calls() {
    let server = Arc::new(Server::new().await);
    let made = server.owner(Ask::post("/tokens").json(r#"{"kind":"live","monthly_cap":20}"#)).await.json();
    let pair = (made["key"].as_str().expect("a key").to_owned(), made["secret"].as_str().expect("a secret").to_owned());
    let ask = move |target: &str| Ask::get(target).pair(&pair.0, &pair.1);
    let target = "/render/png?handwriting_id=Perry&text=a&width=40px&height=40px";
    assert_eq!(server.ask(ask("/render/png?handwriting_id=Perry&text=a&width=x")).await.status, 400, "is not counted");
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let (server, ask) = (Arc::clone(&server), ask(target));
            tokio::spawn(async move { server.ask(ask).await.status.as_u16() })
        })
        .collect();
    let mut drawn = 0;
    for call in calls {
        match call.await.expect("an answer") {
            200 => drawn += 1,
            402 => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!(drawn, 20);
    let refused = server.ask(ask(target)).await;
    assert!(refused.error().contains("free again at 2027-02-01T00:00:00Z"), "{}", refused.error());
    server.wait(31 * 24 * 60 * 60);
    assert_eq!(server.ask(ask(target)).await.status, 200, "a month later");
}
