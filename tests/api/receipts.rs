//! Receipts of live renders: signed, true, and checkable by anyone's library.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, crypto, decode_header};
use longhand_core::app::Format;
use longhand_core::receipt::{Opening, PublicKeys, Receipt};
use longhand_edge::render::is_of;
use serde_json::Value;

use crate::{Answer, Ask, Server};

const QUERY: &str = "handwriting_id=Perry&text=Dear+Anna%E2%80%93yes&width=200px&height=60px";

async fn keys(server: &Server) -> PublicKeys {
    let answer = server.ask(Ask::get("/receipts/keys")).await;
    PublicKeys::read(&answer.json().to_string()).expect("keys")
}

fn opening(answer: &Answer) -> Opening {
    Opening::read(answer.header("x-receipt-opening")).expect("an opening")
}

async fn live(server: &Server, path: &str) -> Answer {
    server.ask(Ask::get(&format!("{path}?{QUERY}")).token(&server.customer.live)).await
}

#[tokio::test]
async fn every_live_render_has_a_receipt_of_what_the_log_says() {
    let server = Server::new().await;
    let keys = keys(&server).await;
    let mut receipts: Vec<Receipt> = Vec::new();
    for path in ["/render/png", "/render/pdf", "/render/svg", "/render/webp", "/render/strokes"] {
        receipts.push(keys.check(live(&server, path).await.header("x-receipt")).expect("a true receipt"));
    }
    let form = Ask::post("/links").token(&server.customer.live).form(&format!("{QUERY}&format=svg"));
    let link = server.ask(form).await.json()["url"].as_str().expect("an address").to_owned();
    let linked = server.ask(Ask::get(&link)).await;
    receipts.push(keys.check(linked.header("x-receipt")).expect("a true receipt"));
    assert!(is_of(&receipts[5].commitment, &opening(&linked), Format::Svg, &link["/linked".len()..]).expect("a query"));

    let mut logged = server.entries().await;
    logged.retain(|entry| entry.units.images > 0);
    assert_eq!(logged.len(), receipts.len());
    for receipt in receipts {
        let entry = logged.iter().find(|entry| entry.id == receipt.id).expect("the entry that bills it");
        assert_eq!((entry.at, entry.units, &entry.request_id), (receipt.at, receipt.units, &receipt.request_id));
        assert_eq!((entry.account.as_ref(), entry.token.as_ref()), (Some(&receipt.account), Some(&receipt.token)));
        assert_eq!(entry.commitment.as_ref(), Some(&receipt.commitment));
    }
    let calls = server.owner(Ask::get("/calls?counted=live")).await.json();
    assert!(calls["calls"].as_array().expect("calls").iter().all(|call| call["commitment"].is_string()), "{calls}");
}

#[tokio::test]
async fn what_is_not_billed_has_no_receipt() {
    let server = Server::new().await;
    let test = server.get(&format!("/render/png?{QUERY}")).await;
    let estimate = live(&server, "/render/estimate").await;
    let wrong = server.ask(Ask::get(&format!("/render/png?{QUERY}&pen=x")).token(&server.customer.live)).await;
    assert_eq!([test.status, estimate.status, wrong.status].map(|s| s.as_u16()), [200, 200, 400]);
    for answer in [test, estimate, wrong] {
        assert_eq!((answer.header("x-receipt"), answer.header("x-receipt-opening")), ("", ""));
    }
    assert!(server.entries().await.iter().all(|entry| entry.commitment.is_none()));
}

#[tokio::test]
async fn who_shows_the_text_proves_the_render_and_any_other_text_is_disproved() {
    let server = Server::new().await;
    let answer = live(&server, "/render/png").await;
    let receipt = keys(&server).await.check(answer.header("x-receipt")).expect("a true receipt");
    let is_it = |format, sent: &str| is_of(&receipt.commitment, &opening(&answer), format, sent).expect("a request");
    assert!(is_it(Format::Png, QUERY) && is_it(Format::Png, &format!("?utm_source=x&{QUERY}")));
    let json = r#"{"text": "Dear Anna–yes", "handwriting_id": "Perry", "height": "60px", "width": "200px"}"#;
    assert!(is_it(Format::Png, json), "in whatever order and form it was sent");
    for other in [QUERY.replace("yes", "no"), QUERY.replace("Perry", "Cedar"), format!("{QUERY}&random_seed=1")] {
        assert!(!is_it(Format::Png, &other), "{other}");
    }
    assert!(!is_it(Format::Pdf, QUERY));
}

#[tokio::test]
async fn a_repeated_render_has_a_receipt_of_the_same_bill_a_day_later_too() {
    let server = Server::new().await;
    let ask = || Ask::post("/render/png").token(&server.customer.live).form(QUERY).header("idempotency-key", "k");
    let first = server.ask(ask()).await;
    server.wait(23 * 3600);
    let again = server.ask(ask()).await;
    let keys = keys(&server).await;
    let [one, two] = [&first, &again].map(|answer| keys.check(answer.header("x-receipt")).expect("a true receipt"));
    assert_eq!((&one.id, one.at, &one.commitment, &one.seed), (&two.id, two.at, &two.commitment, &two.seed));
    assert!(one.made < two.made && first.body == again.body);
    let billed: Vec<_> = server.entries().await.into_iter().filter(|entry| entry.units.images > 0).collect();
    assert_eq!((billed.len(), &billed[0].id, &billed[0].commitment), (1, &one.id, &Some(one.commitment)));
}

#[tokio::test]
async fn receipts_are_jws_that_any_library_checks() {
    let server = Server::new().await;
    let answer = live(&server, "/render/png").await;
    let receipt = answer.header("x-receipt");
    let header: Value =
        serde_json::from_slice(&BASE64.decode(receipt.split('.').next().expect("a part")).expect("base 64"))
            .expect("JSON");
    let certificate = header["certificate"].as_str().expect("a certificate");
    let jwk = server.ask(Ask::get("/receipts/keys")).await.json()["keys"][0].clone();
    let of = |name: &str| jwk[name].as_str().expect("text").to_owned();
    let root = DecodingKey::from_ec_components(&of("x"), &of("y")).expect("a key");
    let mut any = Validation::new(Algorithm::ES256);
    any.required_spec_claims.clear();
    any.validate_exp = false;
    assert_eq!(decode_header(certificate).expect("a header").alg, Algorithm::ES256);
    let says = jsonwebtoken::decode::<Value>(certificate, &root, &any).expect("a good certificate").claims;
    let key = DecodingKey::from_ed_components(says["x"].as_str().expect("a key")).expect("a key");
    let (signed, signature) = receipt.rsplit_once('.').expect("a signature");
    assert!(crypto::verify(signature, signed.as_bytes(), &key, Algorithm::EdDSA).expect("a signature"));
}
