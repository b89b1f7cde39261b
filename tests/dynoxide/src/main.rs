//! Serves databases of `DynamoDB`, one for each line on standard input, and prints the port of each. Ends with standard
//! input.

use dynoxide::Database;
use tokio::io::{AsyncBufReadExt as _, BufReader, stdin};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut lines = BufReader::new(stdin()).lines();
    while lines.next_line().await?.is_some() {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?.port());
        tokio::spawn(dynoxide::server::serve_with_shutdown(listener, Database::memory()?, std::future::pending()));
    }
    Ok(())
}
