//! Making and managing accounts.

mod form;

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

pub use self::form::{AccountChange, NewAccount, read_contact, read_customer};
use super::call::Call;
use super::names::Names;
use super::{Gate, Manager};
use crate::account::{Account, Role, State};
use crate::audit::{Actor, Change};
use crate::error::AppError;
use crate::ids::{AccountId, DisputeId};
use crate::ports::{AccountLister, AccountWriter, DisputeReader, Written};
use crate::tokens::{Cap, OwnerKey};

/// Disputes looked at together.
const PAGE: u32 = 100;

/// Makes and changes accounts.
pub struct Accounts {
    writer: Arc<dyn AccountWriter>,
    lister: Arc<dyn AccountLister>,
    disputes: Arc<dyn DisputeReader>,
    gate: Arc<Gate>,
    names: Names,
}

impl Accounts {
    /// With these means.
    #[must_use]
    pub fn new(
        writer: Arc<dyn AccountWriter>,
        lister: Arc<dyn AccountLister>,
        disputes: Arc<dyn DisputeReader>,
        gate: Arc<Gate>,
        names: Names,
    ) -> Self {
        Self { writer, lister, disputes, gate, names }
    }

    /// Makes an account and the key of its owner, which is shown this once. `actor` runs the service.
    ///
    /// # Errors
    /// `actor` does not, or a store does not answer.
    pub async fn create(&self, actor: &Actor, new: NewAccount, call: &Call) -> Result<(Account, OwnerKey), AppError> {
        admin(actor)?;
        let id = AccountId::new(self.names.bytes()?);
        let key = OwnerKey::new(id.clone(), &self.names.bytes()?);
        let pepper = self.gate.peppers(call.at).await?.for_new(call.at).clone();
        let account = Account {
            id,
            title: new.title,
            plan: new.plan,
            state: State::Active,
            members: new.members,
            owner_key: Some(key.digest(&pepper)),
            contact: new.contact,
            customer: None,
            cap: None,
            created: call.at,
            erased: None,
            version: 1,
        };
        let change = change(actor, &account, "account.create", (Value::Null, view(&account)), call);
        match self.writer.create_account(&account, &change).await? {
            Written::Done => Ok((account, key)),
            Written::Conflict => Err(AppError::Conflict("there is an account of this id already")),
        }
    }

    /// A page of all accounts, by id, for those who run the service.
    ///
    /// # Errors
    /// `actor` does not, or the store does not answer.
    pub async fn list(&self, actor: &Actor, after: Option<&AccountId>, limit: u32) -> Result<Vec<Account>, AppError> {
        admin(actor)?;
        Ok(self.lister.accounts(after, limit).await?)
    }

    /// Changes the account. Its owner may change its title, members, contact and cap; plan, state and customer are for
    /// those who run the service.
    ///
    /// # Errors
    /// The role does not allow it, or the account was changed meanwhile.
    pub async fn change(&self, who: &Manager, change: AccountChange, call: &Call) -> Result<Account, AppError> {
        who.must_be(&[Role::Owner, Role::Admin])?;
        if change.plan.is_some() || change.state.is_some() || change.customer.is_some() {
            admin(&who.actor)?;
        }
        let before = &*who.account;
        let after = Account {
            title: change.title.unwrap_or_else(|| before.title.clone()),
            plan: change.plan.unwrap_or(before.plan),
            state: change.state.unwrap_or(before.state),
            members: change.members.unwrap_or_else(|| before.members.clone()),
            contact: change.contact.unwrap_or_else(|| before.contact.clone()),
            customer: change.customer.unwrap_or_else(|| before.customer.clone()),
            cap: change.monthly_cap.map_or(before.cap, |cap| (cap > 0).then_some(Cap(cap))),
            ..before.clone()
        };
        self.replace(who, after, "account.change", call).await
    }

    /// Gives the account a new owner key, which is shown this once; the one before ends.
    ///
    /// # Errors
    /// The role does not allow it, or the account was changed meanwhile.
    pub async fn rotate_owner_key(&self, who: &Manager, call: &Call) -> Result<OwnerKey, AppError> {
        who.must_be(&[Role::Owner, Role::Admin])?;
        let key = OwnerKey::new(who.account.id.clone(), &self.names.bytes()?);
        let pepper = self.gate.peppers(call.at).await?.for_new(call.at).clone();
        let after = Account { owner_key: Some(key.digest(&pepper)), ..(*who.account).clone() };
        self.replace(who, after, "account.owner_key", call).await?;
        Ok(key)
    }

    /// Closes the account for good. Who runs it and what it is called are gone at once, the keys of its texts and all else
    /// that it left behind within a day. Calls stay for as long as they always do, and totals for as long as bills.
    ///
    /// # Errors
    /// The role does not allow it, a dispute about it goes on, or the account was changed meanwhile.
    pub async fn erase(&self, who: &Manager, call: &Call) -> Result<Account, AppError> {
        who.must_be(&[Role::Owner, Role::Admin])?;
        self.must_be_undisputed(&who.account.id, call.at).await?;
        let before = &*who.account;
        let after = Account {
            title: String::new(),
            state: State::Closed,
            members: Vec::new(),
            owner_key: None,
            contact: None,
            erased: Some(before.erased.unwrap_or(call.at)),
            version: before.version + 1,
            ..before.clone()
        };
        let told = change(&who.actor, &after, "account.erase", (Value::Null, view(&after)), call);
        replaced(self.writer.replace_account(&after, &told).await?, after)
    }

    async fn must_be_undisputed(&self, account: &AccountId, now: Timestamp) -> Result<(), AppError> {
        let mut after: Option<DisputeId> = None;
        loop {
            let page = self.disputes.disputes(account, after.as_ref(), PAGE).await?;
            if page.iter().any(|dispute| dispute.state(now).goes_on()) {
                return Err(AppError::Conflict("a dispute about the account goes on; it can be erased after that"));
            }
            match page.last().filter(|_| page.len() == PAGE as usize) {
                Some(last) => after = Some(last.id.clone()),
                None => return Ok(()),
            }
        }
    }

    async fn replace(&self, who: &Manager, after: Account, action: &str, call: &Call) -> Result<Account, AppError> {
        let before = &*who.account;
        let after = Account { version: before.version + 1, ..after };
        let change = change(&who.actor, &after, action, (view(before), view(&after)), call);
        replaced(self.writer.replace_account(&after, &change).await?, after)
    }
}

fn replaced(written: Written, account: Account) -> Result<Account, AppError> {
    match written {
        Written::Done => Ok(account),
        Written::Conflict => Err(AppError::Conflict("the account was changed meanwhile; try again")),
    }
}

fn admin(actor: &Actor) -> Result<(), AppError> {
    if actor.role == Role::Admin {
        return Ok(());
    }
    Err(AppError::Forbidden("only those who run the service may do this".into()))
}

fn change(actor: &Actor, account: &Account, action: &str, (before, after): (Value, Value), call: &Call) -> Change {
    Change {
        id: call.id.clone(),
        at: call.at,
        account: account.id.clone(),
        actor: actor.clone(),
        action: action.to_owned(),
        object: account.id.to_string(),
        before,
        after,
    }
}

/// What the log may tell of an account: everything but the digest of its owner key.
fn view(account: &Account) -> Value {
    json!({
        "title": account.title,
        "plan": account.plan,
        "state": account.state,
        "members": account.members,
        "contact": account.contact,
        "customer": account.customer,
        "monthly_cap": account.cap,
        "version": account.version,
    })
}
