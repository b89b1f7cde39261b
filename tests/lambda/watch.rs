//! Stands between a function and the emulator, writes down what is asked for, and does not do what it is told not to.
#![allow(dead_code, reason = "not every function's test puts faults in")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is one too many.
    Throttled,
    /// The service is down.
    Down,
    /// Nobody answers.
    Silent,
    /// It is done, but the first answer does not arrive.
    Lost,
}

/// What was asked for, in order: `dynamodb:Query Tokens`, with the template's names; and which of it is at fault.
#[derive(Clone, Default)]
pub struct Watch {
    asked: Arc<Mutex<Vec<String>>>,
    fault: Arc<Mutex<Option<(&'static str, Fault)>>>,
}

impl Watch {
    /// Hands on to `emulator`; what to call instead of it.
    pub async fn before(&self, emulator: &str, prefix: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let (emulator, prefix, watch) = (emulator.replace("http://", ""), prefix.to_owned(), self.clone());
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                let (emulator, prefix, watch) = (emulator.clone(), prefix.clone(), watch.clone());
                tokio::spawn(async move { watch.hand_on(caller, &emulator, &prefix).await });
            }
        });
        endpoint
    }

    /// What was asked for since the last look.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().expect("nobody panicked"))
    }

    /// From now on requests that need this right come to this.
    pub fn set(&self, fault: Option<(&'static str, Fault)>) {
        *self.fault.lock().expect("nobody panicked") = fault;
    }

    /// What becomes of a request that needs these rights.
    fn fault(&self, rights: &[String]) -> Option<Fault> {
        let mut fault = self.fault.lock().expect("nobody panicked");
        let (_, how) = fault.filter(|(right, _)| rights.iter().any(|asked| asked == right))?;
        if how == Fault::Lost {
            *fault = None;
        }
        Some(how)
    }

    /// One connection, call after call, until one of the two ends it.
    async fn hand_on(&self, caller: TcpStream, emulator: &str, prefix: &str) -> Option<()> {
        let upstream = TcpStream::connect(emulator).await.ok()?;
        let (mut caller, mut upstream) = (BufReader::new(caller), BufReader::new(upstream));
        loop {
            let (head, body) = message(&mut caller).await?;
            let asked = asked(&head, &body, prefix);
            let fault = self.fault(&asked);
            self.asked.lock().expect("nobody panicked").extend(asked);
            match fault {
                Some(Fault::Throttled) => {
                    caller.get_mut().write_all(refusal("400 Bad Request", &throttling(&head)).as_bytes()).await.ok()?;
                    continue;
                }
                Some(Fault::Down) => {
                    caller.get_mut().write_all(refusal("503 Service Unavailable", "{}").as_bytes()).await.ok()?;
                    continue;
                }
                Some(Fault::Silent) => std::future::pending().await,
                Some(Fault::Lost) | None => {}
            }
            upstream.get_mut().write_all(&[head.as_bytes(), &body].concat()).await.ok()?;
            let (head, body) = message(&mut upstream).await?;
            if fault == Some(Fault::Lost) {
                return None;
            }
            caller.get_mut().write_all(&[head.as_bytes(), &body].concat()).await.ok()?;
        }
    }
}

/// A refusal as the services write it.
fn refusal(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {length}\r\n\r\n{body}")
}

/// What the service that this request is for says when it is asked too often.
fn throttling(head: &str) -> String {
    let is_table = header(head, "x-amz-target").is_some_and(|target| target.starts_with("DynamoDB"));
    let kind = if is_table { "ProvisionedThroughputExceededException" } else { "ThrottlingException" };
    format!("{{\"__type\":\"com.amazonaws#{kind}\",\"message\":\"slow down\"}}")
}

/// The head and body of a request or an answer.
async fn message(stream: &mut BufReader<TcpStream>) -> Option<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let mut body = vec![0; header(&head, "content-length").and_then(|n| n.parse().ok()).unwrap_or(0)];
    stream.read_exact(&mut body).await.ok()?;
    Some((head, body))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let named = |line: &'a str| line.split_once(':').filter(|(other, _)| other.eq_ignore_ascii_case(name));
    head.lines().find_map(named).map(|(_, value)| value.trim())
}

/// The rights that a request needs.
fn asked(head: &str, body: &[u8], prefix: &str) -> Vec<String> {
    // The two services of ours that are asked by a path.
    if head.starts_with("POST /v2/email/outbound-emails ") {
        return vec!["ses:SendEmail Sender".to_owned()];
    }
    if head.starts_with(&format!("PUT /{prefix}totals/totals/")) {
        return vec!["s3:PutObject Archive/totals".to_owned()];
    }
    let target = header(head, "x-amz-target").expect("every call names what it asks for");
    let (service, action) = target.split_once('.').expect("a service and an action");
    let body: Value = serde_json::from_slice(body).expect("JSON");
    match service {
        // Each function that signs has a key of its own, and knows no other.
        "TrentService" if matches!(action, "Sign" | "GetPublicKey") => {
            let key = if prefix.starts_with("rollup") { "SigningKey" } else { "ReceiptKey" };
            vec![format!("kms:{action} {key}")]
        }
        "TrentService" => vec![format!("kms:{action} TextKey")],
        "secretsmanager" if body["SecretId"].as_str().is_some_and(|name| name.ends_with("stripe")) => {
            vec![format!("secretsmanager:{action} StripeSecret")]
        }
        "secretsmanager" => vec![format!("secretsmanager:{action} Pepper")],
        _ if action == "TransactWriteItems" => {
            let items = body["TransactItems"].as_array().expect("items").iter();
            let one = |item: &Value| {
                let (kind, of) = item.as_object().and_then(|item| item.iter().next()).expect("one write");
                let kinds = BTreeMap::from([
                    ("Put", "PutItem"),
                    ("Update", "UpdateItem"),
                    ("Delete", "DeleteItem"),
                    ("ConditionCheck", "ConditionCheckItem"),
                ]);
                format!("dynamodb:{} {}", kinds[kind.as_str()], table(of, prefix))
            };
            items.map(one).collect()
        }
        _ if action == "BatchGetItem" => {
            let tables = body["RequestItems"].as_object().expect("tables").keys();
            let one = |name: &String| table(&serde_json::json!({ "TableName": name }), prefix);
            tables.map(|name| format!("dynamodb:{action} {}", one(name))).collect()
        }
        _ if action == "RestoreTableToPointInTime" => {
            let named = |name: &str| table(&serde_json::json!({ "TableName": body[name] }), prefix);
            ["SourceTableName", "TargetTableName"].map(|name| format!("dynamodb:{action} {}", named(name))).into()
        }
        _ => vec![format!("dynamodb:{action} {}", table(&body, prefix))],
    }
}

/// The table that a request is about, and its index if it asks that.
fn table(request: &Value, prefix: &str) -> String {
    let name = request["TableName"].as_str().expect("a table");
    // What restoring makes has a name that is no table's of the template.
    if name.starts_with(&format!("{prefix}drill.")) {
        return "Drilled".to_owned();
    }
    if name.starts_with("awsbackup-restore-test-") {
        return "RestoredInTests".to_owned();
    }
    let name = name.strip_prefix(prefix).expect("a table of ours");
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..];
    let name: String = name.split('_').map(capital).collect();
    request["IndexName"].as_str().map_or(name.clone(), |index| format!("{name}/{index}"))
}
