//! One call from its first byte to its entry in the audit log.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;

use super::cap::Reservation;
use super::{Caller, Passed};
use crate::audit::seal::Sealed;
use crate::audit::{Entry, LONGEST_USER_AGENT, Units, hour_of};
use crate::error::{AppError, StoreError};
use crate::ids::{AccountId, EntryId, RequestId, TokenKey};
use crate::permit::Standing;
use crate::ports::{AuditSink, Spending};
use crate::receipt::Commitment;
use crate::tokens::Kind;

/// What is known of a call before anyone looked at it.
#[derive(Clone, Debug)]
pub struct Call {
    /// Name of its entry.
    pub id: EntryId,
    /// What the caller may quote.
    pub request_id: RequestId,
    /// When it came in.
    pub at: Timestamp,
    /// HTTP method.
    pub method: String,
    /// The route's pattern; empty if there is none.
    pub route: String,
    /// The calling program, as it says.
    pub user_agent: String,
    /// Where it came from.
    pub address: Option<IpAddr>,
}

impl Call {
    /// A call that came in by no route: from a command line.
    #[must_use]
    pub fn unrouted(id: EntryId, at: Timestamp) -> Self {
        let (method, route, user_agent) = (String::new(), String::new(), String::new());
        Self { request_id: RequestId::from(&id), id, at, method, route, user_agent, address: None }
    }
}

/// What is found out about a call on its way. Kept outside of the code that answers, so that it is there
/// also when that code fails.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    account: Option<AccountId>,
    token: Option<TokenKey>,
    kind: Option<Kind>,
    subject: Option<String>,
    units: Units,
    text: Option<Sealed>,
    commitment: Option<Commitment>,
    reserved: Vec<Reservation>,
    /// When the token ends, if that is soon.
    ends: Option<Timestamp>,
    /// Where the call stands under its limits.
    standings: Vec<Standing>,
    /// The entry that bills an idempotent request, if that is not this call's own.
    billing: Option<(EntryId, Timestamp)>,
}

impl Notes {
    /// When the caller's token ends, if that is soon enough to be told.
    #[must_use]
    pub const fn ends(&self) -> Option<Timestamp> {
        self.ends
    }

    /// What it counts as if it is answered.
    #[must_use]
    pub const fn units(&self) -> Units {
        self.units
    }

    /// Where the call stands under its limits.
    #[must_use]
    pub fn standings(&self) -> &[Standing] {
        &self.standings
    }

    /// What a limit made of the call.
    ///
    /// # Errors
    /// As the limit did.
    pub fn passed(&mut self, passed: Passed) -> Result<(), AppError> {
        if let Ok(Some(standing)) | Err(AppError::TooMany { standing, .. }) = &passed {
            self.standings.push(*standing);
        }
        passed.map(drop)
    }

    /// The token whose call it is, at this time.
    pub fn caller(&mut self, caller: &Caller, now: Timestamp) {
        self.ends = caller.token.ends_soon(now);
        self.account = Some(caller.token.account.clone());
        self.token = Some(caller.token.key.clone());
        self.kind = Some(caller.token.kind);
    }

    /// The person whose call it is.
    pub fn person(&mut self, account: Option<&AccountId>, subject: &str) {
        self.account = account.cloned();
        self.subject = Some(subject.to_owned());
    }

    /// One image of a cap is taken.
    pub(super) fn reserve(&mut self, reservation: Reservation) {
        self.reserved.push(reservation);
    }

    /// An image is about to be given out.
    pub(super) fn drawn(&mut self, units: Units, text: Sealed, commitment: Option<Commitment>) {
        self.units = units;
        self.text = Some(text);
        self.commitment = commitment;
    }

    /// The entry that bills `call`, and of which time it is.
    pub(super) fn bill(&self, call: &Call) -> (EntryId, Timestamp) {
        self.billing.clone().unwrap_or_else(|| (call.id.clone(), call.at))
    }

    /// The entry that bills an idempotent request, and of which time it is.
    pub(super) fn billing(&self) -> Option<(EntryId, Timestamp)> {
        self.billing.clone()
    }

    /// The entry `id` of the time `at` bills this request, not the call's own.
    pub(super) fn billed_by(&mut self, id: EntryId, at: Timestamp) {
        self.billing = Some((id, at));
    }

    /// Stores the entries of `call`, answered with `status` and `bytes` after `duration_us`. Nothing is
    /// counted, and what was reserved is given back to `spending`, unless the answer is a success. A service that
    /// reserves nothing has no `spending`.
    ///
    /// # Errors
    /// If they cannot be stored; then the answer must not be given.
    pub async fn settle(
        self,
        call: Call,
        (status, bytes, duration_us): (u16, u64, u64),
        sink: &Arc<dyn AuditSink>,
        spending: Option<&Arc<dyn Spending>>,
    ) -> Result<(), StoreError> {
        let given = status == 200;
        let reserved = self.reserved.clone();
        let stored = self.append(call, (status, bytes, duration_us), sink).await;
        if let Some(spending) = spending.filter(|_| !given || stored.is_err()) {
            for reservation in &reserved {
                reservation.give_back(&**spending).await?;
            }
        }
        stored
    }

    async fn append(self, call: Call, end: (u16, u64, u64), sink: &Arc<dyn AuditSink>) -> Result<(), StoreError> {
        let (billing, call_at) = (self.billing.clone(), call.at);
        let entry = self.entry(call, end);
        let Some((id, at)) = billing.filter(|_| entry.status == 200) else { return sink.append(&entry).await };
        // First the call's own, which bills nothing: what cannot be stored whole is not given out, nor billed.
        sink.append(&Entry { units: Units::default(), commitment: None, ..entry.clone() }).await?;
        // Whoever comes first stores it; for all others it is there already. Its text is sealed for this
        // call's entry, so it stays there. Its hour is that of the first try, which may be a day ago.
        let billed = Entry { id, at, text: None, ..entry };
        if hour_of(billed.at) == hour_of(call_at) {
            sink.append(&billed).await
        } else {
            sink.append_late(&billed).await
        }
    }

    fn entry(self, call: Call, (status, bytes, duration_us): (u16, u64, u64)) -> Entry {
        let given = status == 200;
        Entry {
            id: call.id,
            request_id: call.request_id,
            at: call.at,
            account: self.account,
            token: self.token,
            kind: self.kind,
            subject: self.subject,
            method: call.method,
            route: call.route,
            status,
            duration_us,
            bytes,
            user_agent: cut(call.user_agent),
            address: call.address,
            units: if given { self.units } else { Units::default() },
            commitment: self.commitment.filter(|_| given),
            text: self.text.filter(|_| given),
        }
    }
}

/// At most the bytes that are kept, on a character's border.
fn cut(mut user_agent: String) -> String {
    let end = (0..=LONGEST_USER_AGENT.min(user_agent.len())).rev().find(|&i| user_agent.is_char_boundary(i));
    user_agent.truncate(end.unwrap_or(0));
    user_agent
}
