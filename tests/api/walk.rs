//! What must hold of every route there is, found by walking all of them.

use axum::http::Method;
use jiff::Timestamp;
use longhand_core::ports::{AuditReader as _, Span};
use longhand_edge::{Known, walk};

use crate::people::{as_admin, server};
use crate::{Ask, Server};

/// A path with something in the place of each name.
fn filled(path: &str, key: &str) -> String {
    path.replace("{key}", key).replace("{id}", "2D5S46A80003")
}

#[tokio::test]
async fn every_route_but_the_open_ones_is_401_to_strangers() {
    let server = Server::new().await;
    let mut open = Vec::new();
    for (method, path, known) in walk() {
        let answer = server.ask(Ask::new(method.clone(), &filled(path, "0000000000000000"))).await;
        match known {
            Known::Token | Known::Person | Known::Admin | Known::Scanner => {
                assert_eq!(answer.status, 401, "{method} {path}");
            }
            Known::Link => assert_eq!(answer.status, 403, "{method} {path}"),
            Known::Nobody => open.push(path),
        }
    }
    open.sort_unstable();
    assert_eq!(
        open,
        ["/.well-known/security.txt", "/docs", "/openapi.json", "/receipts/keys", "/status"],
        "a new open route is a decision"
    );
}

#[tokio::test]
async fn every_call_of_every_route_leaves_one_entry_of_its_pattern() {
    let server = server().await;
    // After a new owner key the one before opens nothing.
    let (last, rest): (Vec<_>, Vec<_>) = walk().into_iter().partition(|(_, path, _)| *path == "/account/owner-key");
    for (method, path, known) in rest.into_iter().chain(last) {
        let target = filled(path, server.customer.test.token.key.as_str());
        let ask = || Ask::new(method.clone(), &target).json("{}");
        let before = server.entries().await.len();
        let answer = match known {
            Known::Token => server.ask(ask().token(&server.customer.live)).await,
            Known::Person => server.owner(ask()).await,
            Known::Admin => server.ask(as_admin(&server, ask(), "admin")).await,
            Known::Link | Known::Nobody | Known::Scanner => continue,
        };
        let entries = server.entries().await;
        assert_eq!(entries.len(), before + 1, "{method} {path}");
        let entry = entries.iter().find(|e| e.request_id.as_str() == answer.header("x-request-id")).expect("its entry");
        assert_eq!(
            (entry.method.as_str(), entry.route.as_str(), entry.status),
            (method.as_str(), path, answer.status.as_u16())
        );
        assert_eq!(entry.bytes, answer.body.len() as u64, "{method} {path}");
    }
}

#[tokio::test]
async fn every_change_by_a_person_is_told_with_before_and_after_and_no_reading_is() {
    for (method, path, known) in walk() {
        // What is read of texts is told: see the test of disputes.
        if !matches!(known, Known::Person | Known::Admin) || path == "/texts/{id}" {
            continue;
        }
        let server = server().await;
        let target = path.replace("{key}", server.customer.test.token.key.as_str());
        // What is disputed is not erased.
        let target = if path.starts_with("/accounts/") {
            target.replace("{id}", server.customer.account.id.as_str())
        } else {
            target.replace("{id}", server.dispute(&[]).await.id.as_str())
        };
        let body = match path {
            "/tokens/import" => r#"{"key":"0123456789ABCDEF","secret":"FEDCBA9876543210"}"#,
            "/account" => r#"{"title":"Other"}"#,
            "/disputes" => r#"{"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","reason":"why"}"#,
            _ => "{}",
        };
        let changes = async || {
            let span = Span { from: Timestamp::UNIX_EPOCH, to: Timestamp::MAX };
            server.store.changes(&server.customer.account.id, span, None, 1000).await.expect("changes")
        };
        let before = changes().await;
        let ask = Ask::new(method.clone(), &target).json(body);
        let (ask, by) = match known {
            Known::Admin => (as_admin(&server, ask, "admin"), "admin"),
            _ => (ask.bearer(&server.customer.owner_key), "owner-key"),
        };
        let answer = server.ask(ask).await;
        assert_eq!(answer.status, 200, "{method} {path}");
        let now = changes().await;
        let told: Vec<_> = now.iter().filter(|change| !before.contains(change)).collect();
        assert_eq!(told.len(), usize::from(method != Method::GET), "{method} {path}");
        for change in told {
            assert!(change.before != change.after && change.actor.subject == by, "{method} {path}");
        }
    }
}
