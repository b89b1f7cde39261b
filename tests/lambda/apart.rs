//! Lambda as far as a function needs it to invoke itself: the API's one call, in front of another sandbox.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use axum::routing::post;
use tokio::sync::Mutex;

use crate::runtime::Function;

/// The API, and what it was asked for.
pub struct Lambda {
    pub address: String,
    shared: Arc<Shared>,
}

struct Shared {
    name: String,
    worker: Mutex<Function>,
    invoked: AtomicUsize,
    fails_at: AtomicUsize,
}

impl Lambda {
    /// Hands what is for the function of this name to `worker`.
    pub async fn before(worker: Function, name: &str) -> Self {
        let (invoked, fails_at) = (AtomicUsize::new(0), AtomicUsize::new(usize::MAX));
        let shared = Arc::new(Shared { name: name.to_owned(), worker: Mutex::new(worker), invoked, fails_at });
        let router = Router::new().route("/2015-03-31/functions/{name}/invocations", post(invoke));
        let router = router.with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { address, shared }
    }

    /// How often it was invoked since this was last asked.
    pub fn invoked(&self) -> usize {
        self.shared.invoked.swap(0, Ordering::Relaxed)
    }

    /// So many invocations from now on succeed, all others fail.
    pub fn fail_after(&self, successes: usize) {
        self.shared.fails_at.store(successes, Ordering::Relaxed);
    }
}

async fn invoke(State(shared): State<Arc<Shared>>, Path(name): Path<String>, body: Bytes) -> Response {
    if name != shared.name {
        return StatusCode::NOT_FOUND.into_response();
    }
    if shared.invoked.fetch_add(1, Ordering::Relaxed) >= shared.fails_at.load(Ordering::Relaxed) {
        let error = AppendHeaders([("x-amz-function-error", "Unhandled")]);
        return (error, r#"{"errorMessage":"out of memory"}"#).into_response();
    }
    let event = serde_json::from_slice(&body).expect("an event in JSON");
    shared.worker.lock().await.call(&event).await.to_string().into_response()
}
