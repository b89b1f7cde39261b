//! Notices by mail, through the machine's own mailer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use lettre::message::{Mailbox, SinglePart};
use lettre::{Message, SendmailTransport, Transport as _};
use longhand_core::app::{Herald, Sentinel};
use longhand_core::error::StoreError;
use longhand_core::notice::{Contact, Notice};
use longhand_core::ports::{Answer, Clock as _, Messenger};
use longhand_countries::Countries;
use longhand_embedded::Store;
use longhand_system::SystemClock;

use super::args::ServeArgs;

const DOING: &str = "sending a notice";
/// What was found is told this soon, and what is to be found is looked for this often.
const DELIVER_EVERY: Duration = Duration::from_secs(10);
const WATCH_EVERY: Duration = Duration::from_hours(1);
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// Hands notices to a program with the command line of sendmail.
struct Mailer {
    from: Mailbox,
    transport: SendmailTransport,
}

#[async_trait]
impl Messenger for Mailer {
    async fn deliver(&self, to: &Contact, notice: &Notice) -> Answer<()> {
        let to: Mailbox = to.as_str().parse().map_err(|e| StoreError::new(DOING, e))?;
        let message = Message::builder().from(self.from.clone()).to(to).subject(notice.subject());
        let message = message.singlepart(SinglePart::plain(notice.text())).map_err(|e| StoreError::new(DOING, e))?;
        let transport = self.transport.clone();
        let sent = tokio::task::spawn_blocking(move || transport.send(&message)).await;
        sent.map_err(|e| StoreError::new(DOING, e))?.map_err(|e| StoreError::new(DOING, e))
    }
}

/// Where there is no mailer: the operator's log has it.
struct Logged;

#[async_trait]
impl Messenger for Logged {
    async fn deliver(&self, _: &Contact, notice: &Notice) -> Answer<()> {
        tracing::warn!(account = notice.account.as_str(), "{}", notice.subject());
        Ok(())
    }
}

/// The messenger that the command line names.
pub fn messenger(args: &ServeArgs) -> Arc<dyn Messenger> {
    match (&args.mail_command, &args.mail_from) {
        (Some(command), Some(from)) => {
            Arc::new(Mailer { from: from.clone(), transport: SendmailTransport::new_with_command(command) })
        }
        _ => Arc::new(Logged),
    }
}

/// Who looks for unusual use, also from where it is, if the command line names a file of that.
///
/// # Errors
/// If the file cannot be read as one.
pub fn sentinel(args: &ServeArgs, store: &Arc<Store>) -> Result<Sentinel, longhand_countries::Unreadable> {
    let sentinel = Sentinel::on(store);
    Ok(match &args.countries {
        Some(file) => sentinel.with(Arc::new(Countries::open(file)?), store.clone()),
        None => sentinel,
    })
}

/// Tells accounts, for as long as the service runs.
pub async fn tell(store: Arc<Store>, sentinel: Sentinel, messenger: Arc<dyn Messenger>) {
    let herald = Herald::new(store.clone(), store.clone(), store.clone(), store, messenger);
    let (mut watched, mut looked): (Option<Instant>, Option<Instant>) = (None, None);
    loop {
        let now = SystemClock.now();
        if watched.is_none_or(|at| at.elapsed() >= WATCH_EVERY) {
            match herald.watch(now).await {
                Ok(()) => watched = Some(Instant::now()),
                Err(error) => tracing::error!(%error, "looking for what to tell"),
            }
            match herald.aside(now).await {
                Ok(0) => {}
                Ok(aside) => tracing::error!(aside, "could not be told: see `longhand notices`"),
                Err(error) => tracing::error!(%error, "looking for what could not be told"),
            }
        }
        if looked.is_none_or(|at| at.elapsed() >= LOOK_EVERY) {
            looked = Some(Instant::now());
            if let Err(error) = sentinel.look(now).await {
                tracing::error!(%error, "looking for unusual use");
            }
        }
        if let Err(error) = herald.deliver(now).await {
            tracing::error!(%error, "telling accounts");
        }
        tokio::time::sleep(DELIVER_EVERY).await;
    }
}
