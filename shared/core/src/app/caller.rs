//! Who was let in, and from where.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;

use crate::account::Account;
use crate::error::AppError;
use crate::tokens::{Kind, Scope, Token};

/// Where and when a call comes in.
#[derive(Clone, Debug)]
pub struct Visit {
    /// When.
    pub at: Timestamp,
    /// From where.
    pub address: Option<IpAddr>,
    /// By which program.
    pub user_agent: String,
    /// By a page of which web origin, if a browser says so.
    pub origin: Option<String>,
}

/// A caller who was let in.
#[derive(Clone, Debug)]
pub struct Caller {
    /// With this token.
    pub token: Arc<Token>,
    /// Of this account.
    pub account: Arc<Account>,
}

impl Caller {
    /// Lets the token do `scope`.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] if it is limited to other things.
    pub fn may(&self, scope: Scope) -> Result<(), AppError> {
        if self.token.forbids(scope) {
            return Err(AppError::Forbidden(format!("the token is not allowed to use {scope}").into()));
        }
        Ok(())
    }

    /// Whether renders carry the mark.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.token.kind == Kind::Test
    }
}
