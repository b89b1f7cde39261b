//! The function that manages accounts and tokens.

use std::sync::Arc;

use lambda_http::Error;
use longhand_edge::complete;
use longhand_edge::tokens::{Management, TokenPorts, router};
use longhand_system::{SystemClock, SystemEntropy};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let cloud = longhand_lambda::cloud().await?;
    let ports = TokenPorts::on(&cloud, Arc::new(SystemClock), Arc::new(SystemEntropy));
    let recorder = longhand_lambda::recording(ports.recorder());
    longhand_lambda::run(complete(router(Management::new(ports, longhand_lambda::trust()?)), recorder)).await
}
