//! API1, broken object level authorization: what is another's is as unknown as what is not there.

use axum::http::Method;
use longhand_core::ports::TokenReader as _;

use super::{Operation, operations};
use crate::people::{as_admin, server};
use crate::{Ask, Server};

/// Names that are everyone's.
const EVERYONES: [&str; 1] = ["GET /handwritings/{id}"];

/// What of the customer's a path names, and a name of nothing. A new kind of name must be written in here.
fn names(operation: &Operation, [account, token, dispute]: [&str; 3]) -> [String; 2] {
    let unknown = |name: &str| name.chars().rev().collect::<String>();
    match operation.path.as_str() {
        path if path.starts_with("/tokens/{key}") => [token.to_owned(), unknown(token)],
        path if path.starts_with("/disputes/{id}") || path == "/texts/{id}" => [dispute.to_owned(), unknown(dispute)],
        path if path.starts_with("/accounts/{id}") => [account.to_owned(), unknown(account)],
        new => panic!("whose is what {new} names?"),
    }
}

#[tokio::test]
async fn what_is_another_accounts_is_as_unknown_as_what_is_not_there() {
    let server = server().await;
    let (other, dispute) = (server.another("Second").await, server.dispute(&["one", "two"]).await);
    let key = &server.customer.test.token.key;
    let before = server.store.token(key).await.expect("a store");
    for operation in operations().iter().filter(|o| o.path.contains('{') && !EVERYONES.contains(&&*o.name())) {
        let [theirs, nothing] =
            names(operation, [server.customer.account.id.as_str(), key.as_str(), dispute.id.as_str()]);
        let admin = |ask: Ask| {
            let ask = as_admin(&server, ask, "admin");
            let headers = ask.headers.iter().filter(|(name, _)| name != "x-account-id").cloned().collect();
            Ask { headers, ..ask }.header("x-account-id", other.account.id.as_str())
        };
        let owner = |ask: Ask| ask.bearer(&other.owner_key);
        for (who, ask) in [("another's owner", &owner as &dyn Fn(Ask) -> Ask), ("about another", &admin)] {
            let (theirs, nothing) =
                (server.ask(ask(operation.ask(&theirs))).await, server.ask(ask(operation.ask(&nothing))).await);
            assert_eq!((theirs.status, &theirs.body), (nothing.status, &nothing.body), "{who}: {}", operation.name());
            assert!([401, 403, 404].contains(&theirs.status.as_u16()), "{who}: {} {}", operation.name(), theirs.status);
        }
    }
    assert_eq!(server.store.token(key).await.expect("a store"), before, "nothing was done to it");
    let theirs = server.owner(Ask::get(&format!("/disputes/{}", dispute.id))).await.json();
    assert_eq!(theirs["state"], "approved");
}

#[tokio::test]
async fn another_account_that_is_named_is_as_unknown_as_none() {
    let server = server().await;
    let other = server.another("Second").await;
    for operation in operations().iter().filter(|o| o.is_for_people()) {
        let ask =
            |account: &str| operation.ask("0000000000000000").bearer(&other.owner_key).header("x-account-id", account);
        // The function that reads texts knows no owner keys.
        let known = if operation.path == "/texts/{id}" { 401 } else { 404 };
        let theirs = server.ask(ask(server.customer.account.id.as_str())).await;
        let nobodys = server.ask(ask("0000000000000000")).await;
        assert_eq!((theirs.status.as_u16(), &theirs.body), (known, &nobodys.body), "{}", operation.name());
    }
}

#[tokio::test]
async fn no_list_has_what_is_anothers() {
    let server = Server::new().await;
    let other = server.another("Second").await;
    server.ask(Ask::get("/handwritings").token(&server.customer.live)).await;
    let ours = [server.customer.account.id.to_string(), server.customer.live.token.key.to_string()];
    let lists =
        operations().into_iter().filter(|o| o.is_for_people() && o.method == Method::GET && !o.path.contains('{'));
    for operation in lists {
        let answer = server.ask(operation.ask("").bearer(&other.owner_key)).await;
        assert_eq!(answer.status, 200, "{}", operation.name());
        let said = String::from_utf8_lossy(&answer.body);
        assert!(!ours.iter().any(|name| said.contains(name)), "{}: {said}", operation.name());
    }
}
