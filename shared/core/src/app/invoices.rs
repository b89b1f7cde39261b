//! What an account owes for a period, by what the log says it used.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{By, Manager, Per, Usage, UsageQuery};
use crate::account::Account;
use crate::error::{AppError, FieldError};
use crate::tariff::{Invoice, MOST_UNITS, Period, Tariffs};

/// What an account owes for a period.
#[derive(Clone, Debug)]
pub struct Bill {
    /// Whose.
    pub account: Arc<Account>,
    /// For when.
    pub period: Period,
    /// Whether the period still runs; then this is what it comes to so far.
    pub preview: bool,
    /// Of all amounts.
    pub currency: String,
    /// What it comes to.
    pub invoice: Invoice,
}

/// Works out what accounts owe. Nothing of it is kept: the same is worked out anew each time.
pub struct Invoices {
    tariffs: Arc<Tariffs>,
}

impl Invoices {
    /// By these tariffs.
    #[must_use]
    pub fn new(tariffs: Arc<Tariffs>) -> Self {
        Self { tariffs }
    }

    /// A day of the period of this name, as 2027-01 or 2027; of the one that runs at `now`, without one.
    ///
    /// # Errors
    /// A fault of `period`.
    pub fn day(&self, period: Option<&str>, now: Timestamp) -> Result<Date, FieldError> {
        let Some(period) = period else { return Ok(now.to_zoned_datetime(self.tariffs.zone().clone()).date()) };
        Period::day(period).ok_or_else(|| FieldError::new("period", "must be a month as 2027-01, or a year"))
    }

    /// What the account of `who` owes for the period that `day` lies in.
    ///
    /// # Errors
    /// Its plan has no tariff, the period is out of reach (field `period`), it used more than an invoice can say, or a
    /// store does not answer.
    pub async fn bill(&self, usage: &Usage, who: &Manager, day: Date, now: Timestamp) -> Result<Bill, AppError> {
        let tariffs = &*self.tariffs;
        let tariff = tariffs.of(&who.account).ok_or(AppError::NotFound("a tariff for the account's plan"))?;
        let period = Period::of(day, tariff.length, tariffs.zone());
        let period = period.ok_or_else(|| FieldError::new("period", "is out of reach"))?;
        let (per, by, zone) = (Per::Month, By::Account, tariffs.zone().clone());
        let query = UsageQuery { span: period.span, per, by, zone, label: None };
        let used = usage.report(who, &query, now).await?.total.live;
        let too_much = || AppError::Internal(format!("more than {MOST_UNITS} units in a period").into());
        let invoice = tariff.invoice(used, tariffs.currency()).ok_or_else(too_much)?;
        let (account, currency) = (Arc::clone(&who.account), tariffs.currency().as_str().to_owned());
        Ok(Bill { account, preview: now < period.span.to, period, currency, invoice })
    }
}

impl Bill {
    /// As it is shown. Amounts are decimal, in strings.
    #[must_use]
    pub fn view(&self) -> Value {
        let Self { account, period, preview, currency, invoice } = self;
        json!({
            "account": account.id, "title": account.title, "plan": account.plan, "period": period.name,
            "from": period.span.from, "to": period.span.to, "preview": preview, "currency": currency,
            "unit": invoice.unit, "used": invoice.used, "lines": invoice.lines, "total": invoice.total,
        })
    }
}
