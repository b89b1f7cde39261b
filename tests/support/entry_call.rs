//! Whole calls as raw bytes, through the service in this process.

use std::sync::{Arc, LazyLock};

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, Request, StatusCode};
use longhand_core::account::{Member, Plan, Role};
use longhand_core::app::{Call, Form, Manager, Minted, Names, NewAccount, NewToken};
use longhand_core::audit::Actor;
use longhand_core::error::StoreError;
use longhand_core::ids::EntryId;
use longhand_core::ports::{Clock as _, Entropy};
use longhand_edge::disputes::TextPorts;
use longhand_edge::render::{About, RenderPorts};
use longhand_edge::tokens::{Management, TokenPorts};
use longhand_edge::{JwkSet, KeySource, Provider, Trust, complete, disputes, render, tokens};
use longhand_embedded::Store;
use longhand_system::{SystemClock, SystemEntropy};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

use crate::identity::JWKS;

/// The service, on a store that ends with the process, and what opens it.
struct World {
    runtime: Runtime,
    router: Router,
    proofs: [String; 2],
    _directory: TempDir,
}

struct Keys;

#[async_trait]
impl KeySource for Keys {
    async fn keys(&self) -> Result<JwkSet, StoreError> {
        serde_json::from_str(JWKS).map_err(|error| StoreError::new("reading keys", error))
    }
}

fn trust() -> Trust {
    let (issuer, audience) = ("https://id.example.org".to_owned(), "longhand".to_owned());
    let provider = Provider { issuer, audience, keys: Arc::new(Keys) };
    Trust { provider: Some(provider), admins: vec!["admin".to_owned()], scanners: Some(Arc::new(Keys)) }
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let directory = TempDir::new().expect("a directory");
    let (clock, entropy): (_, Arc<dyn Entropy>) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let store = Arc::new(Store::open(directory.path(), Arc::clone(&entropy)).expect("a store"));
    let ports = || TokenPorts { lockout: false, ..TokenPorts::on(&store, clock.clone(), Arc::clone(&entropy)) };
    let proofs = runtime.block_on(proofs(&Management::new(ports(), Trust::default())));
    let drawing = RenderPorts { lockout: false, ..RenderPorts::on(&store, clock.clone(), Arc::clone(&entropy)) };
    let recorder = drawing.recorder();
    let people = tokens::router(Management::new(ports(), trust()));
    let texts = disputes::router(TextPorts::on(&store, clock.clone(), Arc::clone(&entropy)), trust());
    let router = complete(render::router(drawing, About::default()).merge(people).merge(texts), recorder);
    World { runtime, router, proofs, _directory: directory }
});

/// What a token shows, and an owner.
async fn proofs(management: &Management) -> [String; 2] {
    let actor = Actor { subject: "admin".to_owned(), role: Role::Admin };
    let call =
        || Call::unrouted(EntryId::new(Names::new(Arc::new(SystemEntropy)).bytes().expect("bytes")), SystemClock.now());
    let members = vec![Member { subject: "owner".to_owned(), role: Role::Owner }];
    let new = NewAccount { title: String::new(), plan: Plan::Paid, members, contact: None };
    let (account, key) = management.accounts.create(&actor, new, &call()).await.expect("an account");
    let who = Manager { account: Arc::new(account), actor };
    let new = NewToken::read(&Form::default(), SystemClock.now()).expect("a form");
    let Minted { token, secret } = management.tokens.create(&who, new, &call()).await.expect("a token");
    [format!("Bearer {}.{}", token.key, secret.reveal()), format!("Bearer {}", key.reveal())]
}

/// A call. The first byte says who calls; then come the method and the target in a line, header fields a line each, an
/// empty line, and the body. However it is answered, it is no fault of ours, and errors are in the envelope.
///
/// # Panics
/// If that is not so.
pub fn call(bytes: &[u8]) {
    let Some((&who, rest)) = bytes.split_first() else { return };
    let end = rest.windows(2).position(|two| two == b"\n\n").unwrap_or(rest.len());
    let (head, body) = (&rest[..end], rest.get(end + 2..).unwrap_or_default());
    let mut lines = head.split(|&b| b == b'\n');
    let first = String::from_utf8_lossy(lines.next().unwrap_or_default());
    let (method, target) = first.split_once(' ').unwrap_or(("GET", &first));
    let Ok(mut request) = Request::builder().method(method).uri(target).body(Body::from(body.to_vec())) else { return };
    let proof = WORLD.proofs.get(usize::from(who)).map(|proof| ("authorization".as_bytes(), proof.as_bytes()));
    let fields = lines.filter_map(|line| line.iter().position(|&b| b == b':').map(|at| (&line[..at], &line[at + 1..])));
    for (name, value) in fields.chain(proof) {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            request.headers_mut().append(name, value);
        }
    }
    let (status, body) = WORLD.runtime.block_on(async {
        let answer = WORLD.router.clone().oneshot(request).await.expect("an answer");
        (answer.status(), to_bytes(answer.into_body(), usize::MAX).await.expect("a body"))
    });
    assert!(!status.is_server_error(), "{first:?} is answered {status}");
    // Answers to HEAD have no body, and preflights none either.
    if status != StatusCode::OK && !body.is_empty() {
        let said: Value = serde_json::from_slice(&body).expect("an error is JSON");
        assert!(said["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{first:?}: {said}");
    }
}
