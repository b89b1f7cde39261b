//! The function that draws, as Lambda runs it: its binary under the runtime interface, events of API Gateway (REST,
//! v1), and an emulator of DynamoDB, KMS and Secrets Manager behind it.

mod cost;
mod counts;
mod event;
mod faults;
mod runtime;
mod sandboxes;
mod second;
mod start;
mod watch;
mod world;

use std::collections::BTreeSet;

use event::{body, get, header, send, send_bytes};
use jiff::Timestamp;
use longhand_core::audit::Entry;
use longhand_core::ports::{AuditReader as _, Span};
use runtime::Function;
use serde_json::{Value, json};
use watch::Watch;
use world::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_function_draws_refuses_and_logs_as_the_local_service_does() {
    for answers in ["whole", "streamed"] {
        draws_refuses_and_logs(answers).await;
    }
}

async fn draws_refuses_and_logs(answers: &str) {
    let world = World::new("render").await;
    let environment = [world.environment(), vec![("LONGHAND_ANSWERS", answers.to_owned())]].concat();
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-render"), &environment).await;
    let basic = json!({ "Authorization": world.basic(), "User-Agent": "cards/1.0", "Accept": "application/json" });
    let note = [("handwriting_id", "2D5S46A80003"), ("text", "Dear Anna & Zoë"), ("random_seed", "7")];

    let drawn = function.call(&get("/render/png", &note, &basic)).await;
    assert_eq!((&drawn["statusCode"], header(&drawn, "content-type")), (&json!(200), "image/png"), "{drawn}");
    assert!(drawn["isBase64Encoded"] == true && body(&drawn).starts_with(b"\x89PNG"), "an image whatever Accept says");
    assert_eq!((header(&drawn, "x-seed-used"), header(&drawn, "x-characters")), ("7", "15"));
    let again = function.call(&get("/render/png", &note, &basic)).await;
    assert_eq!(body(&again), body(&drawn));

    let stranger = function.call(&get("/render/png", &note, &json!({}))).await;
    assert_eq!((&stranger["statusCode"], header(&stranger, "content-type")), (&json!(401), "application/json"));
    assert_eq!(body(&stranger), br#"{"errors":[{"error":"unauthorized"}]}"#);
    let wrong = function.call(&get("/render/pdf", &[("width", "double wide")], &basic)).await;
    let wrong: Value = serde_json::from_slice(&body(&wrong)).expect("JSON");
    assert_eq!(wrong["errors"].as_array().expect("errors").len(), 3);
    let hands = function.call(&get("/handwritings", &[("limit", "3")], &basic)).await;
    let hands: Value = serde_json::from_slice(&body(&hands)).expect("JSON");
    assert_eq!(hands.as_array().map(Vec::len), Some(3));
    assert_eq!(function.call(&get("/status", &[], &json!({}))).await["statusCode"], 200);
    assert_eq!(function.call(&get("/nowhere", &[], &basic)).await["statusCode"], 404);

    let entries = world.entries().await;
    let routes: Vec<(&str, u16, u32)> = entries.iter().map(|e| (e.route.as_str(), e.status, e.units.images)).collect();
    // Who is unknown, and who asks for what is not there, is nobody's entry.
    let expected =
        [("/render/png", 200, 1), ("/render/png", 200, 1), ("/render/pdf", 400, 0), ("/handwritings", 200, 0)];
    assert_eq!(routes, expected);
    assert_eq!(entries[0].address, Some([192, 0, 2, 77].into()), "the gateway's word");
    assert_eq!(world.text(&entries[0]).await.as_deref(), Some("Dear Anna & Zoë"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_lambda_cannot_carry_whole_is_streamed_or_a_fault_and_not_billed() {
    let world = World::new("render").await;
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-render"), &world.environment()).await;
    let basic = json!({ "Authorization": world.basic() });
    let body =
        json!({ "handwriting_id": "Perry", "text": "mwWM ".repeat(1700), "width": "9000px", "height": "9000px" });
    let event = send("POST", "/render/svg", &basic, &body);
    let answer = function.call(&event).await;
    assert_eq!(answer["statusCode"], 400);
    let said = String::from_utf8(crate::body(&answer)).expect("text");
    assert!(said.contains("at most 4600000 can be sent"), "{said}");
    assert_eq!(world.entries().await.iter().map(|e| (e.status, e.units.images)).collect::<Vec<_>>(), [(400, 0)]);
    let environment = [world.environment(), vec![("LONGHAND_ANSWERS", "streamed".to_owned())]].concat();
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-render"), &environment).await;
    let streamed = function.call(&event).await;
    assert_eq!((&streamed["statusCode"], header(&streamed, "content-type")), (&json!(200), "image/svg+xml"));
    let page = crate::body(&streamed);
    assert!(page.len() > 6 << 20 && page.trim_ascii_end().ends_with(b"</svg>"), "{} bytes", page.len());
    assert_eq!(world.entries().await.last().map(|e| (e.bytes, e.units.images)), Some((page.len() as u64, 1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_of_handwriting_comes_through_the_gateway_as_it_is() {
    let world = World::new("render").await;
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-render"), &world.environment()).await;
    let basic = json!({ "Authorization": world.basic() });
    let sample = include_bytes!("../../fuzz/seeds/sample/line.png");
    let answer = function.call(&send_bytes("/handwritings/like", "image/png", &basic, sample)).await;
    let said = crate::body(&answer);
    let hands: Vec<serde_json::Value> = serde_json::from_slice(&said).expect("a list");
    assert!(hands[..3].iter().any(|hand| hand["title"] == "Molly"), "{hands:?}");
    let long = vec![0; (4 << 20) + 1];
    let refused = function.call(&send_bytes("/handwritings/like", "image/png", &basic, &long)).await;
    assert_eq!(refused["statusCode"], 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_tables_the_function_answers_503_and_no_image() {
    let world = World::new("render").await;
    let mut environment = world.environment();
    environment.retain(|(name, _)| *name != "LONGHAND_TABLES");
    environment.push(("LONGHAND_TABLES", "none-such-".to_owned()));
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-render"), &environment).await;
    let basic = json!({ "Authorization": world.basic() });
    let answer = function.call(&get("/render/png", &[("handwriting_id", "Perry"), ("text", "a")], &basic)).await;
    assert_eq!(answer["statusCode"], 503);
    assert!(String::from_utf8(body(&answer)).expect("text").contains("nothing was billed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pepper_is_replaced_while_calls_come_and_none_is_refused() {
    let world = World::new("pepper").await;
    let render = env!("CARGO_BIN_EXE_longhand-render");
    let mut function = Function::start(render, &world.environment()).await;
    let mut tokens = vec![world.basic()];
    for call in 0..60 {
        if call == 20 {
            world.replace_pepper().await;
        }
        if call == 30 {
            // Made by who has read the new one, shown to who has not.
            tokens.push(world.made().await);
        }
        if call == 45 {
            function = Function::start(render, &world.environment()).await;
        }
        let basic = json!({ "Authorization": tokens[call % tokens.len()] });
        let answer = function.call(&get("/handwritings", &[("limit", "1")], &basic)).await;
        assert_eq!(answer["statusCode"], 200, "call {call}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_call_prints_one_line_of_metrics_in_which_nobody_is_told_apart() {
    let world = World::new("render").await;
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-render"), &world.environment()).await;
    let basic = json!({ "Authorization": world.basic(), "X-Request-Id": "order-9" });
    let small = [("handwriting_id", "Perry"), ("text", "Quitte"), ("width", "60px"), ("height", "40px")];
    function.call(&get("/render/png", &small, &basic)).await;
    function.call(&get("/render/png", &[("width", "x")], &basic)).await;
    function.call(&get("/Quitte/1", &[], &json!({}))).await;
    let printed = function.end();
    let metrics: Vec<Value> = printed.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let told: Vec<_> = metrics.iter().map(|m| (&m["route"], &m["status"], &m["images"], &m["characters"])).collect();
    let (png, one, none) = (json!("GET /render/png"), json!(1), json!(0));
    assert_eq!(
        told,
        [
            (&png, &json!("200"), &one, &json!(6)),
            (&png, &json!("400"), &none, &none),
            (&json!("none"), &json!("404"), &none, &none)
        ]
    );
    assert_eq!((&metrics[0]["request_id"], &metrics[0]["calls"]), (&json!("order-9"), &one));
    assert!(metrics.iter().all(|m| m["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Longhand"));
    assert!(!printed.concat().contains("Quitte") && !printed.concat().contains(world.account().as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_region_draws_with_the_same_tokens_into_a_log_and_a_count_of_its_own() {
    let (world, watch) = (World::new("second").await, Watch::default());
    let render = env!("CARGO_BIN_EXE_longhand-render");
    let mut first = Function::start(render, &world.environment()).await;
    let mut other = Function::start(render, &world.with(&watch, second::environment(&world)).await).await;
    let small = [("handwriting_id", "Perry"), ("text", "a"), ("width", "40px"), ("height", "40px")];
    let (basic, capped) = (json!({ "Authorization": world.basic() }), json!({ "Authorization": world.capped().await }));
    assert_eq!(first.call(&get("/render/png", &small, &capped)).await["statusCode"], 200);
    assert_eq!(other.call(&get("/render/png", &small, &capped)).await["statusCode"], 402, "its one image is drawn");
    assert_eq!(other.call(&get("/render/png", &small, &basic)).await["statusCode"], 200);
    let images = |entries: Vec<Entry>| entries.iter().map(|entry| entry.units.images).collect::<Vec<_>>();
    assert_eq!(images(world.entries().await), [1], "the first region's log");
    let span = Span { from: Timestamp::UNIX_EPOCH, to: Timestamp::MAX };
    let both = second::cloud(&world).entries(world.account(), span, None, 9, Timestamp::now()).await;
    assert_eq!(images(both.expect("a store")), [1, 0, 1]);
    let (asked, rights): (BTreeSet<String>, _) = (watch.take().into_iter().collect(), World::rights("Render"));
    assert!(asked.is_subset(&rights), "{:?}", asked.difference(&rights).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warm_render_costs_one_write_and_the_function_asks_for_nothing_beyond_its_rights() {
    let (world, watch) = (World::new("render").await, Watch::default());
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-render"), &world.watched(&watch).await).await;
    let basic = json!({ "Authorization": world.basic() });
    let small = [("handwriting_id", "Perry"), ("text", "a"), ("width", "40px"), ("height", "40px")];
    assert_eq!(function.call(&get("/render/png", &small, &basic)).await["statusCode"], 200);
    let mut asked = watch.take();
    let first = [
        "secretsmanager:GetSecretValue Pepper", // the current one
        "secretsmanager:GetSecretValue Pepper", // the one before
        "dynamodb:Query Tokens",
        "dynamodb:GetItem Accounts",
        "dynamodb:UpdateItem Tokens",
        "kms:GenerateDataKey TextKey",
        "dynamodb:PutItem TextKeys",
        "dynamodb:PutItem Audit",
    ];
    // Permits of the address are taken beside everything else, and receipts certified beside sealing.
    let beside = |asked: &&String| asked.ends_with(" Permits") || asked.ends_with(" ReceiptKey");
    let (permits, mut others): (Vec<_>, Vec<_>) = asked.iter().partition(beside);
    // The plans are in the accounts' table, and read for the address's limit.
    let plans = others.iter().position(|asked| *asked == "dynamodb:GetItem Accounts").expect("the plans");
    others.remove(plans);
    assert_eq!(others, first.each_ref(), "the first of a sandbox");
    assert_eq!(
        permits.len(),
        6,
        "a key certified; whether the door is shut; of address and token what counted before, and one more"
    );
    for _ in 0..100 {
        function.call(&get("/render/png", &small, &basic)).await;
    }
    let warm = watch.take();
    let count = |what: &str| warm.iter().filter(|asked| asked.starts_with(what)).count();
    assert_eq!((count("dynamodb:PutItem Audit"), count("kms:"), count("secretsmanager:")), (100, 0, 0));
    assert_eq!(count("dynamodb:UpdateItem Permits"), 200, "one of the address and one of the token");
    // Once every five seconds, which a hundred small images may take on a slow machine.
    assert!(warm.len() - 300 <= 48 && count("dynamodb:Query Tokens") <= 20, "{warm:?}");
    let mut keyed = basic.clone();
    keyed["Idempotency-Key"] = "k".into();
    let body = json!({ "handwriting_id": "Perry", "text": "a", "width": "40px", "height": "40px" });
    assert_eq!(function.call(&send("POST", "/render/png", &keyed, &body)).await["statusCode"], 200);
    let capped = json!({ "Authorization": world.capped().await });
    assert_eq!(function.call(&get("/render/png", &small, &capped)).await["statusCode"], 200);
    let mut shown = basic.clone();
    shown["Sec-Fetch-Dest"] = "image".into();
    assert_eq!(function.call(&get("/render/png", &small, &shown)).await["statusCode"], 200);
    assert_eq!(function.call(&get("/receipts/keys", &[], &json!({}))).await["statusCode"], 200);
    asked.extend(warm);
    asked.extend(watch.take());
    let (asked, rights): (BTreeSet<String>, _) = (asked.into_iter().collect(), World::rights("Render"));
    assert!(asked.is_subset(&rights), "{:?}", asked.difference(&rights).collect::<Vec<_>>());
    // What was spent elsewhere is asked for in a second region, late hours come a day after a first try, and the log is
    // the runtime's.
    let unused: Vec<_> = rights.difference(&asked).filter(|right| !right.starts_with("logs:")).collect();
    assert_eq!(unused, ["dynamodb:GetItem Spending", "dynamodb:UpdateItem Usage"], "rights that nothing needs");
}
