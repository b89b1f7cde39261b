//! `GET /handwritings` and `GET /handwritings/{id}`.

use longhand_core::app::{Direction, Listing, MOST_LISTED, OrderBy, hands};
use longhand_core::plans::Allowance;

use crate::{Ask, Server};

fn titles(answer: &crate::Answer) -> Vec<String> {
    let list = answer.json();
    list.as_array().expect("a list").iter().map(|h| h["title"].as_str().expect("a title").to_owned()).collect()
}

#[tokio::test]
async fn every_order_in_both_directions_is_the_others_reverse_and_pages_make_up_the_list() {
    let server = Server::new().await;
    for (name, _) in OrderBy::ALL {
        let up = titles(&server.get(&format!("/handwritings?order_by={name}")).await);
        let mut down = titles(&server.get(&format!("/handwritings?order_by={name}&order_dir=desc")).await);
        down.reverse();
        assert!(up == down && up.len() >= 24, "{name}");
        let mut pages = Vec::new();
        for offset in (0..).step_by(7) {
            let page = server.get(&format!("/handwritings?order_by={name}&limit=7&offset={offset}")).await;
            if titles(&page).is_empty() {
                break;
            }
            pages.extend(titles(&page));
        }
        assert_eq!(pages, up, "{name}");
    }
}

#[tokio::test]
async fn titles_sort_byte_by_byte() {
    let server = Server::new().await;
    let given = titles(&server.get("/handwritings?order_by=title&order_dir=desc").await);
    let mut sorted = given.clone();
    sorted.sort_unstable_by(|a, b| b.as_bytes().cmp(a.as_bytes()));
    assert_eq!(given, sorted);
}

#[tokio::test]
async fn listings_out_of_range_name_the_field() {
    let server = Server::new().await;
    let cases: [(&str, u16, &[&str]); 24] = [
        ("near=rating_neatness:1500,rating_cursivity:1300", 200, &[]),
        ("near=rating_neatness:-9", 200, &[]),
        ("near=", 400, &["near"]),
        ("near=rating_beauty:1500", 400, &["near"]),
        ("near=rating_neatness:1,rating_neatness:2", 400, &["near"]),
        ("near=rating_neatness:1&order_by=id", 400, &["near"]),
        ("limit=1", 200, &[]),
        ("limit=1000", 200, &[]),
        ("limit=0", 400, &["limit"]),
        ("limit=1001", 400, &["limit"]),
        ("limit=-1", 400, &["limit"]),
        ("limit=ten", 400, &["limit"]),
        ("limit=", 400, &["limit"]),
        ("offset=0", 200, &[]),
        ("offset=99999999", 200, &[]),
        ("offset=-1", 400, &["offset"]),
        ("offset=1.5", 400, &["offset"]),
        ("order_by=rating_friendliness", 400, &["order_by"]),
        ("order_by=", 400, &["order_by"]),
        ("order_dir=up", 400, &["order_dir"]),
        ("limit=0&offset=-1&order_by=x&order_dir=y", 400, &["limit", "offset", "order_by", "order_dir"]),
        ("limit=1&limit=2", 400, &["limit"]),
        ("&limit=3", 200, &[]),
        ("colour=red", 200, &[]),
    ];
    for (query, status, fields) in cases {
        let answer = server.get(&format!("/handwritings?{query}")).await;
        assert_eq!(answer.status, status, "{query}");
        if status == 400 {
            assert_eq!(answer.fields().iter().map(String::as_str).collect::<Vec<_>>(), fields, "{query}");
        }
    }
    assert!(server.get("/handwritings?order_by=rating_friendliness").await.error().contains("order_by"));
}

#[tokio::test]
async fn one_hand_is_the_lists_element_byte_for_byte() {
    let server = Server::new().await;
    let list = String::from_utf8(server.get("/handwritings").await.body).expect("text");
    let all = hands(
        Listing { limit: MOST_LISTED, offset: 0, order_by: OrderBy::Id, near: None, order_dir: Direction::Asc },
        &Allowance::default(),
    );
    for hand in all {
        let one = server.get(&format!("/handwritings/{}", hand.id)).await;
        assert_eq!(one.status, 200);
        assert!(list.contains(std::str::from_utf8(&one.body).expect("text")), "{}", hand.id);
    }
}

#[tokio::test]
async fn old_ids_answer_and_unknown_ones_are_not_found() {
    let server = Server::new().await;
    for (id, title) in [
        ("2D5S46A80003", "Perry"),
        ("5WGWVX9800WC", "Cedar"),
        ("2D5QW0F80001", "Molly"),
        ("2D5S18M00002", "Winters"),
        ("2D5S46JG0004", "Squire"),
        ("7EQMJPSG00H9", "Beekman"),
    ] {
        assert_eq!(server.get(&format!("/handwritings/{id}")).await.json()["title"], title);
    }
    for id in ["31SAZEF000DX", "5WGWVXQG00WM"] {
        assert_eq!(server.get(&format!("/handwritings/{id}")).await.status, 200, "{id}");
    }
    for id in ["nobody", "Perry", "2D5S46A8000", "%F0%9F%98%80", "a%2Fb"] {
        let answer = server.get(&format!("/handwritings/{id}")).await;
        assert_eq!(answer.status, 404, "{id}");
        assert!(answer.error().contains("not found"));
    }
}

#[tokio::test]
async fn times_are_utc_with_microseconds_and_ratings_are_near_1400() {
    let hands = Server::new().await.get("/handwritings").await.json();
    for hand in hands.as_array().expect("a list") {
        for time in ["date_created", "date_modified"] {
            let text = hand[time].as_str().expect("a time");
            assert!(text.len() == 27 && text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok(), "{text}");
        }
        for rating in ["rating_neatness", "rating_cursivity", "rating_embellishment", "rating_character_width"] {
            assert!((900..1900).contains(&hand[rating].as_i64().expect("a rating")), "{hand}");
        }
    }
}

#[tokio::test]
async fn a_get_with_a_body_is_answered_without_looking_at_it() {
    let server = Server::new().await;
    let ask = Ask::get("/handwritings?limit=2").token(&server.customer.test).json("{\"limit\": 9}");
    assert_eq!(titles(&server.ask(ask).await).len(), 2);
}

#[tokio::test]
async fn a_hand_is_found_by_its_own_ratings() {
    let server = Server::new().await;
    for hand in hands(
        Listing { limit: 5, offset: 3, order_by: OrderBy::Id, near: None, order_dir: Direction::Asc },
        &Allowance::default(),
    ) {
        let near = format!(
            "rating_neatness:{},rating_cursivity:{},rating_embellishment:{},rating_character_width:{}",
            hand.rating_neatness, hand.rating_cursivity, hand.rating_embellishment, hand.rating_character_width
        );
        assert_eq!(titles(&server.get(&format!("/handwritings?near={near}&limit=1")).await), [hand.title]);
    }
}
