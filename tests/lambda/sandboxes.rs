//! Two sandboxes of one function, which know of each other by the store alone.

use longhand_core::ports::PlanWriter as _;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::event::{body, get, send};
use crate::runtime::Function;
use crate::world::World;

/// Two of them.
async fn both(environment: &[(&str, String)]) -> [Mutex<Function>; 2] {
    let binary = env!("CARGO_BIN_EXE_longhand-render");
    [Mutex::new(Function::start(binary, environment).await), Mutex::new(Function::start(binary, environment).await)]
}

/// Asks the two so many times, both at once.
async fn ask(sandboxes: &[Mutex<Function>; 2], event: &Value, times: usize) -> Vec<Value> {
    let calls = (0..times).map(|n| async move { sandboxes[n % 2].lock().await.call(event).await });
    futures_util::future::join_all(calls).await
}

fn count(answers: &[Value], status: u16) -> usize {
    answers.iter().filter(|answer| answer["statusCode"] == status).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sandboxes_share_a_cap_a_limit_and_an_idempotency_key() {
    let world = World::new("sandboxes").await;
    world.cloud.put_plans("plan.paid.allows.calls_per_minute = 12\n").await.expect("a store");
    let sandboxes = both(&world.environment()).await;
    let small = [("handwriting_id", "Perry"), ("text", "a"), ("width", "40px"), ("height", "40px")];
    let capped = json!({ "Authorization": world.capped().await });
    let answers = ask(&sandboxes, &get("/render/png", &small, &capped), 12).await;
    assert_eq!((count(&answers, 200), count(&answers, 402)), (1, 11), "one image a month");
    let keyed = json!({ "Authorization": world.basic(), "Idempotency-Key": "order-1" });
    let note = json!({ "handwriting_id": "Perry", "text": "b", "width": "40px", "height": "40px" });
    let answers = ask(&sandboxes, &send("POST", "/render/png", &keyed, &note), 6).await;
    assert_eq!(count(&answers, 200), 6);
    assert!(answers.iter().all(|answer| body(answer) == body(&answers[0])), "one seed");
    let billed: u32 = world.entries().await.iter().map(|entry| entry.units.images).sum();
    assert_eq!(billed, 2, "the capped one and the one of the key");
    let basic = json!({ "Authorization": world.basic() });
    let answers = ask(&sandboxes, &get("/handwritings", &[("limit", "1")], &basic), 20).await;
    let (passed, refused) = (count(&answers, 200), count(&answers, 429));
    // Six of the twelve were taken above, unless a minute ended meanwhile.
    assert!(passed + refused == 20 && (6..=18).contains(&passed), "{passed} {refused}");
}
