//! The Lambda runtime interface (2018-06-01), for one function at a time.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// A function that runs and waits for calls.
pub struct Function {
    events: Sender<Value>,
    answers: Receiver<Value>,
    /// The lines it printed.
    printed: Arc<std::sync::Mutex<Vec<String>>>,
    child: Child,
}

/// The interface's two ends.
struct Interface {
    events: Mutex<Receiver<Value>>,
    answers: Sender<Value>,
}

impl Function {
    /// Starts a binary with this environment and no other.
    #[allow(dead_code, reason = "what is measured may be run by another program")]
    pub async fn start(binary: &str, environment: &[(&str, String)]) -> Self {
        Self::under(&[], binary, environment).await
    }

    /// Starts a binary, if need be under a program that runs it, which is named with its own arguments.
    pub async fn under(runner: &[String], binary: &str, environment: &[(&str, String)]) -> Self {
        let (events, to_function) = channel(1);
        let (from_function, answers) = channel(1);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let interface = Arc::new(Interface { events: Mutex::new(to_function), answers: from_function });
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(failure))
            .layer(DefaultBodyLimit::disable())
            .with_state(interface);
        tokio::spawn(async move { axum::serve(listener, router).await.expect("the interface runs") });
        let words: Vec<&str> = runner.iter().map(String::as_str).chain([binary]).collect();
        let mut child = Command::new(words[0])
            .args(&words[1..])
            .env_clear()
            .envs(environment.iter().map(|(name, value)| (*name, value)))
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "render")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "logs")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "stream")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the function starts");
        let printed: Arc<std::sync::Mutex<Vec<String>>> = Arc::default();
        let (lines, kept) = (BufReader::new(child.stdout.take().expect("its output")).lines(), Arc::clone(&printed));
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                kept.lock().expect("nobody panicked").push(line);
            }
        });
        Self { events, answers, printed, child }
    }

    /// The lines it has printed till its end, which this is.
    #[allow(dead_code, reason = "not every function's test reads them")]
    pub fn end(mut self) -> Vec<String> {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // The pipe is read to its end.
        while Arc::strong_count(&self.printed) > 1 {
            std::thread::yield_now();
        }
        std::mem::take(&mut *self.printed.lock().expect("nobody panicked"))
    }

    /// The process it is.
    #[allow(dead_code, reason = "only what it takes is measured by it")]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end, so that what runs it can say what it saw.
    #[allow(dead_code, reason = "only what it takes is measured by it")]
    pub fn terminate(mut self) {
        let asked = Command::new("kill").arg(self.id().to_string()).status().expect("kill runs");
        assert!(asked.success(), "it ran till now");
        self.child.wait().expect("it ends");
    }

    /// Hands it an event; its answer.
    pub async fn call(&mut self, event: &Value) -> Value {
        self.events.send(event.clone()).await.expect("the interface runs");
        self.answers.recv().await.expect("an answer")
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn next(State(interface): State<Arc<Interface>>) -> Response {
    let Some(event) = interface.events.lock().await.recv().await else { return StatusCode::GONE.into_response() };
    let headers = AppendHeaders([
        ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"),
        ("lambda-runtime-deadline-ms", "4102444800000"),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:eu-central-1:123456789012:function:render"),
    ]);
    (headers, event.to_string()).into_response()
}

async fn response(State(interface): State<Arc<Interface>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let answer = match headers.get("lambda-runtime-function-response-mode") {
        Some(mode) if mode == "streaming" => streamed(&body),
        _ => serde_json::from_slice(&body).expect("an answer in JSON"),
    };
    interface.answers.send(answer).await.expect("the test waits");
    StatusCode::ACCEPTED
}

/// A stream as the gateway reads it: status and headers in JSON, eight zeros, the bytes of the body.
fn streamed(stream: &[u8]) -> Value {
    let end = stream.windows(8).position(|window| window == [0; 8]).expect("an end of the headers");
    let mut answer: Value = serde_json::from_slice(&stream[..end]).expect("headers in JSON");
    let headers = answer["headers"].as_object().expect("headers").clone();
    answer["multiValueHeaders"] = headers.into_iter().map(|(name, value)| (name, json!([value]))).collect();
    answer["body"] = STANDARD.encode(&stream[end + 8..]).into();
    answer["isBase64Encoded"] = true.into();
    answer
}

/// A failure is an answer too, or the test would wait for one.
async fn failure(state: State<Arc<Interface>>, body: Bytes) -> StatusCode {
    response(state, HeaderMap::new(), body).await
}
