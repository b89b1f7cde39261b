//! `longhand token`.

use longhand_core::app::{Form, Manager, Minted, NewToken, Rotation};
use longhand_core::error::AppError;
use longhand_core::ids::TokenKey;
use longhand_core::ports::TokenFilter;
use longhand_core::tokens::Token;
use serde_json::{Value, json};

use super::args::{NewTokenArgs, TokenArgs, TokenCommand};
use super::open::{Opened, block_on};
use super::say::say;
use crate::failure::Failure;

/// Tokens read at a time.
const PAGE: u32 = 1000;

/// Makes, lists or changes tokens.
pub fn token(args: &TokenArgs) -> Result<(), Failure> {
    let done = block_on(async { run(&Opened::open(&args.data).await?, args).await })?;
    if args.json {
        say!("{done:#}")?;
        return Ok(());
    }
    let rows = done.as_array().cloned().unwrap_or_else(|| vec![done]);
    for row in rows {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        say!("{}  {:<4}  {:<7}  {}  {}", text("key"), text("kind"), text("state"), text("title"), text("secret"))?;
    }
    Ok(())
}

async fn run(opened: &Opened, args: &TokenArgs) -> Result<Value, Failure> {
    let who = opened.manager(args.account.as_deref()).await?;
    let (tokens, call) = (&opened.management.tokens, opened.call()?);
    Ok(match &args.command {
        TokenCommand::Create(new) => {
            let new = NewToken::read(&form(new), call.at).map_err(AppError::from)?;
            minted(&tokens.create(&who, new, &call).await?, &call.at)
        }
        TokenCommand::Import { key, new } => {
            let secret = std::io::read_to_string(std::io::stdin())
                .map_err(|error| Failure::Io(format!("cannot read standard input: {error}")))?;
            let new = NewToken::read(&form(new), call.at).map_err(AppError::from)?;
            view(&tokens.import(&who, new, (key, secret.trim()), &call).await?, &call.at)
        }
        TokenCommand::List => all(opened, &who).await?,
        TokenCommand::Rotate { key, overlap_s } => {
            let rotation = Rotation::new(*overlap_s).map_err(AppError::from)?;
            minted(&tokens.rotate(&who, &named(key)?, rotation, &call).await?, &call.at)
        }
        TokenCommand::Revoke { key } => view(&tokens.revoke(&who, &named(key)?, &call).await?, &call.at),
    })
}

/// Every token of the account, page by page.
async fn all(opened: &Opened, who: &Manager) -> Result<Value, Failure> {
    let (mut shown, mut after) = (Vec::new(), None);
    let now = opened.call()?.at;
    loop {
        let page = opened.management.tokens.list(who, &TokenFilter::default(), after.as_ref(), PAGE).await?;
        shown.extend(page.iter().map(|listed| view(&listed.token, &now)));
        match page.last() {
            Some(last) if page.len() == PAGE as usize => after = Some(last.token.key.clone()),
            _ => return Ok(shown.into()),
        }
    }
}

fn named(key: &str) -> Result<TokenKey, AppError> {
    key.parse().map_err(|_| AppError::NotFound("token"))
}

fn form(new: &NewTokenArgs) -> Form {
    let some = |list: &[String]| (!list.is_empty()).then(|| list.to_vec());
    Form {
        kind: Some(new.kind.clone()),
        title: new.title.clone(),
        labels: some(&new.labels),
        owner: new.owner.clone(),
        scopes: some(&new.scopes),
        addresses: some(&new.addresses),
        origins: some(&new.origins),
        monthly_cap: new.monthly_cap,
        revoke_if_exposed: Some(new.revoke_if_exposed),
        expires: new.expires.clone(),
    }
}

fn minted(minted: &Minted, now: &jiff::Timestamp) -> Value {
    let mut shown = view(&minted.token, now);
    shown["secret"] = minted.secret.reveal().into();
    shown
}

fn view(token: &Token, now: &jiff::Timestamp) -> Value {
    json!({
        "key": token.key, "kind": token.kind, "state": token.state(*now), "title": token.title, "labels": token.labels,
        "owner": token.owner, "scopes": token.scopes, "addresses": token.addresses, "origins": token.origins, "monthly_cap": token.cap,
        "revoke_if_exposed": token.revoke_if_exposed, "created": token.created, "expires": token.expires, "revoked": token.revoked,
    })
}
