//! The store of a directory, or the one on AWS, and who acts on it from the command line.

use std::path::Path;
use std::sync::Arc;

use longhand_core::account::{Account, Role};
use longhand_core::app::{Call, Erasure, Manager, Names, Reconciler};
use longhand_core::audit::Actor;
use longhand_core::error::AppError;
use longhand_core::ids::{AccountId, EntryId};
use longhand_core::ports::{
    AccountLister, AccountReader, AccountWriter, AuditReader, AuditSink, Bills, CallFinder, Clock, Corrections,
    DisputeReader, DisputeWriter, Entropy, Eraser, IssuedInvoices, Outbox, PepperSource, Permits, PlanSource,
    PlanWriter, TokenLister, TokenReader, TokenToucher, TokenWriter, UsageReader, Warrants,
};
use longhand_edge::Trust;
use longhand_edge::tokens::{Management, TokenPorts};
use longhand_embedded::Store;
use longhand_system::{SystemClock, SystemEntropy};

use super::args::DataArgs;
use crate::failure::Failure;

/// Whoever may read the directory, or the tables, runs the service.
const LOCAL: &str = "command-line";

/// What the commands act on.
pub struct Opened {
    pub management: Management,
    pub erasure: Erasure,
    pub reconciler: Reconciler,
    pub finder: Arc<dyn CallFinder>,
    pub outbox: Arc<dyn Outbox>,
    pub plans: Arc<dyn PlanSource>,
    pub plan_writer: Arc<dyn PlanWriter>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl Opened {
    /// The store of a directory, or the one on AWS that the environment names.
    pub async fn open(data: &DataArgs) -> Result<Self, Failure> {
        #[cfg(feature = "aws")]
        if data.aws {
            return Ok(Self::on(&Arc::new(cloud().await?)));
        }
        Ok(Self::on(&open_store(&data.data)?))
    }

    /// On a store that is open.
    pub fn on<S>(store: &Arc<S>) -> Self
    where
        S: TokenReader + TokenLister + TokenWriter + TokenToucher + PepperSource + Outbox + UsageReader + 'static,
        S: AccountReader + AccountLister + AccountWriter + AuditSink + AuditReader,
        S: DisputeReader
            + DisputeWriter
            + Warrants
            + Permits
            + PlanSource
            + PlanWriter
            + IssuedInvoices
            + Bills
            + CallFinder
            + Corrections
            + Eraser,
    {
        let (clock, entropy): (Arc<dyn Clock>, Arc<dyn Entropy>) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
        let ports = TokenPorts::on(store, Arc::clone(&clock), Arc::clone(&entropy));
        let erasure = Erasure::new(store.clone(), store.clone());
        let reconciler = Reconciler::on(store);
        let management = Management::new(ports, Trust::default());
        Self {
            management,
            erasure,
            reconciler,
            finder: store.clone(),
            outbox: store.clone(),
            plans: store.clone(),
            plan_writer: store.clone(),
            clock,
            entropy,
        }
    }

    /// Names what the command line makes.
    pub fn names(&self) -> Names {
        Names::new(Arc::clone(&self.entropy))
    }

    /// A call from the command line.
    pub fn call(&self) -> Result<Call, AppError> {
        let id = EntryId::new(self.names().bytes()?);
        Ok(Call::unrouted(id, self.clock.now()))
    }

    pub fn actor() -> Actor {
        Actor { subject: LOCAL.to_owned(), role: Role::Admin }
    }

    /// Every account, by id.
    pub async fn accounts(&self) -> Result<Vec<Account>, Failure> {
        const PAGE: u32 = 1000;
        let (mut all, mut after): (Vec<Account>, Option<AccountId>) = (Vec::new(), None);
        loop {
            let page = self.management.accounts.list(&Self::actor(), after.as_ref(), PAGE).await?;
            after = page.last().filter(|_| page.len() == PAGE as usize).map(|last| last.id.clone());
            all.extend(page);
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// The account of this id, or the only one there is.
    pub async fn manager(&self, account: Option<&str>) -> Result<Manager, Failure> {
        let all = self.accounts().await?;
        let named = |id: &AccountId| account.is_none_or(|named| id.as_str() == named);
        let mut found: Vec<Account> = all.into_iter().filter(|a| named(&a.id)).collect();
        match (found.pop(), found.len()) {
            (Some(account), 0) => Ok(Manager { account: Arc::new(account), actor: Self::actor() }),
            (Some(_), _) => Err(Failure::Parameters(vec!["--account is required: there are several".to_owned()])),
            (None, _) if account.is_some() => {
                Err(Failure::Parameters(vec!["--account: there is none such".to_owned()]))
            }
            (None, _) => {
                let what = "there is no account yet: `longhand serve` or `longhand account create` makes one";
                Err(Failure::Parameters(vec![what.to_owned()]))
            }
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Invalid(faults) => Self::Parameters(crate::failure::by_name(&faults, crate::failure::flag_of)),
            AppError::Unavailable(error) => Self::Io(format!("{error}")),
            other => Self::Parameters(vec![other.to_string()]),
        }
    }
}

/// The store on AWS that the environment names.
#[cfg(feature = "aws")]
pub async fn cloud() -> Result<longhand_aws::Cloud, Failure> {
    let settings = longhand_aws::Settings::of_environment().map_err(|fault| Failure::Parameters(vec![fault]))?;
    Ok(longhand_aws::Cloud::of_environment(settings, Arc::new(SystemEntropy)).await)
}

/// The same, as one who reads and writes the log of one region alone: its own without a name.
#[cfg(feature = "aws")]
pub async fn log_of(region: Option<&str>) -> Result<longhand_aws::Cloud, Failure> {
    let none = || Failure::Parameters(vec!["--region must be one that LONGHAND_REGIONS names".to_owned()]);
    cloud().await?.log_of(region).ok_or_else(none)
}

/// The store of a directory.
pub fn open_store(directory: &Path) -> Result<Arc<Store>, Failure> {
    let store = Store::open(directory, Arc::new(SystemEntropy));
    Ok(Arc::new(store.map_err(|error| Failure::io("open", directory, &error))?))
}

/// Runs a task of the command line.
pub fn block_on<T>(task: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Failure::Io(format!("cannot start: {error}")))?.block_on(task)
}
