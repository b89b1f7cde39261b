//! What a warm render takes, in the units that are billed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use longhand_core::ports::SealedReader as _;
use longhand_tests::cost::{Cost, RELEASED};
use serde_json::json;

use crate::event::{body, get};
use crate::runtime::Function;
use crate::watch::Watch;
use crate::world::World;

const RENDERS: u32 = 60;
/// What it takes to draw and to store, ms, as `--example cost` measured it in a release build: a debugger's build cannot.
const RELEASED_MS: f64 = 11.0;

/// Write units of an entry: it and what its indexes have of it, each in whole kilobytes.
async fn log_writes(world: &World) -> f64 {
    // Keys and names of attributes.
    const KEYS: usize = 150;
    let entry = world.entries().await.pop().expect("an entry");
    let sealed = world.cloud.sealed(world.account(), &entry.id, Timestamp::now()).await.expect("a store");
    let doc = serde_json::to_string(&entry).expect("JSON").len();
    let sealed = serde_json::to_string(&sealed.expect("a text")).expect("JSON").len();
    let units = |bytes: usize| bytes.div_ceil(1024);
    (units(doc + sealed + KEYS) + units(doc + KEYS) + units(KEYS)) as f64
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_render_costs_is_not_above_what_was_released_by_fifteen_in_a_hundred() {
    let (world, watch) = (World::new("render").await, Watch::default());
    let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-render"), &world.watched(&watch).await).await;
    let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36";
    let basic = json!({ "Authorization": world.basic(), "User-Agent": agent });
    let text = "Dear Anna, thank you for the lovely evening and the apples. ".repeat(5);
    let note = [("handwriting_id", "Perry"), ("text", &*text), ("width", "1200px"), ("height", "600px")];
    function.call(&get("/render/png", &note, &basic)).await;
    watch.take();
    let mut bytes = 0;
    for _ in 0..RENDERS {
        bytes += body(&function.call(&get("/render/png", &note, &basic)).await).len();
    }
    let asked = watch.take();
    let each = |what: &str| asked.iter().filter(|asked| asked.starts_with(what)).count() as f64 / f64::from(RENDERS);
    // How often the token is read depends on how long this machine takes, and is another test's; a busy token's is the
    // parameter's.
    let values = BTreeMap::from([
        ("ms", RELEASED_MS),
        ("kb", bytes as f64 / f64::from(RENDERS) / 1e3),
        ("log_writes", each("dynamodb:PutItem Audit") * log_writes(&world).await),
        ("permits", each("dynamodb:UpdateItem Permits")),
        ("keys", each("kms:")),
    ]);
    let cost = Cost::of(&values);
    let (sum, rows) = (cost.sum(), json!(cost.0));
    assert!(!cost.is_too_much(), "{sum:.2} $ a million for {RELEASED:.2} $: {values:?} {rows}");
    // What costs less is written down, so that what is won stays won.
    assert!(sum > 0.85 * RELEASED, "{sum:.2} $ a million for {RELEASED:.2} $: {values:?} {rows}");
    assert!(asked.iter().all(|asked| !asked.starts_with("secretsmanager:")), "{asked:?}");
}
