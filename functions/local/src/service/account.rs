//! `longhand account`.

use std::sync::Arc;

use longhand_core::account::{Account, Plan, State};
use longhand_core::app::{AccountChange, Manager, NewAccount, correct, read_contact, read_customer};
use longhand_core::correction::NewCorrection;
use longhand_core::error::AppError;
use longhand_core::notice::Contact;
use longhand_edge::tokens::export;
use serde_json::{Value, json};

use super::args::{AccountArgs, AccountCommand};
use super::open::{Opened, block_on};
use super::say::say;
use crate::failure::Failure;

/// Makes, lists or changes accounts.
pub fn account(args: &AccountArgs) -> Result<(), Failure> {
    let done = block_on(async { run(&Opened::open(&args.data).await?, &args.command).await })?;
    // What is exported is read by programs.
    let is_whole = matches!(args.command, AccountCommand::Export { .. } | AccountCommand::Correct { .. });
    if args.json || is_whole {
        return say!("{done:#}");
    }
    let rows = done.as_array().cloned().unwrap_or_else(|| vec![done]);
    for row in rows {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        say!("{}  {:<10}  {:<9}  {}  {}", text("id"), text("plan"), text("state"), text("title"), text("owner_key"))?;
    }
    Ok(())
}

async fn run(opened: &Opened, command: &AccountCommand) -> Result<Value, Failure> {
    let (accounts, call) = (&opened.management.accounts, opened.call()?);
    match command {
        AccountCommand::Create { title, plan, contact } => {
            let plan = named("--plan", plan, &Plan::ALL)?;
            let new = NewAccount { title: title.clone(), plan, members: Vec::new(), contact: to(contact)? };
            let (account, key) = accounts.create(&Opened::actor(), new, &call).await?;
            let mut shown = view(&account);
            shown["owner_key"] = key.reveal().into();
            Ok(shown)
        }
        AccountCommand::List => Ok(opened.accounts().await?.iter().map(view).collect()),
        AccountCommand::Change { id, title, plan, state, contact, customer, monthly_cap } => {
            let who = opened.manager(Some(id)).await?;
            let plan = plan.as_deref().map(|plan| named("--plan", plan, &Plan::ALL)).transpose()?;
            let state = state.as_deref().map(|state| named("--state", state, &State::ALL)).transpose()?;
            let contact = contact.as_deref().map(to).transpose()?;
            let customer = customer.as_deref().map(read_customer).transpose().map_err(AppError::from)?;
            let (title, monthly_cap) = (title.clone(), *monthly_cap);
            let change = AccountChange { title, plan, state, members: None, contact, customer, monthly_cap };
            Ok(view(&accounts.change(&who, change, &call).await?))
        }
        AccountCommand::Correct { id, hour, images, characters, reason } => {
            let who = opened.manager(Some(id)).await?;
            let new = NewCorrection::read(*images, *characters, reason).map_err(AppError::from)?;
            let corrections = &*opened.management.corrections;
            let made = correct(corrections, &opened.names(), &who, (*hour, new), &call).await?;
            Ok(json!(made))
        }
        AccountCommand::Export { id } => {
            let who = opened.manager(Some(id)).await?;
            Ok(export(&opened.management, &who, call.at).await?)
        }
        AccountCommand::Erase { id } => {
            let erased = accounts.erase(&opened.manager(Some(id)).await?, &call).await?;
            opened.erasure.run(call.at).await.map_err(AppError::from)?;
            Ok(view(&erased))
        }
        AccountCommand::OwnerKey { id } => {
            let who = opened.manager(Some(id)).await?;
            let key = accounts.rotate_owner_key(&who, &call).await?;
            let Manager { account, .. } = who;
            let mut shown = view(&Arc::unwrap_or_clone(account));
            shown["owner_key"] = key.reveal().into();
            Ok(shown)
        }
    }
}

/// A mail address as it was typed.
fn to(contact: &str) -> Result<Option<Contact>, AppError> {
    read_contact(contact).map_err(AppError::from)
}

fn view(account: &Account) -> Value {
    json!({
        "id": account.id, "title": account.title, "plan": account.plan, "state": account.state,
        "contact": account.contact, "customer": account.customer, "monthly_cap": account.cap,
    })
}

/// The value of this name.
fn named<T: Copy>(flag: &str, name: &str, all: &[(&str, T)]) -> Result<T, Failure> {
    let found = all.iter().find(|(other, _)| *other == name).map(|&(_, value)| value);
    let names = all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| Failure::Parameters(vec![format!("{flag} must be one of {names}")]))
}
