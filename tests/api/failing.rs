//! Parts that do not answer, and code that panics: no image, nothing billed, and an entry if one can be stored.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use longhand_core::audit::Entry;
use longhand_core::ports::{Answer, AuditSink};
use longhand_edge::render::RenderPorts;

use crate::faulty::{FAILING, PANICKING};
use crate::{Ask, Server};

const TARGET: &str = "/render/png?handwriting_id=Perry&text=Zwitschermaschine&width=200px&height=60px";

#[tokio::test]
async fn without_any_one_port_there_is_503_and_no_image() {
    type Change = fn(RenderPorts) -> RenderPorts;
    let changes: [(&str, Change); 7] = [
        ("tokens", |ports| RenderPorts { tokens: Arc::new(FAILING), ..ports }),
        ("accounts", |ports| RenderPorts { accounts: Arc::new(FAILING), ..ports }),
        ("peppers", |ports| RenderPorts { peppers: Arc::new(FAILING), ..ports }),
        ("audit", |ports| RenderPorts { audit: Arc::new(FAILING), ..ports }),
        ("keys", |ports| RenderPorts { keys: Arc::new(FAILING), ..ports }),
        ("signer", |ports| RenderPorts { signer: Arc::new(FAILING), ..ports }),
        ("idempotency", |ports| RenderPorts { idempotency: Arc::new(FAILING), ..ports }),
    ];
    for (port, change) in changes {
        let server = Server::with_ports(change).await;
        let ask = Ask::post("/render/png").form("handwriting_id=Perry&text=a").header("idempotency-key", "k");
        let answer = server.ask(ask.token(&server.customer.live)).await;
        assert_eq!(answer.status, 503, "{port}");
        assert_eq!(answer.error(), "the service is not available; nothing was billed", "{port}");
        let entries = server.entries().await;
        assert!(entries.iter().all(|entry| entry.status == 503 && entry.units.images == 0), "{port}");
    }
}

#[tokio::test]
async fn a_capped_token_gets_back_what_a_failed_call_had_reserved() {
    /// A sink that fails as long as it is told to.
    struct Moody(Arc<dyn AuditSink>, Arc<AtomicBool>);

    #[async_trait]
    impl AuditSink for Moody {
        async fn append(&self, entry: &Entry) -> Answer<()> {
            if self.1.load(Ordering::Relaxed) { FAILING.fault() } else { self.0.append(entry).await }
        }

        async fn append_late(&self, entry: &Entry) -> Answer<()> {
            self.append(entry).await
        }
    }

    let fails = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&fails);
    let server = Server::with_ports(|ports| {
        let audit = Arc::new(Moody(Arc::clone(&ports.audit), told));
        RenderPorts { audit, ..ports }
    })
    .await;
    let made = server.owner(Ask::post("/tokens").json(r#"{"kind":"live","monthly_cap":2}"#)).await.json();
    let ask =
        || Ask::get(TARGET).pair(made["key"].as_str().expect("a key"), made["secret"].as_str().expect("a secret"));
    fails.store(true, Ordering::Relaxed);
    for _ in 0..5 {
        assert_eq!(server.ask(ask()).await.status, 503);
    }
    fails.store(false, Ordering::Relaxed);
    let statuses = [
        server.ask(ask()).await.status.as_u16(),
        server.ask(ask()).await.status.as_u16(),
        server.ask(ask()).await.status.as_u16(),
    ];
    assert_eq!(statuses, [200, 200, 402]);
}

#[tokio::test]
async fn a_panic_is_500_in_the_envelope_with_an_entry_and_not_its_words() {
    for early in [true, false] {
        let server = Server::with_ports(|ports| {
            if early {
                RenderPorts { tokens: Arc::new(PANICKING), ..ports }
            } else {
                RenderPorts { keys: Arc::new(PANICKING), ..ports }
            }
        })
        .await;
        let answer = server.ask(Ask::get(TARGET).token(&server.customer.live)).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (500, "internal error; nothing was billed".to_owned()));
        // Before the token is known the entry is nobody's.
        let entries = server.entries().await;
        assert_eq!(entries.len(), usize::from(!early));
        assert!(entries.iter().all(|entry| entry.status == 500 && entry.units.images == 0));
    }
}

#[test]
fn what_is_released_unwinds_as_these_tests_do() {
    let manifest = include_str!("../../Cargo.toml");
    let release =
        manifest.split("[profile.release]").nth(1).and_then(|rest| rest.split("\n[").next()).expect("a profile");
    assert!(release.contains("panic = \"unwind\""), "a panic would end the process and every call in it: {release}");
}
