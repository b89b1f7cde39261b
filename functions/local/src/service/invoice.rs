//! `longhand invoice`.

use std::sync::Arc;

use jiff::Timestamp;
use longhand_core::account::Account;
use longhand_core::app::{Bill, Invoices, Manager};
use longhand_core::correction::Correction;
use longhand_core::error::AppError;
use longhand_core::plans::Plans;
use longhand_core::ports::{Clock as _, Span};
use longhand_core::tariff::{Adjustment, Line, Tariffs, Unit, What};
use longhand_system::SystemClock;
use serde_json::Value;

use super::args::InvoiceArgs;
use super::biller::{biller, must_be_billed};
use super::open::{Opened, block_on};
use super::plans::read;
use super::say::say;
use super::verify::must_be_true;
use crate::failure::Failure;

const NO_PRICES: &str =
    "no prices are in force: `longhand plans FILE` puts them into force, --plans FILE shows what they come to";

/// Prints what each paying account owes for a period, by what the log says it used.
pub fn invoice(args: &InvoiceArgs) -> Result<(), Failure> {
    let now = SystemClock.now();
    let file = args.plans.as_deref().map(read).transpose()?;
    if args.issue {
        // Nobody is sent an invoice of what is not as it was counted and signed.
        must_be_true(&args.data)?;
    }
    let done = block_on(made(args, file.map(|(_, plans)| plans), now))?;
    if args.json {
        say!("{:#}", done.iter().map(Bill::view).collect::<Value>())?;
    } else {
        done.iter().try_for_each(print)?;
    }
    Ok(())
}

/// The invoices, each by itself.
async fn made(args: &InvoiceArgs, file: Option<Plans>, now: Timestamp) -> Result<Vec<Bill>, Failure> {
    let biller = biller(&args.biller)?;
    let opened = Opened::open(&args.data).await?;
    let plans = match file {
        Some(plans) => Arc::new(plans),
        None => opened.management.plans.current(now).await.map_err(AppError::from)?,
    };
    let invoices = Invoices::new(&plans, &*opened.management.sent, &*opened.management.corrections)
        .map_err(|_| Failure::Parameters(vec![NO_PRICES.to_owned()]))?;
    let day = invoices.day(args.period.as_deref(), now);
    let day = day.map_err(|fault| Failure::Parameters(vec![format!("--period {}", fault.message)]))?;
    let accounts = match &args.account {
        Some(id) => vec![Arc::unwrap_or_clone(opened.manager(Some(id)).await?.account)],
        None => opened.accounts().await?,
    };
    let by = |account| Manager { account: Arc::new(account), actor: Opened::actor() };
    let paying: Vec<_> = paying(accounts, invoices.tariffs)?.into_iter().map(by).collect();
    if let (true, Some(biller)) = (args.issue, &biller) {
        let spans = paying.iter().map(|who| invoices.period(who, day).map(|period| period.span));
        let spans = spans.collect::<Result<Vec<_>, _>>()?.into_iter();
        if let Some(whole) = spans.reduce(|a, b| Span { from: a.from.min(b.from), to: a.to.max(b.to) }) {
            must_be_billed(&opened.reconciler, &**biller, whole, now).await?;
        }
    }
    let usage = &opened.management.usage;
    let mut done = Vec::new();
    for who in paying {
        let bill = if args.issue {
            invoices.issue(usage, &who, day, now).await?
        } else {
            invoices.bill(usage, &who, day, now).await?
        };
        done.push(bill);
    }
    Ok(done)
}

/// The accounts that pay, or all those of which it is not known by what.
fn paying(accounts: Vec<Account>, tariffs: &Tariffs) -> Result<Vec<Account>, Failure> {
    let paying: Vec<Account> = accounts.into_iter().filter(|account| account.plan.has_live_tokens()).collect();
    let without = paying.iter().filter(|account| tariffs.of(account).is_none());
    let faults: Vec<_> = without.map(|a| format!("account {}: there is no tariff for its plan", a.id)).collect();
    if faults.is_empty() { Ok(paying) } else { Err(Failure::Parameters(faults)) }
}

fn print(bill: &Bill) -> Result<(), Failure> {
    let so_far = match bill.issued {
        Some(at) => format!(", sent {}", at.strftime("%Y-%m-%d")),
        None if bill.preview => ", so far".to_owned(),
        None => String::new(),
    };
    say!("{}  {}{so_far}  {}", bill.account.id, bill.period.name, bill.account.title)?;
    for line in &bill.invoice.lines {
        say!("  {:<44}{:>14}", words(line, bill.invoice.unit), line.amount)?;
    }
    for Correction { hour, images, characters, reason, .. } in &bill.corrections {
        say!("  (in which {hour} was corrected by {images:+} images, {characters:+} characters: {reason})")?;
    }
    for Adjustment { period, units, amount, .. } in &bill.adjustments {
        let words = format!("{units:+} {} of {period}, found after its invoice", name(bill.invoice.unit));
        say!("  {words:<44}{amount:>14}")?;
    }
    say!("  {:<44}{:>14} {}", "total", bill.total, bill.currency)?;
    if let Some(forecast) = &bill.forecast {
        say!("  {:<44}{:>14} {}", "in the end, if it goes on like this", forecast.total, bill.currency)?;
    }
    Ok(())
}

const fn name(unit: Unit) -> &'static str {
    match unit {
        Unit::Images => "images",
        Unit::Characters => "characters",
    }
}

/// What a line is for.
fn words(line: &Line, unit: Unit) -> String {
    let unit = name(unit);
    match line.what {
        What::Fee => "fee".to_owned(),
        What::Included => format!("{} {unit} that the fee pays for", line.quantity),
        What::Units => format!("{} {unit} at {}", line.quantity, line.price.normalize()),
        What::Minimum => "up to the least that a period costs".to_owned(),
    }
}
