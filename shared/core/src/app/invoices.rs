//! What an account owes for a period, by what the log says it used.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::corrections::view;
use super::forecast::{FORECAST, Forecast, by_then};
use super::{By, Count, Manager, Per, Usage, UsageQuery};
use crate::account::Account;
use crate::correction::{Correction, corrected};
use crate::error::{AppError, FieldError};
use crate::plans::Plans;
use crate::ports::{Corrections, IssuedInvoices, Span, Written};
use crate::tariff::{Adjustment, Invoice, Issued, MOST_UNITS, Period, Tariff, Tariffs, scaled};

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
    /// What was counted, corrected.
    pub counted: Count,
    /// What it comes to.
    pub invoice: Invoice,
    /// What of it was not counted, but corrected.
    pub corrections: Vec<Correction>,
    /// What was found of earlier periods since their invoices were sent.
    pub adjustments: Vec<Adjustment>,
    /// All of it.
    pub total: Decimal,
    /// When it was sent; `None` if it was not.
    pub issued: Option<Timestamp>,
    /// What it will come to, while the period runs.
    pub forecast: Option<Forecast>,
}

/// Of earlier invoices those are looked at again that are for so long ago: use comes up to 35 days late, and a period
/// may be as long as that before its invoice is sent.
const LOOKED_AT: SignedDuration = SignedDuration::from_hours(24 * 100);

/// Works out what accounts owe. It is worked out anew each time, until the invoice is sent.
pub struct Invoices<'a> {
    /// What use costs.
    pub tariffs: &'a Tariffs,
    sent: &'a dyn IssuedInvoices,
    corrections: &'a dyn Corrections,
}

impl<'a> Invoices<'a> {
    /// By the prices of these plans, the invoices that were sent, and what was corrected.
    ///
    /// # Errors
    /// The plans have no prices.
    pub fn new(
        plans: &'a Plans,
        sent: &'a dyn IssuedInvoices,
        corrections: &'a dyn Corrections,
    ) -> Result<Self, AppError> {
        let tariffs = plans.tariffs.as_ref().ok_or(AppError::NotFound("any tariff of this service"))?;
        Ok(Self { tariffs, sent, corrections })
    }

    /// A day of the period of this name, as 2027-01 or 2027; of the one that runs at `now`, without one.
    ///
    /// # Errors
    /// A fault of `period`.
    pub fn day(&self, period: Option<&str>, now: Timestamp) -> Result<Date, FieldError> {
        let Some(period) = period else { return Ok(now.to_zoned_datetime(self.tariffs.zone().clone()).date()) };
        Period::day(period).ok_or_else(|| FieldError::new("period", "must be a month as 2027-01, or a year"))
    }

    /// The period that `day` lies in, for the account of `who`.
    ///
    /// # Errors
    /// Its plan has no tariff, or the period is out of reach (field `period`).
    pub fn period(&self, who: &Manager, day: Date) -> Result<Period, AppError> {
        self.terms(who, day).map(|(_, period)| period)
    }

    /// What the account of `who` owes for the period that `day` lies in; as it was sent, if it was.
    ///
    /// # Errors
    /// Its plan has no tariff, the period is out of reach (field `period`), it used more than an invoice can say, or a
    /// store does not answer.
    pub async fn bill(&self, usage: &Usage, who: &Manager, day: Date, now: Timestamp) -> Result<Bill, AppError> {
        let (tariff, period) = self.terms(who, day)?;
        let sent = self.sent.invoices(&who.account.id).await?;
        if let Some(issued) = sent.iter().find(|issued| issued.period == period.name) {
            return Ok(Bill::sent(issued, &who.account));
        }
        let (counted, corrections) = self.counted(usage, who, period.span, now).await?;
        let invoice = tariff.invoice(counted, self.tariffs.currency()).ok_or_else(too_much)?;
        let adjustments = self.adjustments(usage, who, &sent, &period, now).await?;
        let by_then = by_then(counted, period.span, now).and_then(|used| tariff.invoice(used, self.tariffs.currency()));
        let total = invoice.total + adjustments.iter().map(|adjustment| adjustment.amount).sum::<Decimal>();
        let forecast = by_then.map(|invoice| Forecast { used: invoice.used, total: invoice.total });
        Ok(Bill {
            account: Arc::clone(&who.account),
            preview: now < period.span.to,
            period,
            currency: self.tariffs.currency().as_str().to_owned(),
            total: scaled(total, self.tariffs.currency()),
            counted,
            invoice,
            corrections,
            adjustments,
            issued: None,
            forecast,
        })
    }

    /// Sends the invoice of a period that is over: from now on it is as it is. Sent before, it is as it was. There is none
    /// of a period before the account was made.
    ///
    /// # Errors
    /// As [`bill`](Self::bill); [`AppError::Conflict`] if hours of the period are not added up yet.
    pub async fn issue(&self, usage: &Usage, who: &Manager, day: Date, now: Timestamp) -> Result<Bill, AppError> {
        let (tariff, period) = self.terms(who, day)?;
        if usage.kept_until().await? < period.span.to {
            return Err(AppError::Conflict("the period is not over, or not all of its hours are added up"));
        }
        let bill = self.bill(usage, who, day, now).await?;
        if bill.issued.is_some() || who.account.created >= bill.period.span.to {
            return Ok(bill);
        }
        let issued = Issued {
            account: who.account.id.clone(),
            period: period.name,
            span: period.span,
            at: now,
            currency: self.tariffs.currency().clone(),
            tariff,
            counted: bill.counted,
            invoice: bill.invoice,
            corrections: bill.corrections,
            adjustments: bill.adjustments,
            total: bill.total,
        };
        match self.sent.put_invoice(&issued).await? {
            Written::Done => Ok(Bill::sent(&issued, &who.account)),
            // By somebody else meanwhile.
            Written::Conflict => self.bill(usage, who, day, now).await,
        }
    }

    /// What the account pays by, and the period that `day` lies in.
    fn terms(&self, who: &Manager, day: Date) -> Result<(Tariff, Period), AppError> {
        let tariff = self.tariffs.of(&who.account).ok_or(AppError::NotFound("a tariff for the account's plan"))?;
        let period = Period::of(day, tariff.length, self.tariffs.zone());
        let period = period.ok_or_else(|| FieldError::new("period", "is out of reach"))?;
        let tariff = tariff.clone();
        if who.account.created < period.span.to {
            return Ok((tariff, period));
        }
        // Before there was the account nothing was owed for having it.
        Ok((Tariff { fee: Decimal::ZERO, minimum: Decimal::ZERO, ..tariff }, period))
    }

    /// What was found of periods before this one since their invoices. One in another currency waits for an invoice in
    /// its own.
    async fn adjustments(
        &self,
        usage: &Usage,
        who: &Manager,
        sent: &[Issued],
        period: &Period,
        now: Timestamp,
    ) -> Result<Vec<Adjustment>, AppError> {
        let oldest = now.saturating_sub(LOOKED_AT).unwrap_or(Timestamp::MIN);
        let is_open = |issued: &&Issued| {
            issued.span.to <= period.span.from && issued.span.to > oldest && issued.currency == *self.tariffs.currency()
        };
        let mut found = Vec::new();
        for issued in sent.iter().filter(is_open) {
            let (counted, _) = self.counted(usage, who, issued.span, now).await?;
            found.extend(issued.adjusted(counted, issued.paid(sent), now));
        }
        Ok(found)
    }

    /// What is billed of a span, and what was corrected of it.
    async fn counted(
        &self,
        usage: &Usage,
        who: &Manager,
        span: Span,
        now: Timestamp,
    ) -> Result<(Count, Vec<Correction>), AppError> {
        let (per, by, zone) = (Per::Month, By::Account, self.tariffs.zone().clone());
        let query = UsageQuery { span, per, by, zone, label: None };
        let counted = usage.report(who, &query, now).await?.total.live;
        let found = self.corrections.corrections(&who.account.id, span).await?;
        let counted = corrected(counted, &found);
        Ok((counted, found.into_iter().filter(|c| c.signature.is_some()).map(|c| c.correction).collect()))
    }
}

fn too_much() -> AppError {
    AppError::Internal(format!("more than {MOST_UNITS} units in a period").into())
}

impl Bill {
    /// As it was sent.
    fn sent(issued: &Issued, account: &Arc<Account>) -> Self {
        Self {
            account: Arc::clone(account),
            period: Period { name: issued.period.clone(), span: issued.span },
            preview: false,
            currency: issued.currency.as_str().to_owned(),
            counted: issued.counted,
            invoice: issued.invoice.clone(),
            corrections: issued.corrections.clone(),
            adjustments: issued.adjustments.clone(),
            total: issued.total,
            issued: Some(issued.at),
            forecast: None,
        }
    }

    /// As it is shown. Amounts are decimal, in strings.
    #[must_use]
    pub fn view(&self) -> Value {
        let Self {
            account, period, preview, currency, invoice, corrections, adjustments, total, issued, forecast, ..
        } = self;
        let forecast = forecast.as_ref().map(|f| json!({ "used": f.used, "total": f.total, "method": FORECAST }));
        json!({
            "account": account.id, "title": account.title, "plan": account.plan, "period": period.name,
            "from": period.span.from, "to": period.span.to, "preview": preview, "currency": currency,
            "unit": invoice.unit, "used": invoice.used, "lines": invoice.lines, "corrections": corrections.iter().map(view).collect::<Value>(), "adjustments": adjustments.iter().map(adjustment).collect::<Value>(), "total": total,
            "issued": issued, "forecast": forecast,
        })
    }
}

fn adjustment(adjustment: &Adjustment) -> Value {
    let Adjustment { period, at, units, amount, .. } = adjustment;
    json!({ "period": period, "at": at, "units": units, "amount": amount })
}
