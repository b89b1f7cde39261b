//! The function that proves that what is backed up can be had back, run by a schedule and by AWS Backup's tests.

use std::env;

use jiff::Timestamp;
use lambda_http::Error;
use lambda_http::lambda_runtime::{LambdaEvent, run, service_fn};
use longhand_aws::{Comparison, Job, Recovery};
use longhand_core::ports::Clock as _;
use longhand_system::{SystemClock, SystemEntropy};
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<(), Error> {
    longhand_system::log_to(std::io::stdout);
    let prefix = env::var("LONGHAND_TABLES").map_err(|_| "LONGHAND_TABLES is not set")?;
    let recovery = &Recovery::new(&longhand_aws::environment().await, &prefix);
    run(service_fn(|event: LambdaEvent<Value>| answer(recovery, event.payload))).await
}

/// What an event asks for: the drill's beginning, the drill's next look, or the comparison of one restored table, which
/// AWS Backup's tests or a person has made. What does not hold fails the run, and so alarms.
async fn answer(recovery: &Recovery, event: Value) -> Result<Value, Error> {
    let detail = &event["detail"];
    if event["drill"] == "begin" {
        let begun = recovery.begin(&SystemEntropy).await?;
        tracing::info!(tables = begun.len(), "tables are being restored");
        return Ok(json!({ "begun": begun }));
    }
    if event["drill"] == "check" {
        let drilled = recovery.check(&SystemEntropy, &|| SystemClock.now()).await?;
        for restored in &drilled.restored {
            tell(&restored.comparison, Some(restored.minutes));
        }
        return if drilled.holds() { Ok(json!(drilled)) } else { Err(json!(drilled).to_string().into()) };
    }
    let named = |arn: &str| detail[arn].as_str()?.rsplit('/').next().map(str::to_owned);
    let at = |name: &str| detail[name].as_str()?.parse::<Timestamp>().ok();
    let (began, ended) = (at("creationDate"), at("completionDate"));
    let job = named("sourceResourceArn").zip(began).map(|(table, began)| Job { table, began });
    let copy = event["compare"].as_str().map(str::to_owned).or(named("createdResourceArn"));
    let copy = copy.ok_or("the event names no restored table")?;
    let found = recovery.compare(&copy, job.as_ref(), &SystemEntropy, SystemClock.now()).await?;
    tell(&found, began.zip(ended).map(|(began, ended)| ended.duration_since(began).as_mins()));
    if found.holds() { Ok(json!(found)) } else { Err(json!(found).to_string().into()) }
}

/// Leaves the outcome in the log, where the stack's query of restores finds it.
fn tell(found: &Comparison, minutes: Option<i64>) {
    let Comparison { table, copy, moment, parts, items, same, since, wrong, due, missing } = found;
    tracing::info!(
        restored = table, copy, %moment, parts, items, same, since, wrong, due, missing, minutes, holds = found.holds(),
        "a restored table was compared"
    );
}
