//! `GET /account/usage`.

use axum::body::Bytes;
use longhand_core::app::Rollup;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::RowAccessor as _;
use serde_json::{Value, json};

use crate::{Ask, Server};

const IMAGE: &str = "/render/png?handwriting_id=Perry&text=Hello&width=60px&height=30px";

/// Makes a token with these members and draws `count` images with it.
async fn drawn(server: &Server, members: &str, count: u32) -> String {
    let made = server.owner(Ask::post("/tokens").json(members)).await.json();
    let (key, secret) = (made["key"].as_str().expect("a key"), made["secret"].as_str().expect("a secret"));
    for _ in 0..count {
        assert_eq!(server.ask(Ask::get(IMAGE).pair(key, secret)).await.status, 200);
    }
    key.to_owned()
}

async fn usage(server: &Server, query: &str) -> Value {
    server.owner(Ask::get(&format!("/account/usage?{query}"))).await.json()
}

async fn add_up(server: &Server) {
    Rollup::on(&server.store).run(server.now()).await.expect("a store");
}

/// The live images of each row, by its name.
fn live(report: &Value) -> Vec<(Option<&str>, u64)> {
    let rows = report["rows"].as_array().expect("rows");
    rows.iter().map(|row| (row["of"].as_str(), row["live"]["images"].as_u64().expect("a count"))).collect()
}

#[tokio::test]
async fn usage_by_token_label_and_owner_sums_to_the_accounts() {
    let server = Server::new().await;
    let cards = drawn(&server, r#"{"kind":"live","labels":["cards"],"owner":"Anna"}"#, 3).await;
    let mail = drawn(&server, r#"{"kind":"live","labels":["mail"],"owner":"Anna"}"#, 2).await;
    let plain = drawn(&server, r#"{"kind":"live","owner":"Ben"}"#, 1).await;
    drawn(&server, r#"{"kind":"test","owner":"Ben"}"#, 4).await;
    // What fails is not used.
    server.ask(Ask::get("/render/png?text=a").token(&server.customer.live)).await;
    for rolled in [false, true] {
        let by = async |by: &str| usage(&server, &format!("per=month&by={by}")).await;
        let account = by("account").await;
        let expected = json!({ "live": { "images": 6, "characters": 30 }, "test": { "images": 4, "characters": 20 } });
        assert_eq!(account["total"], expected, "{rolled}");
        assert_eq!(live(&account), [(None, 6)]);
        let mut tokens = vec![(Some(cards.as_str()), 3), (Some(mail.as_str()), 2), (Some(plain.as_str()), 1)];
        tokens.sort_unstable();
        let token = by("token").await;
        assert_eq!(live(&token).into_iter().filter(|(_, images)| *images > 0).collect::<Vec<_>>(), tokens);
        assert_eq!(live(&by("label").await), [(None, 1), (Some("cards"), 3), (Some("mail"), 2)]);
        let owner = by("owner").await;
        assert_eq!(live(&owner), [(Some("Anna"), 5), (Some("Ben"), 1)]);
        for report in [token, owner] {
            assert_eq!(report["total"], expected);
            let sum: u64 =
                report["rows"].as_array().expect("rows").iter().filter_map(|r| r["test"]["images"].as_u64()).sum();
            assert_eq!(sum, 4);
        }
        let labelled = usage(&server, "per=month&by=token&label=mail").await;
        assert_eq!(
            (live(&labelled), &labelled["total"]["live"]["images"]),
            (vec![(Some(mail.as_str()), 2)], &json!(2))
        );
        // Once from the log, once from the totals.
        server.wait(2 * 3600);
        add_up(&server).await;
    }
}

#[tokio::test]
async fn periods_are_those_of_the_zone_and_an_hour_is_counted_once() {
    let server = Server::new().await;
    // The clock begins at 2027-01-15T08:00:00Z. Half an hour before midnight in Auckland (+13):
    server.wait(2 * 3600 + 1800);
    server.ask(Ask::get(IMAGE).token(&server.customer.live)).await;
    server.wait(3600);
    server.ask(Ask::get(IMAGE).token(&server.customer.live)).await;
    add_up(&server).await;
    server.wait(3600);
    server.ask(Ask::get(IMAGE).token(&server.customer.live)).await;
    let periods = async |query: &str| {
        let report = usage(&server, query).await;
        let rows = report["rows"].as_array().expect("rows").clone();
        rows.iter()
            .map(|row| format!("{} {}", row["period"].as_str().expect("text"), row["live"]["images"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(periods("per=day").await, ["2027-01-15 3"]);
    assert_eq!(periods("per=day&zone=Pacific/Auckland").await, ["2027-01-15 1", "2027-01-16 2"]);
    assert_eq!(periods("per=month&zone=Pacific/Auckland").await, ["2027-01 3"]);
    let hours = ["2027-01-15T10:00:00+00:00 1", "2027-01-15T11:00:00+00:00 1", "2027-01-15T12:00:00+00:00 1"];
    assert_eq!(periods("per=hour").await, hours);
    assert_eq!(periods("per=hour&from=2027-01-15T11:00:00Z&to=2027-01-15T12:00:00Z").await, hours[1..2]);
    assert_eq!(periods("per=hour&from=2027-01-15T11:59:00Z&to=2027-01-15T12:00:01Z").await, hours[1..]);
}

#[tokio::test]
async fn usage_is_exported_as_csv_whatever_a_label_has_in_it() {
    let server = Server::new().await;
    drawn(&server, r#"{"kind":"live","labels":["a, \"b\""]}"#, 1).await;
    let answer = server.owner(Ask::get("/account/usage?by=label&format=csv")).await;
    let mut reader = csv::Reader::from_reader(answer.body.as_slice());
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows, [vec!["2027-01-15", "a, \"b\"", "1", "5", "0", "0"]]);
}

/// The images and characters of live tokens in each row of a table, and the names of its rows.
fn of_parquet(file: Vec<u8>) -> (Vec<Option<String>>, u64, u64) {
    let reader = SerializedFileReader::new(Bytes::from(file)).expect("a Parquet file");
    let rows: Vec<_> = reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect();
    let sum = |column: usize| rows.iter().map(|row| row.get_ulong(column).expect("a number")).sum();
    let names = rows.iter().map(|row| row.get_string(1).ok().cloned()).collect();
    (names, sum(2), sum(3))
}

#[tokio::test]
async fn a_months_export_as_csv_and_as_parquet_sums_to_its_invoice() {
    let server = Server::new().await;
    let cards = drawn(&server, r#"{"kind":"live","owner":"Anna"}"#, 3).await;
    let mail = drawn(&server, r#"{"kind":"live"}"#, 2).await;
    drawn(&server, r#"{"kind":"test"}"#, 2).await;
    server.wait(26 * 3600);
    add_up(&server).await;
    drawn(&server, r#"{"kind":"live","owner":"Anna"}"#, 4).await;
    let used = server.owner(Ask::get("/account/invoice")).await.json()["used"].as_u64().expect("a number");
    let asked = "/account/usage?zone=Europe/Berlin&per=day&by=";
    let table = server.owner(Ask::get(&format!("{asked}token&format=csv"))).await;
    let mut reader = csv::Reader::from_reader(table.body.as_slice());
    let sum = reader.records().map(|row| row.expect("a row")[2].parse::<u64>().expect("a number")).sum::<u64>();
    assert_eq!((used, sum), (9, 9));
    let file = server.owner(Ask::get(&format!("{asked}token&format=parquet"))).await;
    assert_eq!(file.headers["content-type"], "application/vnd.apache.parquet");
    let (names, images, characters) = of_parquet(file.body);
    assert!(names.contains(&Some(cards)) && names.contains(&Some(mail)), "{names:?}");
    assert_eq!((images, characters), (9, 45));
    let by_owner = server.owner(Ask::get(&format!("{asked}owner&format=parquet"))).await;
    let (names, images, _) = of_parquet(by_owner.body);
    assert_eq!((names, images), (vec![None, Some("Anna".to_owned()), Some("Anna".to_owned())], 9));
    let nothing = server.owner(Ask::get("/account/usage?to=2026-01-01T00:00:00Z&format=parquet")).await;
    assert_eq!(of_parquet(nothing.body), (vec![], 0, 0));
}

#[tokio::test]
async fn a_late_entry_of_an_idempotent_render_is_billed_in_its_first_hour() {
    let server = Server::new().await;
    let form = "handwriting_id=Perry&text=Hello&width=60px&height=30px";
    let ask = || Ask::post("/render/png").token(&server.customer.live).form(form).header("idempotency-key", "k");
    assert_eq!(server.ask(ask()).await.status, 200);
    server.wait(5 * 3600);
    add_up(&server).await;
    assert_eq!(server.ask(ask()).await.status, 200);
    server.wait(2 * 3600);
    add_up(&server).await;
    let report = usage(&server, "per=hour").await;
    assert_eq!((report["total"]["live"]["images"].as_u64(), live(&report).len()), (Some(1), 1), "billed once");
}

#[tokio::test]
async fn another_accounts_usage_is_not_seen_and_faults_are_named_at_once() {
    let server = Server::new().await;
    server.ask(Ask::get(IMAGE).token(&server.customer.live)).await;
    let other = server.another("Second").await;
    let theirs = server.ask(Ask::get("/account/usage").bearer(&other.owner_key)).await.json();
    assert_eq!((theirs["total"]["live"]["images"].as_u64(), &theirs["rows"]), (Some(0), &json!([])));
    let query = "from=x&to=y&per=week&by=colour&zone=Mars/Base&format=xml&page=2";
    let answer = server.owner(Ask::get(&format!("/account/usage?{query}"))).await;
    let fields: Vec<_> = answer.fields().into_iter().collect();
    assert_eq!(fields, ["by", "format", "from", "page", "per", "to", "zone"]);
    let turned = server.owner(Ask::get("/account/usage?from=2027-02-01T00:00:00Z&to=2027-01-01T00:00:00Z")).await;
    assert_eq!((turned.status.as_u16(), turned.error()), (400, "from must not be after to".to_owned()));
}

#[tokio::test]
async fn the_calls_behind_any_figure_are_listed_and_sum_to_it() {
    let server = Server::new().await;
    let cards = drawn(&server, r#"{"kind":"live"}"#, 7).await;
    drawn(&server, r#"{"kind":"live"}"#, 2).await;
    let test = drawn(&server, r#"{"kind":"test"}"#, 3).await;
    server.ask(Ask::get("/render/png?text=a").token(&server.customer.live)).await;
    for rolled in [false, true] {
        let report = usage(&server, "per=hour&by=token").await;
        for row in report["rows"].as_array().expect("rows") {
            let key = row["of"].as_str().expect("a key");
            for kind in ["live", "test"] {
                let calls = behind(&server, &format!("of={key}&counted={kind}")).await;
                let sum = |name: &str| calls.iter().map(|call| call[name].as_u64().expect("a number")).sum::<u64>();
                let figure = |name: &str| row[kind][name].as_u64().expect("a figure");
                assert_eq!((sum("images"), sum("characters")), (figure("images"), figure("characters")), "{rolled}");
                let ids: std::collections::BTreeSet<_> = calls.iter().map(|c| c["request_id"].to_string()).collect();
                assert_eq!(ids.len(), calls.len());
            }
        }
        assert_eq!(behind(&server, &format!("of={cards}&counted=live")).await.len(), 7);
        assert_eq!(behind(&server, &format!("of={test}&counted=live")).await.len(), 0);
        assert_eq!(behind(&server, "counted=live").await.len(), 9);
        server.wait(3 * 3600);
        add_up(&server).await;
    }
    for (query, field) in [("of=x", "of"), ("counted=all", "counted")] {
        let answer = server.owner(Ask::get(&format!("/calls?{query}"))).await;
        assert_eq!((answer.status.as_u16(), answer.fields().contains(field)), (400, true), "{query}");
    }
}

/// All calls of a query, a few to a page.
async fn behind(server: &Server, query: &str) -> Vec<Value> {
    let (mut calls, mut after) = (Vec::new(), String::new());
    loop {
        let page = server.owner(Ask::get(&format!("/calls?limit=2&{query}{after}"))).await.json();
        calls.extend(page["calls"].as_array().expect("a list").iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return calls,
        }
    }
}
