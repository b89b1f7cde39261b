//! Disputes: the one reason for which texts are opened, by two people's leave, for one account and a time.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::ids::{AccountId, DisputeId};

/// How many people must approve one.
pub const APPROVERS: usize = 2;
/// How long it waits for them, and how long texts may be read from then on.
pub const LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What somebody did with a dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Who: the identity provider's subject.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeState {
    /// Not enough people have approved it.
    Waiting,
    /// Texts may be read.
    Approved,
    /// Closed, or its time is over.
    Ended,
}

impl DisputeState {
    /// Whether texts may be read under it, now or later.
    #[must_use]
    pub fn goes_on(self) -> bool {
        self != Self::Ended
    }
}

/// A dispute about what one account's calls of a span of time drew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Its name.
    pub id: DisputeId,
    /// Whose calls.
    pub account: AccountId,
    /// Calls from this moment on.
    pub from: Timestamp,
    /// Calls before this moment.
    pub to: Timestamp,
    /// Why, as the account will read it.
    pub reason: String,
    /// Who opened it.
    pub opened: Act,
    /// Who approved it, in order.
    pub approvals: Vec<Act>,
    /// Who closed it before its time.
    pub closed: Option<Act>,
    /// Raised by every change.
    pub version: u64,
}

impl Dispute {
    /// The approval that made it one under which texts are read.
    #[must_use]
    pub fn approved(&self) -> Option<&Act> {
        self.approvals.get(APPROVERS - 1)
    }

    /// When it ends or ended.
    #[must_use]
    pub fn ends(&self) -> Timestamp {
        let begun = self.approved().unwrap_or(&self.opened).at;
        let ends = begun.saturating_add(LIFE).unwrap_or(Timestamp::MAX);
        self.closed.as_ref().map_or(ends, |closed| closed.at.min(ends))
    }

    /// How far it is at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> DisputeState {
        match self.approved() {
            _ if self.closed.is_some() || now >= self.ends() => DisputeState::Ended,
            Some(_) => DisputeState::Approved,
            None => DisputeState::Waiting,
        }
    }

    /// The same with one more approval. Who approves what is approved changes nothing.
    ///
    /// # Errors
    /// A conflict if it has ended, or the same person approves twice.
    pub fn approve(&self, act: Act) -> Result<Self, AppError> {
        match self.state(act.at) {
            DisputeState::Ended => Err(AppError::Conflict("the dispute has ended")),
            DisputeState::Approved => Ok(self.clone()),
            DisputeState::Waiting if self.approvals.iter().any(|approval| approval.by == act.by) => {
                Err(AppError::Conflict("you have approved it; someone else must too"))
            }
            DisputeState::Waiting => {
                let approvals = self.approvals.iter().cloned().chain([act]).collect();
                Ok(Self { approvals, version: self.version + 1, ..self.clone() })
            }
        }
    }

    /// The same, closed. Who closes what has ended changes nothing.
    #[must_use]
    pub fn close(&self, act: Act) -> Self {
        match self.state(act.at) {
            DisputeState::Ended => self.clone(),
            _ => Self { closed: Some(act), version: self.version + 1, ..self.clone() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(by: &str, s: i64) -> Act {
        Act { by: by.to_owned(), at: Timestamp::from_second(s).unwrap() }
    }

    fn waiting() -> Dispute {
        Dispute {
            id: DisputeId::new([1; 10]),
            account: AccountId::new([1; 10]),
            from: Timestamp::UNIX_EPOCH,
            to: Timestamp::from_second(10).unwrap(),
            reason: "an invoice".to_owned(),
            opened: act("ann", 100),
            approvals: Vec::new(),
            closed: None,
            version: 1,
        }
    }

    fn state(dispute: &Dispute, s: i64) -> DisputeState {
        dispute.state(Timestamp::from_second(s).unwrap())
    }

    #[test]
    fn it_takes_two_people() {
        let once = waiting().approve(act("ann", 110)).unwrap();
        assert_eq!((state(&waiting(), 110), state(&once, 120)), (DisputeState::Waiting, DisputeState::Waiting));
        assert!(matches!(once.approve(act("ann", 120)), Err(AppError::Conflict(_))));
        let twice = once.approve(act("bo", 120)).unwrap();
        assert_eq!((state(&twice, 120), twice.version), (DisputeState::Approved, 3));
        assert_eq!(twice.approve(act("cy", 130)).unwrap(), twice);
    }

    #[test]
    fn it_ends_a_week_after_it_was_approved_or_when_it_is_closed() {
        let week = LIFE.as_secs();
        assert_eq!(state(&waiting(), 99 + week), DisputeState::Waiting);
        assert_eq!(state(&waiting(), 100 + week), DisputeState::Ended);
        assert!(waiting().approve(act("ann", 100 + week)).is_err());
        let approved = waiting().approve(act("ann", 110)).unwrap().approve(act("bo", 200)).unwrap();
        assert_eq!(state(&approved, 199 + week), DisputeState::Approved);
        assert_eq!(state(&approved, 200 + week), DisputeState::Ended);
        let closed = approved.close(act("ann", 300));
        assert_eq!((state(&closed, 300), closed.ends().as_second()), (DisputeState::Ended, 300));
        assert_eq!(closed.close(act("bo", 400)), closed);
        assert!(closed.approve(act("cy", 301)).is_err());
    }
}
