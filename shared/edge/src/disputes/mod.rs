//! Disputes: opened and approved by the service that manages accounts, and texts read by one that does nothing
//! else.

mod dispute;
mod pages;
mod texts;

use std::sync::Arc;

use axum::Router;
use longhand_core::app::{Person, PlanBook, Texts, Turnstile};
use longhand_core::ports::{
    AccountReader, AuditReader, AuditSink, ChangeSink, Clock, DataKeyOpener, DisputeReader, Entropy, Permits,
    PlanSource, SealedReader,
};

pub(crate) use self::dispute::shown;
pub(crate) use self::pages::{management, routes, schemas};
use crate::people::{Door, Trust};
use crate::recorder::Recorder;
use crate::routes as all;

/// All that reading texts may do to the outside.
#[derive(Clone)]
pub struct TextPorts {
    /// Reads accounts.
    pub accounts: Arc<dyn AccountReader>,
    /// Reads disputes.
    pub disputes: Arc<dyn DisputeReader>,
    /// Reads the log, without texts.
    pub log: Arc<dyn AuditReader>,
    /// Reads sealed texts.
    pub sealed: Arc<dyn SealedReader>,
    /// Opens their keys, under a warrant.
    pub keys: Arc<dyn DataKeyOpener>,
    /// Tells the account.
    pub changes: Arc<dyn ChangeSink>,
    /// Appends to the log.
    pub audit: Arc<dyn AuditSink>,
    /// Counts calls.
    pub permits: Arc<dyn Permits>,
    /// What plans allow and cost.
    pub plans: Arc<PlanBook>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives random bytes.
    pub entropy: Arc<dyn Entropy>,
}

/// The service's use case, and who may ask for it.
pub(crate) struct Reading {
    texts: Texts,
    person: Person,
    trust: Trust,
}

impl Door for Reading {
    fn person(&self) -> &Person {
        &self.person
    }

    fn trust(&self) -> &Trust {
        &self.trust
    }
}

impl TextPorts {
    /// All of them on one store.
    pub fn on<S>(store: &Arc<S>, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self
    where
        S: AccountReader
            + DisputeReader
            + AuditReader
            + AuditSink
            + SealedReader
            + DataKeyOpener
            + ChangeSink
            + Permits
            + PlanSource
            + 'static,
    {
        Self {
            accounts: store.clone(),
            disputes: store.clone(),
            log: store.clone(),
            sealed: store.clone(),
            keys: store.clone(),
            changes: store.clone(),
            audit: store.clone(),
            permits: store.clone(),
            plans: Arc::new(PlanBook::new(store.clone())),
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

/// The service's routes, to be [completed](crate::complete()), for those who run it by the word of `trust`.
pub fn router(ports: TextPorts, trust: Trust) -> Router {
    let person = Person::new(ports.accounts, None, trust.admins.clone());
    let texts = Texts::new(ports.disputes, ports.log, ports.sealed, ports.keys, ports.changes);
    all::router(routes(), Arc::new(Reading { texts, person, trust }))
}
