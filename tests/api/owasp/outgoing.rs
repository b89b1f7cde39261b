//! API7, server side request forgery: no value of any request makes us connect to anywhere.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::time::timeout;

use super::operations;
use crate::leaks::{report, sign};
use crate::people::everyone;

/// Addresses of the same listener, and of things that only we could reach.
fn addresses(port: u16) -> Vec<String> {
    let hosts = [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "127.0.0.1.nip.io",
        "user@127.0.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "10.0.0.1",
        "192.168.0.1",
        "metadata.google.internal",
    ];
    let of = |host: &str| {
        let schemes = ["http", "https", "gopher"];
        schemes.map(|scheme| format!("{scheme}://{host}:{port}/latest/meta-data/")).into_iter().collect::<Vec<_>>()
    };
    hosts
        .iter()
        .flat_map(|host| of(host))
        .chain([format!("//127.0.0.1:{port}/"), "file:///etc/passwd".into()])
        .collect()
}

#[tokio::test]
async fn no_value_of_any_request_makes_us_connect() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let (server, addresses) = (everyone().await, addresses(listener.local_addr().expect("an address").port()));
    assert!(addresses.len() >= 40);
    let mut sent = 0;
    for operation in operations() {
        let taken = operation.body().and_then(|schema| schema["properties"].as_object().cloned()).unwrap_or_default();
        for (n, address) in addresses.iter().enumerate() {
            let name = &server.customer.test.token.key;
            // Every name of the query, or of the body, has it at once; in turn as a string and in a list.
            let pairs: Vec<String> = operation.parameters().iter().map(|name| format!("{name}={address}")).collect();
            let mut ask = operation.ask_with(name.as_str(), &pairs.join("&"));
            let value = if n % 2 == 0 { json!(address) } else { json!([address]) };
            if operation.body().is_some() {
                let body: Value =
                    taken.keys().map(|name| (name.clone(), value.clone())).collect::<serde_json::Map<_, _>>().into();
                ask.body = body.to_string().into_bytes();
            }
            for header in ["referer", "origin", "x-forwarded-host", "host", "forwarded", "x-original-url"] {
                ask = ask.header(header, address);
            }
            server.ask(operation.ask_as_most(&server, ask)).await;
            sent += 1;
        }
    }
    for address in &addresses {
        let body = json!([{ "token": "x", "type": address, "url": address, "source": address }]).to_string();
        assert_eq!(server.ask(report(&body, &sign(&body))).await.status, 200);
    }
    assert!(sent > 1000, "{sent}");
    assert!(timeout(Duration::from_millis(100), listener.accept()).await.is_err(), "someone connected");
}
