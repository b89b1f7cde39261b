//! What the plans in force let an account do, from within a minute after they are put.

use jiff::SignedDuration;
use longhand_core::app::AccountChange;
use longhand_core::ports::PlanWriter as _;

use crate::{Answer, Ask, Server};

pub const FEW: &str = r#"
[plan.paid.allows]
formats = ["png", "json"]
hands = ["Perry", "Cedar"]
calls_per_minute = 40
monthly_cap = 2
"#;

pub async fn put(server: &Server, file: &str) {
    server.store.put_plans(file).await.expect("a store");
    server.wait(60);
}

async fn draw(server: &Server, path: &str, hand: &str) -> Answer {
    let target = format!("/render/{path}handwriting_id={hand}&text=a&width=30px&height=30px");
    server.ask(Ask::get(&target).token(&server.customer.test)).await
}

#[tokio::test]
async fn formats_and_hands_are_those_of_the_plan_within_a_minute() {
    let server = Server::new().await;
    for (path, hand) in [("pdf?", "Perry"), ("png?", "Molly"), ("strokes?format=inkml&", "hand:17")] {
        assert_eq!(draw(&server, path, hand).await.status, 200, "{path}");
    }
    put(&server, FEW).await;
    for (path, hand, said) in [
        ("pdf?", "Perry", "the plan has no pdf, but png, json"),
        ("strokes?format=inkml&", "Perry", "the plan has no inkml, but png, json"),
        ("png?", "Molly", "the plan does not have this hand; GET /handwritings lists those that it has"),
        ("png?", "hand:17", "the plan does not have this hand; GET /handwritings lists those that it has"),
        ("estimate?", "Molly", "the plan does not have this hand; GET /handwritings lists those that it has"),
    ] {
        let answer = draw(&server, path, hand).await;
        assert_eq!((answer.status.as_u16(), answer.error().as_str()), (402, said), "{path} {hand}");
    }
    for (path, hand) in [("png?", "Perry"), ("strokes?", "Cedar")] {
        assert_eq!(draw(&server, path, hand).await.status, 200, "{path}");
    }
    let link = r#"{"handwriting_id":"Molly","text":"a"}"#;
    assert_eq!(server.ask(Ask::post("/links").token(&server.customer.test).json(link)).await.status, 402);
    put(&server, "").await;
    assert_eq!(draw(&server, "pdf?", "Molly").await.status, 200);
}

#[tokio::test]
async fn the_hands_that_are_listed_are_those_of_the_plan() {
    let server = Server::new().await;
    let all = server.get("/handwritings").await.json();
    put(&server, FEW).await;
    let few = server.get("/handwritings?order_by=title").await.json();
    let titles: Vec<_> = few.as_array().expect("a list").iter().map(|hand| hand["title"].clone()).collect();
    assert_eq!(titles, ["Cedar", "Perry"]);
    for hand in all.as_array().expect("a list") {
        let answer = server.get(&format!("/handwritings/{}", hand["id"].as_str().expect("an id"))).await;
        assert_eq!(answer.status == 200, titles.contains(&hand["title"]), "{hand}");
    }
}

#[tokio::test]
async fn the_plans_cap_and_limit_hold_and_the_accounts_own_cap_if_it_is_less() {
    let server = Server::new().await;
    put(&server, FEW).await;
    let image =
        || Ask::get("/render/png?handwriting_id=Perry&text=a&width=30px&height=30px").token(&server.customer.live);
    let statuses = async |times: usize| {
        let mut statuses = Vec::new();
        for _ in 0..times {
            statuses.push(server.ask(image()).await.status.as_u16());
        }
        statuses
    };
    assert_eq!(statuses(3).await, [200, 200, 402]);
    let raised = FEW.replace("monthly_cap = 2", "monthly_cap = 5");
    put(&server, &raised).await;
    let cap = |images| AccountChange { monthly_cap: Some(images), ..AccountChange::default() };
    server.change_account(cap(3)).await;
    assert_eq!(statuses(2).await, [200, 402]);
    server.change_account(cap(9)).await;
    assert_eq!(statuses(3).await, [200, 200, 402]);
    assert_eq!(server.ask(image()).await.header("x-ratelimit-limit"), "40");
}

#[tokio::test]
async fn while_tests_are_paused_live_tokens_alone_draw() {
    let server = Server::new().await;
    let until = server.now() + SignedDuration::from_hours(30);
    server.store.pause_tests(Some(until)).await.expect("a store");
    server.wait(60);
    let target = "/render/png?handwriting_id=Perry&text=a&width=30px&height=30px";
    let test = server.ask(Ask::get(target).token(&server.customer.test)).await;
    let said = format!("test renders are paused until {until}, so that live ones can go on");
    assert_eq!((test.status.as_u16(), test.error()), (402, said));
    assert_eq!(server.ask(Ask::get(target).token(&server.customer.live)).await.status, 200);
    let hands = server.ask(Ask::get("/handwritings").token(&server.customer.test)).await;
    assert_eq!(hands.status, 200, "all else goes on");
    server.wait(30 * 3600);
    assert_eq!(server.ask(Ask::get(target).token(&server.customer.test)).await.status, 200);
}
