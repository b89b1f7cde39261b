//! Making and managing accounts.

use std::sync::Arc;

use serde_json::{Value, json};

use super::call::Call;
use super::names::Names;
use super::{Gate, Manager};
use crate::account::{Account, Member, Plan, Role, State};
use crate::audit::{Actor, Change};
use crate::error::{AppError, FieldError};
use crate::ids::AccountId;
use crate::notice::Contact;
use crate::ports::{AccountLister, AccountWriter, Written};
use crate::tokens::{Cap, OwnerKey};

/// An account to be made.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// What people call it.
    pub title: String,
    /// What it pays for.
    pub plan: Plan,
    /// Who runs it.
    pub members: Vec<Member>,
    /// Where its notices go.
    pub contact: Option<Contact>,
}

/// What is to change of an account; `None` for what is not.
#[derive(Clone, Debug, Default)]
pub struct AccountChange {
    /// What people call it.
    pub title: Option<String>,
    /// What it pays for. For those who run the service.
    pub plan: Option<Plan>,
    /// Whether it may use the service. For those who run the service.
    pub state: Option<State>,
    /// Who runs it.
    pub members: Option<Vec<Member>>,
    /// Where its notices go; nowhere, if `Some(None)`.
    pub contact: Option<Option<Contact>>,
    /// Most billed images a month; 0 for no cap.
    pub monthly_cap: Option<u64>,
}

/// A mail address as it is typed; none, if empty.
///
/// # Errors
/// A fault of `contact`.
pub fn read_contact(text: &str) -> Result<Option<Contact>, FieldError> {
    let complaint = |_| FieldError::new("contact", "must be a mail address, or empty");
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(complaint) }
}

/// Makes and changes accounts.
pub struct Accounts {
    writer: Arc<dyn AccountWriter>,
    lister: Arc<dyn AccountLister>,
    gate: Arc<Gate>,
    names: Names,
}

impl Accounts {
    /// With these means.
    #[must_use]
    pub fn new(writer: Arc<dyn AccountWriter>, lister: Arc<dyn AccountLister>, gate: Arc<Gate>, names: Names) -> Self {
        Self { writer, lister, gate, names }
    }

    /// Makes an account and the key of its owner, which is shown this once. `actor` runs the service.
    ///
    /// # Errors
    /// `actor` does not, or a store does not answer.
    pub async fn create(&self, actor: &Actor, new: NewAccount, call: &Call) -> Result<(Account, OwnerKey), AppError> {
        admin(actor)?;
        let id = AccountId::new(self.names.bytes()?);
        let key = OwnerKey::new(id.clone(), &self.names.bytes()?);
        let pepper = self.gate.peppers(call.at).await?.current;
        let account = Account {
            id,
            title: new.title,
            plan: new.plan,
            state: State::Active,
            members: new.members,
            owner_key: Some(key.digest(&pepper)),
            contact: new.contact,
            cap: None,
            created: call.at,
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

    /// Changes the account. Its owner may change its title, members, contact and cap; plan and state are for those who
    /// run the service.
    ///
    /// # Errors
    /// The role does not allow it, or the account was changed meanwhile.
    pub async fn change(&self, who: &Manager, change: AccountChange, call: &Call) -> Result<Account, AppError> {
        who.must_be(&[Role::Owner, Role::Admin])?;
        if change.plan.is_some() || change.state.is_some() {
            admin(&who.actor)?;
        }
        let before = &*who.account;
        let after = Account {
            title: change.title.unwrap_or_else(|| before.title.clone()),
            plan: change.plan.unwrap_or(before.plan),
            state: change.state.unwrap_or(before.state),
            members: change.members.unwrap_or_else(|| before.members.clone()),
            contact: change.contact.unwrap_or_else(|| before.contact.clone()),
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
        let pepper = self.gate.peppers(call.at).await?.current;
        let after = Account { owner_key: Some(key.digest(&pepper)), ..(*who.account).clone() };
        self.replace(who, after, "account.owner_key", call).await?;
        Ok(key)
    }

    async fn replace(&self, who: &Manager, after: Account, action: &str, call: &Call) -> Result<Account, AppError> {
        let before = &*who.account;
        let after = Account { version: before.version + 1, ..after };
        let change = change(&who.actor, &after, action, (view(before), view(&after)), call);
        match self.writer.replace_account(&after, &change).await? {
            Written::Done => Ok(after),
            Written::Conflict => Err(AppError::Conflict("the account was changed meanwhile; try again")),
        }
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
        "monthly_cap": account.cap,
        "version": account.version,
    })
}
