//! `POST /links` and `GET /linked`.

use axum::http::Method;

use crate::{Ask, Server};

async fn link(server: &Server, form: &str) -> String {
    let answer = server.ask(Ask::post("/links").token(&server.customer.live).form(form)).await;
    assert_eq!(answer.status, 200);
    answer.json()["url"].as_str().expect("an address").to_owned()
}

#[tokio::test]
async fn a_link_draws_its_one_image_without_a_secret_and_bills_its_token() {
    let server = Server::new().await;
    let url = link(&server, "handwriting_id=Perry&text=Dear+Anna%26Ben%E2%80%93yes&format=svg").await;
    assert!(!url.contains(server.customer.live.secret.reveal()));
    let first = server.ask(Ask::get(&url)).await;
    assert_eq!((first.status.as_u16(), first.header("content-type")), (200, "image/svg+xml"));
    assert!(server.ask(Ask::get(&url)).await.body == first.body, "the same at every look");
    let billed: u32 = server.entries().await.iter().map(|entry| entry.units.images).sum();
    assert_eq!(billed, 2);
}

#[tokio::test]
async fn any_change_is_refused() {
    let server = Server::new().await;
    let url = link(&server, "handwriting_id=Perry&text=Dear+Anna&expires_in_s=60").await;
    let mut changed = vec![
        url.replace("Anna", "Ben"),
        url.replace("Perry", "Cedar"),
        format!("{url}&pen=felt"),
        format!("{url}&format=pdf"),
        format!("{url}&unknown=1"),
        url.replace("&random_seed", "&random_sead"),
        url.replace(server.customer.live.token.key.as_str(), server.customer.test.token.key.as_str()),
        url.replace("link_expires=18", "link_expires=19"),
    ];
    changed.extend(["link_expires", "link_key", "link_signature"].map(|own| url.replace(own, "other")));
    let at = url.find("link_signature=").expect("a signature") + "link_signature=".len();
    for place in [at, at + 31, url.len() - 1] {
        let digit = if &url[place..=place] == "0" { "1" } else { "0" };
        changed.push(format!("{}{digit}{}", &url[..place], &url[place + 1..]));
    }
    for target in changed {
        let answer = server.ask(Ask::get(&target)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.error()),
            (403, "the link is not valid, or no longer".to_owned()),
            "{target}"
        );
    }
    assert_eq!(server.ask(Ask::get(&url)).await.status, 200);
}

#[tokio::test]
async fn a_link_ends_to_the_second_and_with_its_token() {
    let server = Server::new().await;
    let url = link(&server, "handwriting_id=Perry&text=a&expires_in_s=60").await;
    server.wait(59);
    assert_eq!(server.ask(Ask::get(&url)).await.status, 200);
    server.wait(1);
    assert_eq!(server.ask(Ask::get(&url)).await.status, 403);
    let url = link(&server, "handwriting_id=Perry&text=a").await;
    let key = server.customer.live.token.key.to_string();
    server.owner(Ask::new(Method::DELETE, &format!("/tokens/{key}"))).await;
    server.wait(5);
    assert_eq!(server.ask(Ask::get(&url)).await.status, 403);
}

#[tokio::test]
async fn faults_are_named_when_the_link_is_made() {
    let server = Server::new().await;
    for (form, fields) in [
        ("handwriting_id=Perry", "text"),
        ("handwriting_id=Perry&text=a&width=x", "width"),
        ("handwriting_id=Perry&text=a&format=gif", "format"),
        ("handwriting_id=Perry&text=a&expires_in_s=0", "expires_in_s"),
        ("handwriting_id=Perry&text=a&expires_in_s=2592001", "expires_in_s"),
        ("handwriting_id=Perry&text=a&expires_in_s=soon", "expires_in_s"),
        ("handwriting_id=Perry&text=a&link_key=x", "link_key"),
    ] {
        let answer = server.ask(Ask::post("/links").token(&server.customer.live).form(form)).await;
        assert_eq!(answer.status, 400, "{form}");
        assert_eq!(answer.fields().into_iter().collect::<Vec<_>>().join(" "), fields, "{form}");
    }
}
