//! `longhand invoice`.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use longhand_core::account::Account;
use longhand_core::app::{By, Manager, Per, UsageQuery};
use longhand_core::ports::Clock as _;
use longhand_core::tariff::{Invoice, Line, MOST_UNITS, Period, Tariff, Tariffs, Unit, What};
use longhand_system::SystemClock;
use serde_json::{Value, json};

use super::args::InvoiceArgs;
use super::open::{Opened, block_on};
use crate::failure::Failure;

/// What an account owes for a period.
struct Billed {
    account: Arc<Account>,
    period: Period,
    /// Whether the period still runs.
    preview: bool,
    currency: String,
    invoice: Invoice,
}

/// Prints what each paying account owes for a period, by what the log says it used.
pub fn invoice(args: &InvoiceArgs) -> Result<(), Failure> {
    let tariffs = read(args)?;
    let now = SystemClock.now();
    let day = match &args.period {
        None => now.to_zoned_datetime(tariffs.zone().clone()).date(),
        Some(period) => Period::day(period).ok_or_else(|| wrong("--period must be a month as 2027-01, or a year"))?,
    };
    let done = block_on(async {
        let opened = Opened::open(&args.data).await?;
        let accounts = match &args.account {
            Some(id) => vec![Arc::unwrap_or_clone(opened.manager(Some(id)).await?.account)],
            None => opened.accounts().await?,
        };
        let mut done = Vec::new();
        for (account, tariff) in paying(accounts, &tariffs)? {
            done.push(bill(&opened, &tariffs, (account, tariff), day, now).await?);
        }
        Ok(done)
    })?;
    if args.json {
        println!("{:#}", done.iter().map(Billed::json).collect::<Value>());
    } else {
        done.iter().for_each(Billed::print);
    }
    Ok(())
}

fn read(args: &InvoiceArgs) -> Result<Tariffs, Failure> {
    let text = std::fs::read_to_string(&args.tariffs).map_err(|error| Failure::io("read", &args.tariffs, &error))?;
    Tariffs::read(&text).map_err(|faults| {
        let say = |message: &str| format!("{}: {message}", args.tariffs.display());
        Failure::Parameters(faults.as_slice().iter().map(|fault| say(&fault.message)).collect())
    })
}

/// The accounts that pay, with what they pay by; or all those of which that is not known.
fn paying(accounts: Vec<Account>, tariffs: &Tariffs) -> Result<Vec<(Account, &Tariff)>, Failure> {
    let (mut paying, mut faults) = (Vec::new(), Vec::new());
    for account in accounts.into_iter().filter(|account| account.plan.has_live_tokens()) {
        match tariffs.of(&account) {
            Some(tariff) => paying.push((account, tariff)),
            None => faults.push(format!("account {}: there is no tariff for its plan", account.id)),
        }
    }
    if faults.is_empty() { Ok(paying) } else { Err(Failure::Parameters(faults)) }
}

async fn bill(
    opened: &Opened,
    tariffs: &Tariffs,
    (account, tariff): (Account, &Tariff),
    day: Date,
    now: Timestamp,
) -> Result<Billed, Failure> {
    let period = Period::of(day, tariff.length, tariffs.zone()).ok_or_else(|| wrong("--period is out of reach"))?;
    let who = Manager { account: Arc::new(account), actor: Opened::actor() };
    let (per, by, zone) = (Per::Month, By::Account, tariffs.zone().clone());
    let query = UsageQuery { span: period.span, per, by, zone, label: None };
    let used = opened.management.usage.report(&who, &query, now).await?.total.live;
    let too_much = || wrong(&format!("account {}: more than {MOST_UNITS} units in a period", who.account.id));
    let invoice = tariff.invoice(used, tariffs.currency()).ok_or_else(too_much)?;
    let currency = tariffs.currency().as_str().to_owned();
    Ok(Billed { preview: now < period.span.to, account: who.account, period, currency, invoice })
}

impl Billed {
    fn json(&self) -> Value {
        let Self { account, period, preview, currency, invoice } = self;
        json!({
            "account": account.id, "title": account.title, "plan": account.plan, "period": period.name,
            "from": period.span.from, "to": period.span.to, "preview": preview, "currency": currency,
            "unit": invoice.unit, "used": invoice.used, "lines": invoice.lines, "total": invoice.total,
        })
    }

    fn print(&self) {
        let so_far = if self.preview { ", so far" } else { "" };
        println!("{}  {}{so_far}  {}", self.account.id, self.period.name, self.account.title);
        for line in &self.invoice.lines {
            println!("  {:<44}{:>14}", self.what(line), line.amount);
        }
        println!("  {:<44}{:>14} {}", "total", self.invoice.total, self.currency);
    }

    /// What a line is for, in words.
    fn what(&self, line: &Line) -> String {
        let unit = if self.invoice.unit == Unit::Images { "images" } else { "characters" };
        match line.what {
            What::Fee => "fee".to_owned(),
            What::Included => format!("{} {unit} that the fee pays for", line.quantity),
            What::Units => format!("{} {unit} at {}", line.quantity, line.price.normalize()),
            What::Minimum => "up to the least that a period costs".to_owned(),
        }
    }
}

fn wrong(what: &str) -> Failure {
    Failure::Parameters(vec![what.to_owned()])
}
