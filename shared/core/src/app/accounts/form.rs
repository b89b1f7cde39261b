//! What is asked to be made or changed of an account.

use crate::account::{Member, Plan, State};
use crate::bill::Customer;
use crate::error::FieldError;
use crate::notice::Contact;

/// An account to be made.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// What people call it.
    pub title: String,
    /// What it pays for.
    pub plan: Plan,
    /// Who runs it.
    pub members: Vec<Member>,
    /// Where its notices go.
    pub contact: Option<Contact>,
}

/// What is to change of an account; `None` for what is not.
#[derive(Clone, Debug, Default)]
pub struct AccountChange {
    /// What people call it.
    pub title: Option<String>,
    /// What it pays for. For those who run the service.
    pub plan: Option<Plan>,
    /// Whether it may use the service. For those who run the service.
    pub state: Option<State>,
    /// Who runs it.
    pub members: Option<Vec<Member>>,
    /// Where its notices go; nowhere, if `Some(None)`.
    pub contact: Option<Option<Contact>>,
    /// What the biller calls it; it is not billed, if `Some(None)`. For those who run the service.
    pub customer: Option<Option<Customer>>,
    /// Most billed images a month; 0 for no cap.
    pub monthly_cap: Option<u64>,
}

/// A mail address as it is typed; none, if empty.
///
/// # Errors
/// A fault of `contact`.
pub fn read_contact(text: &str) -> Result<Option<Contact>, FieldError> {
    let complaint = |_| FieldError::new("contact", "must be a mail address, or empty");
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(complaint) }
}

/// What a biller calls an account, as it is typed; nothing, if empty.
///
/// # Errors
/// A fault of `customer`.
pub fn read_customer(text: &str) -> Result<Option<Customer>, FieldError> {
    let complaint = |_| FieldError::new("customer", "must be 1 to 64 letters, digits, _ and -, or empty");
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(complaint) }
}
