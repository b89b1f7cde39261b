//! What the function's start takes, counted in instructions: from its execution to its first answers.

use longhand_tests::counts::{Callgrind, hold};
use serde_json::json;

use crate::event::get;
use crate::runtime::Function;
use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_functions_start_takes_as_many_instructions_as_were_accepted() {
    let world = World::new("render").await;
    let binary = env!("CARGO_BIN_EXE_longhand-render");
    let status = get("/status", &[], &json!({}));
    let note = [("handwriting_id", "Perry"), ("text", "Dear Anna & Zoë"), ("random_seed", "7")];
    let render = get("/render/png", &note, &json!({ "Authorization": world.basic() }));
    let mut counts = Vec::new();
    for (name, event) in [("start and answer /status", status), ("start and answer a first render", render)] {
        let callgrind = Callgrind::new();
        let mut function = Function::under(callgrind.runner(), binary, &world.environment()).await;
        assert_eq!(function.call(&event).await["statusCode"], 200, "{name}");
        function.terminate();
        counts.push((name, callgrind.millions()));
    }
    hold(&counts).unwrap_or_else(|wrong| panic!("{wrong}"));
}
