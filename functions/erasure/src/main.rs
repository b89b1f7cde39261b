//! The function that takes away what erased accounts left behind, run by a schedule each hour.

use lambda_http::Error;
use lambda_http::lambda_runtime::{LambdaEvent, run, service_fn};
use longhand_core::app::Erasure;
use longhand_core::ports::Clock as _;
use longhand_system::SystemClock;
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = longhand_lambda::cloud().await?;
    let erasure = &Erasure::new(cloud.clone(), cloud);
    let run_once = |_: LambdaEvent<Value>| async move {
        Ok::<Value, Error>(json!({ "gone": erasure.run(SystemClock.now()).await? }))
    };
    run(service_fn(run_once)).await
}
