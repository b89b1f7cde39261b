//! The service that draws: the catalogue, renders, estimates, signed links, and what anyone may ask.

mod answer;
mod caller;
mod catalogue;
mod draw;
mod exposed;
mod link;
mod pages;
mod parameters;
mod public;
mod receipt;
mod schemas;

use std::sync::Arc;

use axum::Router;
use futures_util::future::join;
use longhand_core::app::{
    Caller, Exposure, Gate, Lockout, Names, Once, PlanBook, Purse, Receipts, Scribe, Turnstile, canary,
};
use longhand_core::audit::Keyring;
use longhand_core::error::AppError;
use longhand_core::ports::{
    AccountReader, AuditSink, Clock, DataKeyMaker, Entropy, Idempotency, Outbox, PepperSource, Permits, PlanSource,
    Signer, Spending, TokenReader, TokenToucher, VerifyingKey,
};

pub(crate) use self::answer::TOLD;
pub(crate) use self::pages::routes;
pub use self::receipt::is_of;
pub(crate) use self::schemas::schemas;
use crate::audit::Calling;
use crate::recorder::Recorder;
use crate::routes as all;

/// All that drawing may do to the outside.
#[derive(Clone)]
pub struct RenderPorts {
    /// Reads tokens.
    pub tokens: Arc<dyn TokenReader>,
    /// Notes their use.
    pub toucher: Arc<dyn TokenToucher>,
    /// Keeps notices until they are sent.
    pub outbox: Arc<dyn Outbox>,
    /// Reads accounts.
    pub accounts: Arc<dyn AccountReader>,
    /// Reads the peppers of digests.
    pub peppers: Arc<dyn PepperSource>,
    /// Appends to the log.
    pub audit: Arc<dyn AuditSink>,
    /// Makes data keys.
    pub keys: Arc<dyn DataKeyMaker>,
    /// Counts what capped tokens spend.
    pub spending: Arc<dyn Spending>,
    /// Remembers idempotency keys.
    pub idempotency: Arc<dyn Idempotency>,
    /// Counts calls.
    pub permits: Arc<dyn Permits>,
    /// What plans allow and cost.
    pub plans: Arc<PlanBook>,
    /// Whether those who try secrets are shut out.
    pub lockout: bool,
    /// Certifies the keys that sign receipts.
    pub signer: Arc<dyn Signer>,
    /// Knows by which key.
    pub verifying_key: Arc<dyn VerifyingKey>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives random bytes.
    pub entropy: Arc<dyn Entropy>,
}

/// What the service says of itself.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Where it runs, for `/status`.
    pub region: String,
    /// To whom whoever found a weakness turns, for `/.well-known/security.txt`; there is none if it is empty.
    pub security_contact: String,
}

/// The service's use cases.
pub(crate) struct Service {
    pub gate: Arc<Gate>,
    pub scribe: Scribe,
    pub exposure: Exposure,
    turnstile: Turnstile,
    pub about: About,
}

pub(crate) type Shared = Arc<Service>;

impl Service {
    /// Goes on if the limits of the address and of the token let the call pass.
    async fn pass(&self, calling: &Calling, caller: &Caller) -> Result<(), AppError> {
        let (address, [token, account]) = join(calling.pass(), self.turnstile.caller(caller, calling.call.at)).await;
        let mut notes = calling.notes.lock().await;
        let (token, account) = (notes.passed(token), notes.passed(account));
        token.and(account).and(address)
    }
}

impl RenderPorts {
    /// All of them on one store.
    pub fn on<S>(store: &Arc<S>, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self
    where
        S: TokenReader + TokenToucher + AccountReader + PepperSource + 'static,
        S: AuditSink + DataKeyMaker + Spending + Idempotency + Permits + Outbox + Signer + VerifyingKey + PlanSource,
    {
        Self {
            tokens: store.clone(),
            toucher: store.clone(),
            outbox: store.clone(),
            accounts: store.clone(),
            peppers: store.clone(),
            audit: store.clone(),
            keys: store.clone(),
            spending: store.clone(),
            idempotency: store.clone(),
            permits: store.clone(),
            signer: store.clone(),
            verifying_key: store.clone(),
            plans: Arc::new(PlanBook::new(store.clone())),
            lockout: true,
            clock,
            entropy,
        }
    }

    /// Does for the first call what it would have to do itself: reads the plans in force, over a connection that is kept,
    /// and draws a word. What fails here is tried again by that call, and told there.
    pub async fn prepare(&self) {
        let drawn = async { canary() };
        let _ = join(self.plans.current(self.clock.now()), drawn).await;
    }

    /// What logs this service's calls.
    #[must_use]
    pub fn recorder(&self) -> Recorder {
        let turnstile = Turnstile::new(Arc::clone(&self.permits), Arc::clone(&self.plans));
        Recorder::new(&self.audit, Some(&self.spending), &self.clock, &self.entropy, turnstile)
    }
}

/// The service's routes, to be [completed](crate::complete()).
pub fn router(ports: RenderPorts, about: About) -> Router {
    let RenderPorts { tokens, toucher, accounts, peppers, keys, spending, idempotency, entropy, .. } = ports;
    let lockout = ports.lockout.then(|| Lockout::new(Arc::clone(&ports.permits)));
    let turnstile = Turnstile::new(ports.permits, Arc::clone(&ports.plans));
    let gate = Arc::new(Gate::new(tokens, accounts, peppers, Arc::clone(&toucher)).watched(lockout));
    let exposure = Exposure::new(Arc::clone(&gate), toucher, Arc::clone(&ports.outbox));
    let names = Names::new(Arc::clone(&entropy));
    let keyring = Keyring::new(keys, entropy);
    let purse = Purse::new(spending, ports.outbox);
    let receipts = Receipts::new(ports.signer, ports.verifying_key, names.clone());
    let scribe = Scribe::new(Arc::clone(&gate), ports.plans, keyring, purse, Once::new(idempotency), names, receipts);
    all::router(routes(), Arc::new(Service { gate, scribe, exposure, turnstile, about }))
}
