//! `longhand notices`.

use longhand_core::audit::{Known, Wanted};
use longhand_core::error::{AppError, StoreError};
use longhand_core::ids::AccountId;
use longhand_core::notice::Notice;
use longhand_core::ports::{Clock as _, Outbox};
use longhand_system::SystemClock;

use super::args::NoticesArgs;
use super::open::{Opened, block_on};
use super::say::say;
use crate::failure::Failure;

/// So many are looked at: all.
const ALL: u32 = u32::MAX;

/// Lists the notices that are set aside, or does something with them.
pub fn notices(args: &NoticesArgs) -> Result<(), Failure> {
    let account = args.account.as_deref().map(read).transpose()?.flatten();
    let found = block_on(async {
        let opened = Opened::open(&args.data).await?;
        let mut found = opened.outbox.aside(ALL, SystemClock.now()).await.map_err(AppError::from)?;
        found.retain(|notice| account.as_ref().is_none_or(|account| notice.account == *account));
        for notice in &found {
            settle(&*opened.outbox, notice, args).await.map_err(AppError::from)?;
        }
        Ok(found)
    })?;
    found.iter().try_for_each(print)?;
    match found.len() {
        0 => say!("Nothing is set aside."),
        n if args.again => say!("Will be sent within a minute: {n}."),
        n if args.drop => say!("Will not be sent: {n}."),
        n => say!("Set aside: {n}. `longhand notices --again` has them sent, `--drop` does not."),
    }
}

fn read(account: &str) -> Result<Option<AccountId>, Failure> {
    let mut wanted = Wanted::default();
    wanted.add(Known::Account, account).map_err(|fault| Failure::Parameters(vec![format!("--account {fault}")]))?;
    Ok(wanted.account)
}

async fn settle(outbox: &dyn Outbox, notice: &Notice, args: &NoticesArgs) -> Result<(), StoreError> {
    if args.again {
        outbox.put_back(notice).await
    } else if args.drop {
        outbox.sent(notice, SystemClock.now()).await
    } else {
        Ok(())
    }
}

/// What it is about, and not to whom it goes.
fn print(notice: &Notice) -> Result<(), Failure> {
    let at = notice.at.strftime("%Y-%m-%dT%H:%M:%SZ");
    say!("{at}  {}  {}", notice.account, notice.subject())
}
