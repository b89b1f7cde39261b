//! What a function does before it asks for its first call.

use std::time::Duration;

use serde_json::json;

use crate::event::get;
use crate::runtime::Function;
use crate::watch::{Fault, Watch};
use crate::world::World;

const PLANS: &str = "dynamodb:GetItem Accounts";

#[tokio::test(flavor = "multi_thread")]
async fn the_plans_are_read_before_a_call_is_asked_for() {
    let (world, watch) = (World::new("render").await, Watch::default());
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-render"), &world.watched(&watch).await).await;
    let mut before = watch.take();
    for _ in 0..1000 {
        if !before.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
        before = watch.take();
    }
    assert_eq!(before, [PLANS]);
    assert_eq!(function.call(&get("/status", &[], &json!({}))).await["statusCode"], 200);
    let asked = watch.take();
    assert!(
        !asked.iter().any(|asked| asked == PLANS) && asked.iter().any(|asked| asked.ends_with(" Audit")),
        "{asked:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_starts_without_its_store_answers_once_there_is_one() {
    let (world, watch) = (World::new("render").await, Watch::default());
    watch.set(Some((PLANS, Fault::Down)));
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-render"), &world.watched(&watch).await).await;
    let status = get("/status", &[], &json!({}));
    assert_eq!(function.call(&status).await["statusCode"], 503, "no plans, no answer");
    watch.set(None);
    assert_eq!(function.call(&status).await["statusCode"], 200);
}
