//! The function that adds up the log's hours, tells the biller, and ends warrants of disputes that are over, run by a
//! schedule.

use lambda_http::Error;
use lambda_http::lambda_runtime::{LambdaEvent, run, service_fn};
use longhand_core::app::{Books, Rollup, withdraw_overdue};
use longhand_core::ports::Clock as _;
use longhand_system::SystemClock;
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = longhand_lambda::cloud().await?;
    let biller = &longhand_lambda::biller(&cloud).await?;
    let (rollup, books, warrants) = (&Rollup::on(&cloud), &Books::on(&cloud), &*cloud);
    // The schedule's own time is not looked at: which hours are due is in the tables.
    let run_once = |_: LambdaEvent<Value>| async move {
        let rolled = rollup.run(SystemClock.now()).await?;
        let hours: Vec<_> = rolled.iter().map(|rolled| rolled.hour).collect();
        let withdrawn = withdraw_overdue(warrants, SystemClock.now()).await?;
        tracing::info!(?hours, withdrawn, "added up");
        let Some(biller) = biller else { return Ok(json!({ "hours": hours })) };
        let told = books.tell(biller, SystemClock.now()).await?;
        // A run that fails is tried again, and then alarms.
        match told.refused.first() {
            Some((account, hour, why)) => Err(format!("the biller refused {account}, {hour}: {why}").into()),
            None => Ok::<Value, Error>(json!({ "hours": hours, "billed": told.bills })),
        }
    };
    run(service_fn(run_once)).await
}
