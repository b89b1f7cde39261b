//! Bills, and who is told of them.

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Answer, Span, Written};
use crate::bill::{Bill, Customer, Meter, MeterEvent};
use crate::ids::AccountId;
use crate::tariff::Issued;

/// Keeps what the biller was told.
#[async_trait]
pub trait Bills: Send + Sync {
    /// The name of the log whose hours are billed, where a service keeps several and it is not the first.
    fn log(&self) -> Option<&str>;

    /// The bill of an account's hour of that log.
    async fn bill(&self, account: &AccountId, hour: Timestamp) -> Answer<Option<Bill>>;

    /// An account's bills of hours that begin in `span`, by hour; those of all logs.
    async fn bills_in(&self, account: &AccountId, span: Span) -> Answer<Vec<Bill>>;

    /// Stores a bill if the stored one's version is one less, or it is the first and there is none; else a conflict.
    async fn put_bill(&self, bill: &Bill) -> Answer<Written>;

    /// Up to `limit` bills of that log that are open, by hour and account, after that of `after`.
    async fn open_bills(&self, after: Option<(&AccountId, Timestamp)>, limit: u32) -> Answer<Vec<Bill>>;
}

/// Keeps invoices that were sent.
#[async_trait]
pub trait IssuedInvoices: Send + Sync {
    /// Stores an invoice; a conflict if the account has one of that period.
    async fn put_invoice(&self, issued: &Issued) -> Answer<Written>;

    /// All invoices of an account, by period.
    async fn invoices(&self, account: &AccountId) -> Answer<Vec<Issued>>;
}

/// What the biller makes of what it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It has it, or had it already.
    Yes,
    /// It will not take it, however often it is told. Why, for the operator.
    Refused(String),
}

/// Whoever turns use into invoices.
#[async_trait]
pub trait Biller: Send + Sync {
    /// Tells of use. Told of twice under one identifier within a day, it is billed once.
    async fn tell(&self, event: &MeterEvent) -> Answer<Taken>;

    /// How much it has of what a customer used in `span`, which is of whole hours.
    async fn known(&self, customer: &Customer, meter: Meter, span: Span) -> Answer<i64>;
}
