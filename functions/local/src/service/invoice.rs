//! `longhand invoice`.

use std::path::Path;
use std::sync::Arc;

use longhand_core::account::Account;
use longhand_core::app::{Bill, Invoices, Manager};
use longhand_core::ports::Clock as _;
use longhand_core::tariff::{Line, Tariffs, Unit, What};
use longhand_system::SystemClock;
use serde_json::Value;

use super::args::InvoiceArgs;
use super::open::{Opened, block_on};
use crate::failure::Failure;

/// Prints what each paying account owes for a period, by what the log says it used.
pub fn invoice(args: &InvoiceArgs) -> Result<(), Failure> {
    let tariffs = Arc::new(read(&args.tariffs)?);
    let (invoices, now) = (Invoices::new(Arc::clone(&tariffs)), SystemClock.now());
    let day = invoices.day(args.period.as_deref(), now);
    let day = day.map_err(|fault| Failure::Parameters(vec![format!("--period {}", fault.message)]))?;
    let done = block_on(async {
        let opened = Opened::open(&args.data).await?;
        let accounts = match &args.account {
            Some(id) => vec![Arc::unwrap_or_clone(opened.manager(Some(id)).await?.account)],
            None => opened.accounts().await?,
        };
        let mut done = Vec::new();
        for account in paying(accounts, &tariffs)? {
            let who = Manager { account: Arc::new(account), actor: Opened::actor() };
            done.push(invoices.bill(&opened.management.usage, &who, day, now).await?);
        }
        Ok(done)
    })?;
    if args.json {
        println!("{:#}", done.iter().map(Bill::view).collect::<Value>());
    } else {
        done.iter().for_each(print);
    }
    Ok(())
}

/// The tariffs of a file, or all its faults.
pub fn read(file: &Path) -> Result<Tariffs, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::io("read", file, &error))?;
    Tariffs::read(&text).map_err(|faults| {
        let say = |message: &str| format!("{}: {message}", file.display());
        Failure::Parameters(faults.as_slice().iter().map(|fault| say(&fault.message)).collect())
    })
}

/// The accounts that pay, or all those of which it is not known by what.
fn paying(accounts: Vec<Account>, tariffs: &Tariffs) -> Result<Vec<Account>, Failure> {
    let paying: Vec<Account> = accounts.into_iter().filter(|account| account.plan.has_live_tokens()).collect();
    let without = paying.iter().filter(|account| tariffs.of(account).is_none());
    let faults: Vec<_> = without.map(|a| format!("account {}: there is no tariff for its plan", a.id)).collect();
    if faults.is_empty() { Ok(paying) } else { Err(Failure::Parameters(faults)) }
}

fn print(bill: &Bill) {
    let so_far = if bill.preview { ", so far" } else { "" };
    println!("{}  {}{so_far}  {}", bill.account.id, bill.period.name, bill.account.title);
    for line in &bill.invoice.lines {
        println!("  {:<44}{:>14}", words(line, bill.invoice.unit), line.amount);
    }
    println!("  {:<44}{:>14} {}", "total", bill.invoice.total, bill.currency);
}

/// What a line is for.
fn words(line: &Line, unit: Unit) -> String {
    let unit = if unit == Unit::Images { "images" } else { "characters" };
    match line.what {
        What::Fee => "fee".to_owned(),
        What::Included => format!("{} {unit} that the fee pays for", line.quantity),
        What::Units => format!("{} {unit} at {}", line.quantity, line.price.normalize()),
        What::Minimum => "up to the least that a period costs".to_owned(),
    }
}
