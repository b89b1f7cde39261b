//! The service that manages accounts and tokens, for people.

mod account;
mod export;
mod invoice;
mod leak;
mod log;
mod pages;
mod schemas;
mod table;
mod token;
mod usage;
mod wire;

use std::sync::Arc;

use axum::Router;
use longhand_core::app::{
    Accounts, Calls, Disputes, Gate, Lockout, Names, Person, PlanBook, Rarely, Tokens, Turnstile, Usage,
};
use longhand_core::ports::{
    AccountLister, AccountReader, AccountWriter, AuditReader, AuditSink, Clock, Corrections, DisputeReader,
    DisputeWriter, Entropy, IssuedInvoices, Outbox, PepperSource, Permits, PlanSource, TokenLister, TokenReader,
    TokenToucher, TokenWriter, UsageReader, Warrants,
};

pub use self::export::export;
pub(crate) use self::log::{cursor, place};
pub(crate) use self::pages::routes;
pub(crate) use self::schemas::schemas;
use crate::people::{Door, Trust};
use crate::recorder::Recorder;
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
    /// Keeps notices until they are sent.
    pub outbox: Arc<dyn Outbox>,
    /// Reads totals of what was used.
    pub usage: Arc<dyn UsageReader>,
    /// Reads disputes.
    pub disputes: Arc<dyn DisputeReader>,
    /// Opens and changes disputes.
    pub dispute_writer: Arc<dyn DisputeWriter>,
    /// Lets texts be opened, by someone else.
    pub warrants: Arc<dyn Warrants>,
    /// Counts calls.
    pub permits: Arc<dyn Permits>,
    /// What plans allow and cost.
    pub plans: Arc<PlanBook>,
    /// Keeps invoices that were sent.
    pub sent: Arc<dyn IssuedInvoices>,
    /// Keeps corrections of what is billed.
    pub corrections: Arc<dyn Corrections>,
    /// Whether those who try owner keys are shut out.
    pub lockout: bool,
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
    /// What they used.
    pub usage: Usage,
    /// Disputes about them.
    pub disputes: Disputes,
    /// What plans allow and cost.
    pub plans: Arc<PlanBook>,
    /// Invoices that were sent.
    pub sent: Arc<dyn IssuedInvoices>,
    /// Corrections of what is billed.
    pub corrections: Arc<dyn Corrections>,
    calls: Calls,
    log: Arc<dyn AuditReader>,
    trust: Trust,
}

impl Management {
    /// With these ports, for whom `trust` names.
    #[must_use]
    pub fn new(ports: TokenPorts, trust: Trust) -> Self {
        let TokenPorts { tokens, lister, writer, toucher, accounts, account_lister, account_writer, .. } = ports;
        let (peppers, entropy, log) = (ports.peppers, ports.entropy, ports.log);
        let gate = Arc::new(Gate::new(Arc::clone(&tokens), Arc::clone(&accounts), peppers, toucher));
        let names = Names::new(entropy);
        let rarely = Rarely::new(Arc::clone(&ports.permits));
        let usage = Usage::new(ports.usage, Arc::clone(&log), Arc::clone(&lister));
        Self {
            person: Person::new(accounts, Some(Arc::clone(&gate)), trust.admins.clone())
                .watched(ports.lockout.then(|| Lockout::new(Arc::clone(&ports.permits)))),
            tokens: Tokens::new(tokens, lister, writer, ports.outbox, Arc::clone(&gate), names.clone(), rarely),
            accounts: Accounts::new(account_writer, account_lister, Arc::clone(&ports.disputes), gate, names.clone()),
            disputes: Disputes::new(ports.disputes, ports.dispute_writer, ports.warrants, names),
            usage,
            calls: Calls::new(Arc::clone(&log)),
            plans: ports.plans,
            sent: ports.sent,
            corrections: ports.corrections,
            log,
            trust,
        }
    }
}

pub(crate) type Shared = Arc<Management>;

impl Door for Management {
    fn person(&self) -> &Person {
        &self.person
    }

    fn trust(&self) -> &Trust {
        &self.trust
    }
}

impl TokenPorts {
    /// All of them on one store.
    pub fn on<S>(store: &Arc<S>, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self
    where
        S: TokenReader + TokenLister + TokenWriter + TokenToucher + PepperSource + 'static,
        S: AccountReader + AccountLister + AccountWriter + AuditSink + AuditReader + UsageReader + Outbox,
        S: DisputeReader + DisputeWriter + Warrants + Permits + PlanSource + IssuedInvoices + Corrections,
    {
        Self {
            tokens: store.clone(),
            lister: store.clone(),
            writer: store.clone(),
            toucher: store.clone(),
            accounts: store.clone(),
            account_lister: store.clone(),
            account_writer: store.clone(),
            peppers: store.clone(),
            audit: store.clone(),
            log: store.clone(),
            outbox: store.clone(),
            usage: store.clone(),
            disputes: store.clone(),
            dispute_writer: store.clone(),
            warrants: store.clone(),
            permits: store.clone(),
            plans: Arc::new(PlanBook::new(store.clone())),
            sent: store.clone(),
            corrections: store.clone(),
            lockout: true,
            clock,
            entropy,
        }
    }

    /// What logs this service's calls.
    #[must_use]
    pub fn recorder(&self) -> Recorder {
        let turnstile = Turnstile::new(Arc::clone(&self.permits), Arc::clone(&self.plans));
        Recorder::new(&self.audit, None, &self.clock, &self.entropy, turnstile)
    }
}

/// The service's routes, to be [completed](crate::complete()).
pub fn router(management: Management) -> Router {
    all::router(routes(), Arc::new(management))
}
