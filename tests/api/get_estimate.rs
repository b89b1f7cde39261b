//! `GET /render/estimate`.

use crate::{Answer, Ask, Server};

const NOTE: &str = "handwriting_id=2D5S46A80003&text=Dear+Anna&random_seed=5";

fn size(answer: &Answer) -> (u64, u64) {
    let json = answer.json();
    (json["width_px"].as_u64().expect("px"), json["height_px"].as_u64().expect("px"))
}

#[tokio::test]
async fn an_estimate_is_what_the_render_becomes_and_costs_nothing() {
    let server = Server::new().await;
    let query = format!("{NOTE}&width=auto&height=auto&handwriting_size=30px");
    let ask = |path: &str| Ask::get(&format!("/render/{path}?{query}")).token(&server.customer.live);
    let estimate = server.ask(ask("estimate")).await;
    let png = server.ask(ask("png")).await;
    assert_eq!(
        size(&estimate),
        (png.header("x-image-width").parse().expect("px"), png.header("x-image-height").parse().expect("px"))
    );
    let entries = server.entries().await;
    let images: u32 = entries.iter().map(|e| e.units.images).sum();
    assert_eq!((entries.len(), images), (2, 1));
    let pdf = server.get(&format!("/render/estimate?{NOTE}&format=pdf&width=7in")).await;
    assert_eq!(pdf.json()["width_mm"], 177.8);
}
