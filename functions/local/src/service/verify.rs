//! `longhand verify`.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use longhand_core::app::{Verdict, Verifier};
use longhand_core::error::AppError;
use longhand_core::ports::{Bills, Clock as _, Corrections, HourReader, Ledger, UsageReader, VerifyingKey};
use longhand_system::SystemClock;

use super::args::{DataArgs, VerifyArgs};
use super::open::{block_on, open_store};
use super::say::say;
use crate::failure::Failure;

/// Says what was checked and each fault; fails if there is one.
pub fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let (verdict, key) = block_on(checked(args))?;
    if args.json {
        let mut told = serde_json::to_value(&verdict).map_err(|error| Failure::Io(error.to_string()))?;
        told["key"] = key.into();
        say!("{told:#}")?;
    } else {
        print(&verdict, &key)?;
    }
    match verdict.faults.len() {
        0 => Ok(()),
        faults => Err(Failure::Untrue { faults }),
    }
}

/// Says each fault of the log and what is kept of it, and fails if there is one.
pub fn must_be_true(data: &DataArgs) -> Result<(), Failure> {
    let (verdict, _) = block_on(checked(&VerifyArgs::of(data)))?;
    for fault in &verdict.faults {
        eprintln!("longhand: {fault}");
    }
    let faults = verdict.faults.len();
    if faults == 0 { Ok(()) } else { Err(Failure::Untrue { faults }) }
}

async fn checked(args: &VerifyArgs) -> Result<(Verdict, String), Failure> {
    #[cfg(feature = "aws")]
    if args.data.aws {
        let log = super::open::log_of(args.region.as_deref()).await?;
        return check(&Arc::new(log), args).await;
    }
    check(&open_store(&args.data.data)?, args).await
}

async fn check<S>(store: &Arc<S>, args: &VerifyArgs) -> Result<(Verdict, String), Failure>
where
    S: HourReader + UsageReader + Ledger + Bills + Corrections + VerifyingKey + 'static,
{
    let key = match &args.key {
        Some(key) => {
            BASE64.decode(key).map_err(|_| Failure::Parameters(vec!["--key must be in base 64".to_owned()]))?
        }
        None => store.verifying_key().await.map_err(AppError::from)?,
    };
    let known = BASE64.encode(&key);
    let verifier = Verifier::new(store.clone(), store.clone(), store.clone(), store.clone(), store.clone(), key);
    let verifier = verifier.with(args.head.clone());
    Ok((verifier.verify(SystemClock.now()).await.map_err(AppError::from)?, known))
}

fn print(verdict: &Verdict, key: &str) -> Result<(), Failure> {
    for fault in &verdict.faults {
        say!("{fault}")?;
    }
    let Verdict { pages, hours, entries, head, .. } = verdict;
    say!("{pages} pages of the ledger, {entries} entries of {hours} hours, signed by {key}")?;
    if let Some(head) = head {
        say!("the last page is {head}: note it, and the key, to check against later")?;
    }
    Ok(())
}
