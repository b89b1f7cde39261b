//! The first start: an account, a test and a live token, and a line to try.

use std::fmt::Write as _;
use std::net::SocketAddr;

use longhand_core::account::Plan;
use longhand_core::app::{Form, Manager, Minted, NewAccount, NewToken};
use longhand_core::error::AppError;

use super::open::Opened;

/// Makes the first account if there is none, and says what only now can be said.
pub async fn first_start(opened: &Opened, listen: SocketAddr) -> Result<Option<String>, AppError> {
    let accounts = &opened.management.accounts;
    if !accounts.list(&Opened::actor(), None, 1).await?.is_empty() {
        return Ok(None);
    }
    let new = NewAccount { title: "First account".to_owned(), plan: Plan::Paid, members: Vec::new(), contact: None };
    let (account, owner_key) = accounts.create(&Opened::actor(), new, &opened.call()?).await?;
    let who = Manager { account: account.into(), actor: Opened::actor() };
    let [test, live] = [mint(opened, &who, "test").await?, mint(opened, &who, "live").await?];
    let mut said = String::from("First start. These secrets are shown this once:\n\n");
    let _ = writeln!(said, "  owner key   {}", owner_key.reveal());
    let _ = writeln!(said, "  test token  {}:{}", test.token.key, test.secret.reveal());
    let _ = writeln!(said, "  live token  {}:{}", live.token.key, live.secret.reveal());
    let _ = write!(
        said,
        "\nTry it:\n\n  curl -u '{}:{}' 'http://{listen}/render/png?handwriting_id=Perry&text=Dear+Anna' -o note.png\n",
        test.token.key,
        test.secret.reveal(),
    );
    Ok(Some(said))
}

async fn mint(opened: &Opened, who: &Manager, kind: &str) -> Result<Minted, AppError> {
    let call = opened.call()?;
    let form = Form { kind: Some(kind.to_owned()), title: Some(format!("First {kind} token")), ..Form::default() };
    opened.management.tokens.create(who, NewToken::read(&form, call.at)?, &call).await
}
