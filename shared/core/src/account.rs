//! Accounts and the people who run them.

use serde::{Deserialize, Serialize};

use jiff::Timestamp;

use crate::bill::Customer;
use crate::ids::AccountId;
use crate::notice::Contact;
use crate::tokens::{Cap, SecretDigest};

/// What an account pays for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Test tokens only.
    #[default]
    Free,
    /// Live tokens, billed by use.
    Paid,
    /// Live tokens under a contract.
    Enterprise,
}

impl Plan {
    /// All plans by name.
    pub const ALL: [(&'static str, Self); 3] =
        [("free", Self::Free), ("paid", Self::Paid), ("enterprise", Self::Enterprise)];

    /// Whether its accounts may have and use live tokens.
    #[must_use]
    pub const fn has_live_tokens(self) -> bool {
        match self {
            Self::Free => false,
            Self::Paid | Self::Enterprise => true,
        }
    }
}

/// Whether an account may use the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It may.
    #[default]
    Active,
    /// Not until someone looked into it.
    Suspended,
    /// Not until it has paid.
    Unpaid,
    /// Never again.
    Closed,
}

impl State {
    /// All states by name.
    pub const ALL: [(&'static str, Self); 4] =
        [("active", Self::Active), ("suspended", Self::Suspended), ("unpaid", Self::Unpaid), ("closed", Self::Closed)];
}

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything in the account.
    Owner,
    /// Makes and manages tokens.
    Member,
    /// Looks, changes nothing, sees neither text nor secret.
    Support,
    /// Runs the service: plans and states of all accounts.
    Admin,
}

impl Role {
    /// All roles by name.
    pub const ALL: [(&'static str, Self); 4] =
        [("owner", Self::Owner), ("member", Self::Member), ("support", Self::Support), ("admin", Self::Admin)];
}

/// A person of an account, known by the subject that the identity provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// `sub` of the provider's tokens.
    pub subject: String,
    /// What they may do here.
    pub role: Role,
}

/// Someone who pays, or does not yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Its name for all time.
    pub id: AccountId,
    /// What people call it.
    pub title: String,
    /// What it pays for.
    pub plan: Plan,
    /// Whether it may use the service.
    pub state: State,
    /// Who runs it.
    pub members: Vec<Member>,
    /// Digest of the key that stands for its owner where there is no identity provider.
    pub owner_key: Option<SecretDigest>,
    /// Where its notices go.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// What the biller calls it, if it is billed.
    #[serde(default)]
    pub customer: Option<Customer>,
    /// Most billed images of all its tokens together.
    #[serde(default)]
    pub cap: Option<Cap>,
    /// When it was made.
    pub created: Timestamp,
    /// When its owner had it erased. What it left behind is gone within a day.
    #[serde(default)]
    pub erased: Option<Timestamp>,
    /// Raised by every change: a writer must know the latest.
    pub version: u64,
}

impl Account {
    /// Whether it may use the service.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.state == State::Active
    }

    /// What `subject` may do here.
    #[must_use]
    pub fn role_of(&self, subject: &str) -> Option<Role> {
        self.members.iter().find(|m| m.subject == subject).map(|m| m.role)
    }
}
