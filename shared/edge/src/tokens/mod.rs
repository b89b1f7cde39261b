//! The service that manages accounts and tokens, for people.

mod account;
mod form;
mod leak;
mod log;
mod pages;
mod token;
mod wire;

use std::sync::Arc;

use axum::Router;
use axum::http::request::Parts;
use longhand_core::app::{Accounts, Gate, Manager, Names, Person, Tokens};
use longhand_core::error::{AppError, FieldError};
use longhand_core::ids::AccountId;
use longhand_core::ports::{
    AccountLister, AccountReader, AccountWriter, AuditReader, AuditSink, Clock, Entropy, PepperSource, Spending,
    TokenLister, TokenReader, TokenToucher, TokenWriter,
};

pub(crate) use self::pages::{routes, schemas};
use crate::audit::{Calling, Recorder};
use crate::auth::{self, Proof};
use crate::oidc::{KeySource, Provider};
use crate::routes as all;

/// All that management may do to the outside.
#[derive(Clone)]
pub struct TokenPorts {
    /// Reads tokens.
    pub tokens: Arc<dyn TokenReader>,
    /// Lists an account's tokens.
    pub lister: Arc<dyn TokenLister>,
    /// Makes and changes tokens.
    pub writer: Arc<dyn TokenWriter>,
    /// Notes their use.
    pub toucher: Arc<dyn TokenToucher>,
    /// Reads accounts.
    pub accounts: Arc<dyn AccountReader>,
    /// Lists accounts.
    pub account_lister: Arc<dyn AccountLister>,
    /// Makes and changes accounts.
    pub account_writer: Arc<dyn AccountWriter>,
    /// Reads the peppers of digests.
    pub peppers: Arc<dyn PepperSource>,
    /// Appends to the log.
    pub audit: Arc<dyn AuditSink>,
    /// Reads it, without texts.
    pub log: Arc<dyn AuditReader>,
    /// Takes back what a failed call had reserved.
    pub spending: Arc<dyn Spending>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives random bytes.
    pub entropy: Arc<dyn Entropy>,
}

/// The use cases over some ports, for the router and for the command line.
pub struct Management {
    /// Who acts.
    pub person: Person,
    /// Tokens.
    pub tokens: Tokens,
    /// Accounts.
    pub accounts: Accounts,
    log: Arc<dyn AuditReader>,
    trust: Trust,
}

/// Whose word counts.
#[derive(Clone, Default)]
pub struct Trust {
    /// Vouches for people, who are otherwise known by their owner keys alone.
    pub provider: Option<Provider>,
    /// Its subjects who run the service.
    pub admins: Vec<String>,
    /// The keys of secret scanners.
    pub scanners: Option<Arc<dyn KeySource>>,
}

impl Management {
    /// With these ports, for whom `trust` names.
    #[must_use]
    pub fn new(ports: TokenPorts, trust: Trust) -> Self {
        let TokenPorts { tokens, lister, writer, toucher, accounts, account_lister, account_writer, .. } = ports;
        let (peppers, entropy, log) = (ports.peppers, ports.entropy, ports.log);
        let gate = Arc::new(Gate::new(Arc::clone(&tokens), Arc::clone(&accounts), peppers, toucher));
        let names = Names::new(entropy);
        Self {
            person: Person::new(accounts, Arc::clone(&gate), trust.admins.clone()),
            tokens: Tokens::new(tokens, lister, writer, Arc::clone(&gate), names.clone()),
            accounts: Accounts::new(account_writer, account_lister, gate, names),
            log,
            trust,
        }
    }

    /// The person of a request and the account they act on, noted for its entry.
    async fn admit(&self, calling: &Calling, parts: &Parts) -> Result<Manager, AppError> {
        let account = named_account(parts)?;
        let who = match auth::person(&parts.headers)? {
            Proof::OwnerKey(key) => self.person.by_owner_key(&key, calling.call.at).await?,
            Proof::Jwt(jwt) => {
                let provider = self.trust.provider.as_ref().ok_or(AppError::Unauthorized)?;
                let subject = provider.subject(&jwt, calling.call.at).await?;
                self.person.by_subject(&subject, account.as_ref()).await?
            }
        };
        if account.is_some_and(|id| id != who.account.id) {
            return Err(AppError::NotFound("account"));
        }
        calling.notes.lock().await.person(Some(&who.account.id), &who.actor.subject);
        Ok(who)
    }
}

/// The account that the header names.
fn named_account(parts: &Parts) -> Result<Option<AccountId>, FieldError> {
    let Some(header) = parts.headers.get("x-account-id") else { return Ok(None) };
    let id = header.to_str().ok().and_then(|text| text.parse().ok());
    id.map(Some).ok_or_else(|| FieldError::new("X-Account-Id", "is not an account's id"))
}

pub(crate) type Shared = Arc<Management>;

impl TokenPorts {
    /// What logs this service's calls.
    #[must_use]
    pub fn recorder(&self) -> Recorder {
        Recorder {
            sink: Arc::clone(&self.audit),
            spending: Arc::clone(&self.spending),
            clock: Arc::clone(&self.clock),
            names: Names::new(Arc::clone(&self.entropy)),
        }
    }
}

/// The service's routes, to be [completed](crate::complete()).
pub fn router(management: Management) -> Router {
    all::router(routes(), Arc::new(management))
}
