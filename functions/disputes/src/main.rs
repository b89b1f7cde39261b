//! The function that reads texts of disputed calls.

use std::sync::Arc;

use lambda_http::Error;
use longhand_edge::complete;
use longhand_edge::disputes::{TextPorts, router};
use longhand_system::{SystemClock, SystemEntropy};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = longhand_lambda::cloud().await?;
    let ports = TextPorts::on(&cloud, Arc::new(SystemClock), Arc::new(SystemEntropy));
    let recorder = longhand_lambda::recording(ports.recorder());
    longhand_lambda::run(complete(router(ports, longhand_lambda::trust()?), recorder)).await
}
