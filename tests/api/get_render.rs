//! `GET /render/{png,pdf,svg,webp,strokes,estimate}`.

use crate::{Ask, Server};

const NOTE: &str = "handwriting_id=2D5S46A80003&text=Dear+Anna&random_seed=5";

#[tokio::test]
async fn each_format_has_its_type_and_beginning() {
    let server = Server::new().await;
    let cases: [(&str, &str, &[u8]); 9] = [
        ("png", "image/png", b"\x89PNG"),
        ("pdf", "application/pdf", b"%PDF-"),
        ("svg", "image/svg+xml", b"<svg"),
        ("webp", "image/webp", b"RIFF"),
        ("strokes", "application/json", b"{\"width_mm\""),
        ("strokes?format=json", "application/json", b"{\"width_mm\""),
        ("strokes?format=inkml", "application/inkml+xml", b"<?xml"),
        ("strokes?format=gcode", "text/x-gcode", b"G21"),
        ("strokes?format=hpgl", "application/vnd.hp-hpgl", b"IN;"),
    ];
    for (path, kind, beginning) in cases {
        let and = if path.contains('?') { '&' } else { '?' };
        let answer = server.get(&format!("/render/{path}{and}{NOTE}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind), "{path}");
        assert!(answer.body.starts_with(beginning), "{path}");
    }
}

#[tokio::test]
async fn an_answer_tells_what_it_is_and_its_seed_draws_it_again() {
    let server = Server::new().await;
    let first = server.get("/render/png?handwriting_id=Perry&text=Dear+Anna%0AHello&width=300px&height=200px").await;
    for (name, value) in [
        ("x-engine-version", "1"),
        ("x-units", "1"),
        ("x-characters", "15"),
        ("x-image-width", "300"),
        ("x-image-height", "200"),
        ("x-baselines", "2"),
        ("x-pages", "1"),
        ("x-overflow", ""),
    ] {
        assert_eq!(first.header(name), value, "{name}");
    }
    let seed = first.header("x-seed-used");
    let target = "/render/png?handwriting_id=Perry&text=Dear+Anna%0AHello&width=300px&height=200px";
    let again = server.get(&format!("{target}&random_seed={seed}")).await;
    assert!(again.body == first.body && !first.body.is_empty());
    assert_ne!(server.get(target).await.body, first.body, "without a seed no two are alike");
}

#[tokio::test]
async fn overflow_is_told_and_an_error_on_request() {
    let server = Server::new().await;
    let text = "text=Dear+Anna%0Aone%0Atwo%0Athree&handwriting_id=Perry&width=200px&height=60px&random_seed=1";
    let clipped = server.get(&format!("/render/png?{text}")).await;
    assert_eq!((clipped.status.as_u16(), clipped.header("x-overflow")), (200, "10"));
    let refused = server.get(&format!("/render/png?{text}&overflow=error")).await;
    assert_eq!((refused.status.as_u16(), refused.fields().contains("text")), (400, true));
    let sides = text.replace("px", "pt");
    let paged = server.get(&format!("/render/pdf?{sides}&overflow=paginate")).await;
    assert_eq!((paged.status.as_u16(), paged.header("x-pages") > "1"), (200, true));
}

/// Queries without hand and text, with the fields at fault; for PNG if they begin with `png?`.
const FAULTY: [(&str, &str); 40] = [
    ("png?handwriting_id=Perry&text=a", ""),
    ("png?", "handwriting_id text"),
    ("pdf?", "handwriting_id text"),
    ("png?text=a", "handwriting_id"),
    ("png?handwriting_id=Perry", "text"),
    ("png?handwriting_id=&text=", "handwriting_id text"),
    ("png?handwriting_id=nobody&text=a", "handwriting_id"),
    ("png?handwriting_id=Perry&text=a&width=double+wide", "width"),
    (
        "png?handwriting_id=Perry&text=a&width=5gophers&height=80%25&handwriting_size=-5px",
        "handwriting_size height width",
    ),
    ("png?handwriting_id=Perry&text=a&width=0px", "width"),
    ("png?handwriting_id=Perry&text=a&width=9001px", "width"),
    ("png?handwriting_id=Perry&text=a&width=9000px&height=20px", ""),
    ("png?handwriting_id=Perry&text=a&width=auto&height=auto", ""),
    ("png?handwriting_id=Perry&text=a&width=NaNpx", "width"),
    ("png?handwriting_id=Perry&text=a&width=1e400px", "width"),
    ("png?handwriting_id=Perry&text=a&width=177.8mm", ""),
    ("png?handwriting_id=Perry&text=a&width=7in&height=5cm", ""),
    ("pdf?handwriting_id=Perry&text=a&width=7in&height=180.0pt", ""),
    ("pdf?handwriting_id=Perry&text=a&width=101in", "width"),
    ("png?handwriting_id=Perry&text=a&handwriting_color=%231a2a6c", ""),
    ("png?handwriting_id=Perry&text=a&handwriting_color=1a2a6c", ""),
    ("png?handwriting_id=Perry&text=a&handwriting_color=12345", "handwriting_color"),
    ("png?handwriting_id=Perry&text=a&handwriting_color=(0,0,0,1)", "handwriting_color"),
    ("pdf?handwriting_id=Perry&text=a&handwriting_color=(0,0.5,0,1)", ""),
    ("pdf?handwriting_id=Perry&text=a&handwriting_color=(0,%200.500,%200,%201)", ""),
    ("pdf?handwriting_id=Perry&text=a&handwriting_color=cheesecake", "handwriting_color"),
    ("pdf?handwriting_id=Perry&text=a&handwriting_color=%23000000", "handwriting_color"),
    ("png?handwriting_id=Perry&text=a&line_spacing=5.1", "line_spacing"),
    (
        "png?handwriting_id=Perry&text=a&line_spacing_variance=1.1&word_spacing_variance=-1",
        "line_spacing_variance word_spacing_variance",
    ),
    ("png?handwriting_id=Perry&text=a&random_seed=9223372036854775807", ""),
    ("png?handwriting_id=Perry&text=a&random_seed=9223372036854775808", "random_seed"),
    ("png?handwriting_id=Perry&text=a&random_seed=-1", ""),
    ("png?handwriting_id=Perry&text=a&pen=quill", "pen"),
    ("png?handwriting_id=Perry&text=a&dpi=71", "dpi"),
    ("png?handwriting_id=Perry&text=a&text=b", "text"),
    ("png?handwriting_id=Perry&text=a&duration=3", "duration"),
    ("strokes?handwriting_id=Perry&text=a&format=png", "format"),
    ("strokes?handwriting_id=nobody&text=a&format=png", "format handwriting_id"),
    ("png?handwriting_id=Perry&text=a&nonsense=1", ""),
    ("png?handwriting_id=Perry&text=%ff", "text"),
];

#[tokio::test]
async fn every_fault_is_named_at_once_and_nothing_else() {
    let server = Server::new().await;
    for (target, fields) in FAULTY {
        let answer = server.get(&format!("/render/{target}")).await;
        if fields.is_empty() {
            assert_eq!(answer.status, 200, "{target}");
        } else {
            assert_eq!(answer.status, 400, "{target}");
            assert_eq!(answer.fields().into_iter().collect::<Vec<_>>().join(" "), fields, "{target}");
        }
    }
}

#[tokio::test]
async fn the_originals_words_are_kept() {
    let server = Server::new().await;
    let both = server.get("/render/png").await;
    assert_eq!(both.json()["errors"].as_array().expect("errors").len(), 2);
    assert_eq!(both.error(), "handwriting_id is required");
    let wide = server.get("/render/png?handwriting_id=Perry&text=a&width=double+wide").await;
    assert_eq!(wide.error(), "width unable to parse: \"double wide\"");
    let cake = server.get("/render/pdf?handwriting_id=Perry&text=a&handwriting_color=cheesecake").await;
    assert_eq!(cake.error(), "handwriting_color must be valid CMYK");
}

#[tokio::test]
async fn missing_characters_are_listed_or_handled_as_asked() {
    let server = Server::new().await;
    let text = "/render/png?handwriting_id=Perry&text=a%E2%98%83b%E2%98%83%D0%96";
    let answer = server.get(text).await;
    let missing = answer.json()["errors"][0]["missing_characters"].clone();
    assert_eq!((answer.status.as_u16(), missing[0]["positions"].clone()), (400, serde_json::json!([1, 3])));
    assert_eq!(
        (&missing[0]["hex"], &missing[0]["id"], &missing[0]["name"]),
        (&"2603".into(), &"2603".into(), &"SNOWMAN".into())
    );
    for (policy, told) in [("skip", "skip=3"), ("transliterate", "transliterate=3"), ("substitute", "substitute=3")] {
        let answer = server.get(&format!("{text}&on_missing={policy}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("x-missing-handled")), (200, told));
    }
    let spelled = server.get("/render/estimate?handwriting_id=Perry&text=%D0%96&on_missing=transliterate").await;
    assert_eq!(spelled.json()["characters"], 2, "Zh");
    let nothing = server.get("/render/png?handwriting_id=Perry&text=%E2%98%83&on_missing=skip").await;
    assert_eq!((nothing.status.as_u16(), nothing.error()), (400, "text is required".to_owned()));
}

#[tokio::test]
async fn accept_changes_nothing_and_a_body_is_not_looked_at() {
    let server = Server::new().await;
    let target = format!("/render/png?{NOTE}");
    let plain = server.get(&target).await.body;
    for accept in ["*/*", "application/json", "image/png", "text/html"] {
        let ask = Ask::get(&target).token(&server.customer.test).header("accept", accept);
        assert!(server.ask(ask).await.body == plain, "{accept}");
    }
    let ask = Ask::get(&target).token(&server.customer.test).form("text=something+else&width=-1");
    assert!(server.ask(ask).await.body == plain);
    let ask = Ask::get(&target).token(&server.customer.test).header("content-type", "image/png");
    assert!(server.ask(ask).await.body == plain);
}

#[tokio::test]
async fn only_test_tokens_draw_the_mark() {
    let server = Server::new().await;
    let target = format!("/render/svg?{NOTE}");
    let [test, live] = [&server.customer.test, &server.customer.live].map(|token| Ask::get(&target).token(token));
    let (test, live) = (server.ask(test).await.body, server.ask(live).await.body);
    let has_mark = |svg: &[u8]| String::from_utf8_lossy(svg).contains("stroke-opacity");
    assert!(has_mark(&test) && !has_mark(&live));
}

#[tokio::test]
async fn an_address_longer_than_gateways_take_is_told_to_use_post() {
    let server = Server::new().await;
    let long = |n: usize| format!("/render/png?handwriting_id=Perry&text={}", "a".repeat(n));
    assert_eq!(server.get(&long(9000)).await.status, 200);
    let answer = server.get(&long(10_300)).await;
    assert_eq!(answer.status, 414);
    assert!(answer.error().contains("POST"));
}

#[tokio::test]
async fn nine_thousand_characters_are_the_most() {
    let server = Server::new().await;
    let ask = |n: usize| {
        Ask::post("/render/estimate")
            .token(&server.customer.test)
            .form(&format!("handwriting_id=Perry&text={}", "%E2%80%93".repeat(n)))
    };
    assert_eq!(server.ask(ask(9000)).await.json()["characters"], 9000);
    let refused = server.ask(ask(9001)).await;
    assert_eq!((refused.status.as_u16(), refused.fields().contains("text")), (400, true));
}

#[tokio::test]
async fn a_head_is_not_drawn_and_not_billed() {
    let server = Server::new().await;
    let ask = Ask::new(axum::http::Method::HEAD, &format!("/render/png?{NOTE}")).token(&server.customer.live);
    assert_eq!(server.ask(ask).await.status, 405);
    assert_eq!(server.entries().await[0].units.images, 0);
}

#[tokio::test]
async fn more_ink_than_a_request_may_draw_is_400_before_it_is_drawn_and_billed() {
    let server = Server::new().await;
    let page = "handwriting_id=Perry&width=9000px&height=9000px&handwriting_size=2000px&line_spacing=0";
    let form = format!("{page}&text={}", "mwWMQ%40&+".replace('&', "").repeat(1000));
    for path in ["/render/png", "/render/estimate"] {
        let answer = server.ask(Ask::post(path).token(&server.customer.live).form(&form)).await;
        assert_eq!((answer.status.as_u16(), answer.fields().contains("handwriting_size")), (400, true), "{path}");
        assert!(answer.error().contains("times the ink that one request may draw"), "{}", answer.error());
    }
    assert!(server.entries().await.iter().all(|entry| entry.units.images == 0 && entry.text.is_none()));
}

#[tokio::test]
async fn the_largest_image_arrives_whole() {
    let server = Server::new().await;
    let answer = server
        .get("/render/png?handwriting_id=Perry&text=Wide&width=9000px&height=9000px&handwriting_size=2000px")
        .await;
    assert_eq!((answer.header("x-image-width"), answer.header("x-image-height")), ("9000", "9000"));
    let mut reader = png::Decoder::new(std::io::Cursor::new(&answer.body)).read_info().expect("a PNG");
    let mut rows = 0;
    while reader.next_row().expect("a row").is_some() {
        rows += 1;
    }
    assert_eq!(rows, 9000);
}
