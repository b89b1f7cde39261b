//! The failure rules: whatever AWS does not do, no image leaves without its entry and nothing is billed without an
//! image; and when it does it again, so does the service.

use serde_json::{Value, json};

use crate::event::{body, send};
use crate::runtime::Function;
use crate::watch::{Fault, Watch};
use crate::world::World;

/// What a render asks for, and its answer if that does not come.
const NEEDED: [(&str, u16); 11] = [
    ("secretsmanager:GetSecretValue Pepper", 503),
    ("dynamodb:Query Tokens", 503),
    ("dynamodb:GetItem Accounts", 503),
    // When a token was last used is not worth refusing a render for.
    ("dynamodb:UpdateItem Tokens", 200),
    ("dynamodb:BatchGetItem Permits", 503),
    ("dynamodb:UpdateItem Permits", 503),
    ("dynamodb:PutItem Claims", 503),
    ("dynamodb:UpdateItem Spending", 503),
    ("kms:GenerateDataKey TextKey", 503),
    ("dynamodb:PutItem TextKeys", 503),
    ("dynamodb:PutItem Audit", 503),
];

/// One world, function and token, whose one image of the month must not be lost.
struct Case {
    world: World,
    watch: Watch,
    function: Function,
    basic: String,
}

impl Case {
    async fn new() -> Self {
        let (world, watch) = (World::new("faults").await, Watch::default());
        let environment = world.watched(&watch).await;
        let function = Function::start(env!("CARGO_BIN_EXE_longhand-render"), &environment).await;
        let basic = world.capped().await;
        Self { world, watch, function, basic }
    }

    async fn draw(&mut self) -> Value {
        let headers = json!({ "Authorization": self.basic, "Idempotency-Key": "order-1" });
        let note = json!({ "handwriting_id": "Perry", "text": "a", "width": "40px", "height": "40px" });
        self.function.call(&send("POST", "/render/png", &headers, &note)).await
    }

    /// Images that the account is billed for.
    async fn billed(&self) -> u32 {
        self.world.entries().await.iter().map(|entry| entry.units.images).sum()
    }
}

/// With each need in turn at fault, and then not.
async fn hold_under(fault: Fault) {
    for (right, expected) in NEEDED {
        let mut case = Case::new().await;
        case.watch.set(Some((right, fault)));
        let answer = case.draw().await;
        assert_eq!(answer["statusCode"], expected, "{right} {fault:?}");
        let is_image = body(&answer).starts_with(b"\x89PNG");
        assert_eq!((is_image, case.billed().await), (expected == 200, u32::from(is_image)), "{right} {fault:?}");
        if is_image {
            continue;
        }
        let said = String::from_utf8(body(&answer)).expect("text");
        assert_eq!(said, r#"{"errors":[{"error":"the service is not available; nothing was billed"}]}"#, "{right}");
        case.watch.set(None);
        let answer = case.draw().await;
        assert_eq!((&answer["statusCode"], case.billed().await), (&json!(200), 1), "after {right} {fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_failure_rules_hold_while_a_service_is_throttled() {
    Box::pin(hold_under(Fault::Throttled)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_failure_rules_hold_while_a_service_is_down() {
    Box::pin(hold_under(Fault::Down)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_failure_rules_hold_while_a_service_does_not_answer() {
    Box::pin(hold_under(Fault::Silent)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_once_changes_nothing() {
    for (right, _) in NEEDED.into_iter().filter(|(right, _)| *right != "dynamodb:UpdateItem Spending") {
        let mut case = Case::new().await;
        case.watch.set(Some((right, Fault::Lost)));
        let answer = case.draw().await;
        assert_eq!((&answer["statusCode"], case.billed().await), (&json!(200), 1), "{right}");
    }
}
