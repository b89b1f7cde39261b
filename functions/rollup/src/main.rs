//! The function that adds up the log's hours, tells the biller, and ends warrants of disputes that are over, run by a
//! schedule. Of itself it is asked for parts of hours that are too long for one sandbox.

use std::sync::Arc;

use jiff::SignedDuration;
use lambda_http::Error;
use lambda_http::lambda_runtime::{LambdaEvent, run, service_fn};
use longhand_aws::Cloud;
use longhand_core::app::{Books, Here, Notary, Reconciler, Rollup, month_of, withdraw_overdue};
use longhand_core::ports::{Biller, Clock as _, PartAdder as _, PlanWriter as _, Span};
use longhand_system::SystemClock;
use serde_json::{Value, json};

/// Hours that are compared at most: a year's.
const MOST_COMPARED: i64 = 366 * 24;

/// What it does by.
struct Function {
    cloud: Arc<Cloud>,
    rollup: Rollup,
    biller: Option<Arc<dyn Biller>>,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = longhand_lambda::cloud().await?;
    let biller = longhand_lambda::biller(&cloud).await?.map(|biller| Arc::new(biller) as Arc<dyn Biller>);
    let rollup = match longhand_lambda::apart().await {
        Some(apart) => Rollup::on(&cloud).apart(Arc::new(apart)),
        None => Rollup::on(&cloud),
    };
    let function = &Function { cloud, rollup, biller };
    run(service_fn(|event: LambdaEvent<Value>| function.answer(event.payload))).await
}

impl Function {
    /// What an event asks for: a part of an hour, the log of a region that is gone, the comparison of so many hours, the end
    /// of test renders for this month, or (the schedule's own) the hours that are due.
    async fn answer(&self, event: Value) -> Result<Value, Error> {
        if let Some(part) = event["part"].as_u64() {
            let hour = event["hour"].as_str().unwrap_or_default().parse()?;
            let adder = Here(self.cloud.clone());
            return Ok(serde_json::to_value(adder.add_up_part(hour, u32::try_from(part)?).await?)?);
        }
        if event["Records"][0]["EventSource"] == "aws:sns" {
            return self.pause_tests().await;
        }
        if let Some(region) = event["adopt"].as_str() {
            return self.adopt(region).await;
        }
        match event["reconcile"].as_i64() {
            Some(hours) => self.reconcile(SignedDuration::from_hours(hours.clamp(1, MOST_COMPARED))).await,
            None => self.add_up().await,
        }
    }

    /// The only topic that calls it says that much of the month's budget is spent: tests cost as live renders do, and
    /// nobody pays for them.
    async fn pause_tests(&self) -> Result<Value, Error> {
        let (_, until) = month_of(SystemClock.now());
        self.cloud.pause_tests(Some(until)).await?;
        tracing::error!(%until, "the budget is spent but for a little: test renders are paused");
        Ok(json!({ "tests_paused_until": until }))
    }

    /// Which hours are due is in the tables: the event's own time is not looked at.
    async fn add_up(&self) -> Result<Value, Error> {
        let withdrawn = withdraw_overdue(&*self.cloud, SystemClock.now()).await?;
        tracing::info!(withdrawn, "warrants that are over");
        self.log(&self.cloud, &self.rollup).await
    }

    /// Adds up what a region wrote, as that would, from what has come here of it. To be asked for where that region is
    /// gone: both at once may write pages of one number.
    async fn adopt(&self, region: &str) -> Result<Value, Error> {
        let cloud =
            self.cloud.log_of(Some(region)).ok_or_else(|| format!("{region} is no region of this deployment"))?;
        let cloud = Arc::new(cloud);
        self.log(&cloud, &Rollup::on(&cloud)).await
    }

    /// Adds up the hours of a log that are due, signs what was corrected, and tells the biller.
    async fn log(&self, cloud: &Arc<Cloud>, rollup: &Rollup) -> Result<Value, Error> {
        let rolled = rollup.run(SystemClock.now()).await?;
        let corrections = Notary::on(cloud).run().await?;
        let hours: Vec<_> = rolled.iter().map(|rolled| rolled.hour).collect();
        tracing::info!(?hours, corrections, "added up");
        let Some(biller) = &self.biller else { return Ok(json!({ "hours": hours })) };
        let told = Books::on(cloud).tell(&**biller, SystemClock.now()).await?;
        // A run that fails is tried again, and then alarms.
        match told.refused.first() {
            Some((account, hour, why)) => Err(format!("the biller refused {account}, {hour}: {why}").into()),
            None => Ok(json!({ "hours": hours, "billed": told.bills })),
        }
    }

    /// Compares what the biller has with what it was told, and what was counted, for so long. A difference fails the
    /// run, and so alarms.
    async fn reconcile(&self, back: SignedDuration) -> Result<Value, Error> {
        let Some(biller) = &self.biller else { return Ok(json!({ "differences": 0 })) };
        let now = SystemClock.now();
        let differences = Reconciler::on(&self.cloud).run(&**biller, Span { from: now - back, to: now }, now).await?;
        for difference in &differences {
            tracing::error!(%difference, "the biller does not have what was counted");
        }
        match differences.first() {
            Some(first) => Err(format!("the biller has {first}; there are {} differences", differences.len()).into()),
            None => Ok(json!({ "differences": 0 })),
        }
    }
}
