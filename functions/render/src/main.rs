//! The function that draws.

use std::sync::Arc;

use lambda_http::Error;
use longhand_edge::complete;
use longhand_edge::render::{RenderPorts, router};
use longhand_system::{SystemClock, SystemEntropy};

// A sandbox has one call at a time: more threads to carry it would only have to be started.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let cloud = longhand_lambda::cloud().await?;
    let ports = RenderPorts::on(&cloud, Arc::new(SystemClock), Arc::new(SystemEntropy));
    // Before anyone waits, and while Lambda gives whole cores for it.
    ports.prepare().await;
    let recorder = longhand_lambda::recording(ports.recorder());
    longhand_lambda::run(complete(router(ports, longhand_lambda::about()), recorder)).await
}
