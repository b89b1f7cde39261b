//! Opening, approving and closing disputes. Nobody who does this can read a text by it.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Manager;
use super::call::Call;
use super::names::Names;
use crate::account::Role;
use crate::audit::Change;
use crate::dispute::{Act, Dispute, DisputeState};
use crate::error::{AppError, FieldError, FieldErrors, StoreError};
use crate::ids::DisputeId;
use crate::ports::{DisputeReader, DisputeWriter, Warrants, Written};

/// Most characters of a reason.
const LONGEST_REASON: usize = 200;
/// Disputes whose warrants are withdrawn at a time.
const PAGE: u32 = 100;

/// A dispute to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDispute {
    from: Timestamp,
    to: Timestamp,
    reason: String,
}

impl NewDispute {
    /// A dispute about calls of a span of the past, for a reason that the account will read.
    ///
    /// # Errors
    /// Every fault of the three.
    pub fn read(
        from: Option<String>,
        to: Option<String>,
        reason: Option<String>,
        now: Timestamp,
    ) -> Result<Self, FieldErrors> {
        let mut faults = Vec::new();
        let mut time = |name: &'static str, text: Option<String>| match text.as_deref().map(str::parse) {
            Some(Ok(at)) if at <= now => at,
            Some(Ok(_)) => complain(&mut faults, name, "must not be in the future"),
            Some(Err(_)) => complain(&mut faults, name, "must be a time as 2027-01-31T00:00:00Z"),
            None => complain(&mut faults, name, "is required"),
        };
        let (from, to) = (time("from", from), time("to", to));
        let reason = reason.unwrap_or_default();
        if faults.is_empty() && from >= to {
            faults.push(FieldError::new("to", "must be after `from`"));
        }
        if reason.trim().is_empty() || reason.chars().count() > LONGEST_REASON {
            faults.push(FieldError::new("reason", &format!("must have 1 to {LONGEST_REASON} characters")));
        }
        FieldErrors::none_or(faults, Self { from, to, reason })
    }
}

fn complain(faults: &mut Vec<FieldError>, name: &str, complaint: &str) -> Timestamp {
    faults.push(FieldError::new(name, complaint));
    Timestamp::UNIX_EPOCH
}

/// Opens, approves and closes disputes.
pub struct Disputes {
    reader: Arc<dyn DisputeReader>,
    writer: Arc<dyn DisputeWriter>,
    warrants: Arc<dyn Warrants>,
    names: Names,
}

impl Disputes {
    /// With these means.
    #[must_use]
    pub fn new(
        reader: Arc<dyn DisputeReader>,
        writer: Arc<dyn DisputeWriter>,
        warrants: Arc<dyn Warrants>,
        names: Names,
    ) -> Self {
        Self { reader, writer, warrants, names }
    }

    /// Opens a dispute about the account. Opening is not approving.
    ///
    /// # Errors
    /// The role does not allow it, or a store does not answer.
    pub async fn open(&self, who: &Manager, new: NewDispute, call: &Call) -> Result<Dispute, AppError> {
        who.must_be(&[Role::Admin])?;
        let dispute = Dispute {
            id: DisputeId::new(self.names.bytes()?),
            account: who.account.id.clone(),
            from: new.from,
            to: new.to,
            reason: new.reason,
            opened: act(who, call),
            approvals: Vec::new(),
            closed: None,
            version: 1,
        };
        let told = change(who, &dispute, "dispute.open", Value::Null, call);
        stored(self.writer.create_dispute(&dispute, &told).await?, dispute)
    }

    /// Approves a dispute. With the second approval its texts can be read, from some minutes later on at the
    /// latest.
    ///
    /// # Errors
    /// It is not found, has ended, was approved by the same person; the role does not allow it.
    pub async fn approve(&self, who: &Manager, id: &DisputeId, call: &Call) -> Result<Dispute, AppError> {
        who.must_be(&[Role::Admin])?;
        let before = self.get(who, id).await?;
        let after = before.approve(act(who, call))?;
        let after = self.replace(who, &before, after, "dispute.approve", call).await?;
        if after.state(call.at) == DisputeState::Approved {
            // After it is stored: a warrant that nobody knows of would not be withdrawn. Whoever finds this
            // failed approves again.
            self.warrants.issue(&after.account, &after.id).await?;
        }
        Ok(after)
    }

    /// Closes a dispute; nothing is read under it any more.
    ///
    /// # Errors
    /// It is not found, was changed meanwhile, the role does not allow it.
    pub async fn close(&self, who: &Manager, id: &DisputeId, call: &Call) -> Result<Dispute, AppError> {
        who.must_be(&[Role::Admin])?;
        let before = self.get(who, id).await?;
        let after = self.replace(who, &before, before.close(act(who, call)), "dispute.close", call).await?;
        self.warrants.withdraw(&after).await?;
        Ok(after)
    }

    /// One of the account's disputes.
    ///
    /// # Errors
    /// [`AppError::NotFound`], the same for one about another account.
    pub async fn get(&self, who: &Manager, id: &DisputeId) -> Result<Dispute, AppError> {
        self.reader.dispute(&who.account.id, id).await?.ok_or(AppError::NotFound("dispute"))
    }

    /// A page of the account's disputes, by id.
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn list(&self, who: &Manager, after: Option<&DisputeId>, limit: u32) -> Result<Vec<Dispute>, AppError> {
        Ok(self.reader.disputes(&who.account.id, after, limit).await?)
    }

    async fn replace(
        &self,
        who: &Manager,
        before: &Dispute,
        after: Dispute,
        action: &str,
        call: &Call,
    ) -> Result<Dispute, AppError> {
        if after == *before {
            return Ok(after);
        }
        let told = change(who, &after, action, view(before), call);
        stored(self.writer.replace_dispute(&after, &told).await?, after)
    }
}

/// Withdraws the warrants of all disputes that have ended; how many.
///
/// # Errors
/// If a store does not answer; what is done till then is done.
pub async fn withdraw_overdue(warrants: &dyn Warrants, now: Timestamp) -> Result<usize, StoreError> {
    let mut count = 0;
    loop {
        let overdue = warrants.overdue(now, PAGE).await?;
        for dispute in &overdue {
            warrants.withdraw(dispute).await?;
        }
        count += overdue.len();
        if overdue.len() < PAGE as usize {
            return Ok(count);
        }
    }
}

fn stored(written: Written, dispute: Dispute) -> Result<Dispute, AppError> {
    match written {
        Written::Done => Ok(dispute),
        Written::Conflict => Err(AppError::Conflict("the dispute was changed meanwhile; try again")),
    }
}

fn act(who: &Manager, call: &Call) -> Act {
    Act { by: who.actor.subject.clone(), at: call.at }
}

/// What the account is told was done with a dispute.
pub(super) fn change(who: &Manager, dispute: &Dispute, action: &str, before: Value, call: &Call) -> Change {
    Change {
        id: call.id.clone(),
        at: call.at,
        account: dispute.account.clone(),
        actor: who.actor.clone(),
        action: action.to_owned(),
        object: dispute.id.to_string(),
        before,
        after: view(dispute),
    }
}

fn view(dispute: &Dispute) -> Value {
    json!({
        "from": dispute.from, "to": dispute.to, "reason": dispute.reason, "opened": dispute.opened,
        "approvals": dispute.approvals, "closed": dispute.closed, "version": dispute.version,
    })
}
