//! People who manage accounts: who they are and what they may do.

use std::sync::Arc;

use jiff::Timestamp;

use super::lockout::{Lockout, refusal};
use super::{Gate, Visit};
use crate::account::{Account, Role};
use crate::audit::Actor;
use crate::error::AppError;
use crate::ids::AccountId;
use crate::ports::AccountReader;
use crate::tokens::OwnerKey;

/// What an owner key is called in the log.
const OWNER_KEY_SUBJECT: &str = "owner-key";

/// Someone whom the identity provider or an owner key vouches for, acting on one account.
#[derive(Clone, Debug)]
pub struct Manager {
    /// The account acted on, as it was read for this call.
    pub account: Arc<Account>,
    /// Who acts.
    pub actor: Actor,
}

impl Manager {
    /// Lets only these roles go on.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for all others.
    pub fn must_be(&self, roles: &[Role]) -> Result<(), AppError> {
        if roles.contains(&self.actor.role) {
            return Ok(());
        }
        Err(AppError::Forbidden("your role does not allow this".into()))
    }
}

/// Finds out for whom people act.
pub struct Person {
    accounts: Arc<dyn AccountReader>,
    gate: Option<Arc<Gate>>,
    admins: Vec<String>,
    lockout: Option<Lockout>,
}

impl Person {
    /// People of these accounts; the subjects of `admins` run the service. Without a gate, which has the
    /// peppers of digests, no owner key is known.
    #[must_use]
    pub fn new(accounts: Arc<dyn AccountReader>, gate: Option<Arc<Gate>>, admins: Vec<String>) -> Self {
        Self { accounts, gate, admins, lockout: None }
    }

    /// The same that shuts out addresses from which keys are tried. The key itself is not shut: none but its owner
    /// would be kept out, since nobody guesses 256 bits.
    #[must_use]
    pub fn watched(self, lockout: Option<Lockout>) -> Self {
        Self { lockout, ..self }
    }

    /// The owner whose key this is.
    ///
    /// # Errors
    /// [`AppError::Unauthorized`], [`AppError::ShutOut`] from where too many wrong ones came, or a store that does not
    /// answer.
    pub async fn by_owner_key(&self, key: &OwnerKey, visit: &Visit) -> Result<Manager, AppError> {
        let Some(lockout) = &self.lockout else { return self.owner(key, visit.at).await };
        if let Some(until) = lockout.shut(None, visit.address, visit.at).await? {
            return Err(refusal(until, visit.at));
        }
        let owner = self.owner(key, visit.at).await;
        if matches!(owner, Err(AppError::Unauthorized)) {
            lockout.wrong(None, visit.address, visit.at).await?;
        }
        owner
    }

    async fn owner(&self, key: &OwnerKey, now: Timestamp) -> Result<Manager, AppError> {
        let peppers = self.gate.as_ref().ok_or(AppError::Unauthorized)?.peppers(now).await?;
        let account = self.accounts.account(key.account()).await?.ok_or(AppError::Unauthorized)?;
        let kept = account.owner_key.as_ref().ok_or(AppError::Unauthorized)?;
        let offered = core::iter::once(&peppers.current).chain(&peppers.previous).map(|p| key.digest(p));
        if !offered.fold(false, |right, digest| right | kept.matches(&digest)) {
            return Err(AppError::Unauthorized);
        }
        let actor = Actor { subject: OWNER_KEY_SUBJECT.to_owned(), role: Role::Owner };
        Ok(Manager { account: Arc::new(account), actor })
    }

    /// The member `subject`, acting on the account they name or else on their only one.
    ///
    /// # Errors
    /// [`AppError::Unauthorized`] for a stranger, [`AppError::NotFound`] for an account that is not
    /// theirs, a fault if they must name one.
    pub async fn by_subject(&self, subject: &str, account: Option<&AccountId>) -> Result<Manager, AppError> {
        const NOT_FOUND: AppError = AppError::NotFound("account");
        let is_admin = self.admins.iter().any(|a| a == subject);
        let act = |account: Account, role| {
            let actor = Actor { subject: subject.to_owned(), role };
            Manager { account: Arc::new(account), actor }
        };
        if let (Some(id), true) = (account, is_admin) {
            return self.accounts.account(id).await?.map(|a| act(a, Role::Admin)).ok_or(NOT_FOUND);
        }
        let mut theirs = self.accounts.accounts_of(subject).await?;
        if let Some(id) = account {
            theirs.retain(|a| a.id == *id);
        }
        match theirs.len() {
            0 if account.is_some() => Err(NOT_FOUND),
            0 => Err(AppError::Unauthorized),
            1 => {
                let account = theirs.swap_remove(0);
                let role = if is_admin { Some(Role::Admin) } else { account.role_of(subject) };
                role.map(|role| act(account, role)).ok_or(AppError::Unauthorized)
            }
            _ => {
                let names = theirs.iter().map(|a| a.id.as_str()).collect::<Vec<_>>().join(", ");
                let fault = crate::error::FieldError::new("X-Account-Id", "is required: you have several accounts");
                Err(fault.accepting(&names).into())
            }
        }
    }
}
