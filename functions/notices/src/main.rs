//! The function that tells accounts what they would not ask for in time, run by a schedule each minute.

use std::env;
use std::sync::Arc;

use lambda_http::Error;
use lambda_http::lambda_runtime::{LambdaEvent, run, service_fn};
use longhand_core::app::{Herald, Sentinel};
use longhand_core::ports::Clock as _;
use longhand_countries::Countries;
use longhand_system::SystemClock;
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let (cloud, mail) = (longhand_lambda::cloud().await?, Arc::new(longhand_lambda::mail().await?));
    let mut sentinel = Sentinel::on(&cloud);
    // A file of where addresses are, which a layer brings.
    if let Some(file) = env::var_os("LONGHAND_COUNTRIES").filter(|file| !file.is_empty()) {
        sentinel = sentinel.with(Arc::new(Countries::open(file.as_ref())?), cloud.clone());
    }
    let sentinel = &sentinel;
    let herald = &Herald::new(cloud.clone(), cloud.clone(), cloud.clone(), cloud, mail);
    let run_once = |event: LambdaEvent<Value>| async move {
        let now = SystemClock.now();
        // What ends within a week is looked for once an hour: that is a look at every token.
        if now.as_second() % 3600 < 60 || event.payload["watch"] == true {
            herald.watch(now).await?;
        }
        // What it has seen of an hour it keeps from run to run, as long as the sandbox lives.
        sentinel.look(now).await?;
        let told = herald.deliver(now).await;
        longhand_lambda::gauge("notices_aside", herald.aside(now).await?, now);
        Ok::<Value, Error>(json!({ "told": told? }))
    };
    run(service_fn(run_once)).await
}
