//! Reading texts under a dispute. The account is told first, so that nothing is opened in silence.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::json;
use zeroize::Zeroizing;

use super::Manager;
use super::call::Call;
use super::disputes::change;
use crate::account::Role;
use crate::audit::seal::{DataKey, Sealed};
use crate::audit::{Change, Entry};
use crate::dispute::{Dispute, DisputeState};
use crate::error::{AppError, StoreError};
use crate::ids::{DisputeId, KeyId};
use crate::ports::{AuditReader, ChangeSink, Cursor, DataKeyOpener, DisputeReader, SealedReader, Span};

/// Most entries of a page.
pub const MOST_READ: u32 = 100;

/// An entry with its text.
pub struct OpenedText {
    /// The entry.
    pub entry: Entry,
    /// What was drawn, or why it does not open.
    pub text: Result<Zeroizing<String>, &'static str>,
}

/// Reads texts.
pub struct Texts {
    disputes: Arc<dyn DisputeReader>,
    log: Arc<dyn AuditReader>,
    sealed: Arc<dyn SealedReader>,
    keys: Arc<dyn DataKeyOpener>,
    changes: Arc<dyn ChangeSink>,
}

impl Texts {
    /// With these means.
    #[must_use]
    pub fn new(
        disputes: Arc<dyn DisputeReader>,
        log: Arc<dyn AuditReader>,
        sealed: Arc<dyn SealedReader>,
        keys: Arc<dyn DataKeyOpener>,
        changes: Arc<dyn ChangeSink>,
    ) -> Self {
        Self { disputes, log, sealed, keys, changes }
    }

    /// The texts of a page of up to `limit` of the disputed calls, after `after`, and where the next begins.
    ///
    /// # Errors
    /// The role does not allow it; the dispute is not found, waits or has ended; a store or the key service
    /// does not answer, or the account cannot be told.
    pub async fn read(
        &self,
        who: &Manager,
        id: &DisputeId,
        after: Option<&Cursor>,
        limit: u32,
        call: &Call,
    ) -> Result<(Vec<OpenedText>, Option<Cursor>), AppError> {
        who.must_be(&[Role::Admin])?;
        let dispute = self.disputes.dispute(&who.account.id, id).await?.ok_or(AppError::NotFound("dispute"))?;
        match dispute.state(call.at) {
            DisputeState::Approved => {}
            DisputeState::Waiting => return Err(AppError::Forbidden("the dispute waits for approval".into())),
            DisputeState::Ended => return Err(AppError::Forbidden("the dispute has ended".into())),
        }
        let (span, limit) = (Span { from: dispute.from, to: dispute.to }, limit.min(MOST_READ));
        let entries = self.log.entries(&dispute.account, span, after, limit, call.at).await?;
        let full = entries.len() == limit as usize;
        let next = entries.last().filter(|_| full).map(|last| Cursor { at: last.at, id: last.id.clone() });
        let sealed = self.sealed(&dispute, entries, call).await?;
        if sealed.is_empty() {
            return Ok((Vec::new(), next));
        }
        self.changes.tell(&told(who, &dispute, &sealed, call)).await?;
        Ok((self.open(&dispute, sealed, call).await?, next))
    }

    /// Those that have a text.
    async fn sealed(
        &self,
        dispute: &Dispute,
        entries: Vec<Entry>,
        call: &Call,
    ) -> Result<Vec<(Entry, Sealed)>, StoreError> {
        let mut found = Vec::new();
        // A text is kept for what was given out, and for nothing else.
        for entry in entries.into_iter().filter(|entry| entry.status == 200 && entry.token.is_some()) {
            let sealed = self.sealed.sealed(&dispute.account, &entry.id, call.at).await?;
            found.extend(sealed.map(|sealed| (entry, sealed)));
        }
        Ok(found)
    }

    async fn open(
        &self,
        dispute: &Dispute,
        sealed: Vec<(Entry, Sealed)>,
        call: &Call,
    ) -> Result<Vec<OpenedText>, StoreError> {
        let mut keys: HashMap<KeyId, Option<DataKey>> = HashMap::new();
        let mut opened = Vec::new();
        for (entry, sealed) in sealed {
            if !keys.contains_key(&sealed.key_id) {
                let key = self.keys.open_key(&dispute.account, &sealed.key_id, call.at).await?;
                keys.insert(sealed.key_id.clone(), key);
            }
            let text = match &keys[&sealed.key_id] {
                Some(key) => key.open(&entry.id, &sealed).map_err(|_| "it is not what was sealed"),
                None => Err("its key is gone"),
            };
            opened.push(OpenedText { entry, text });
        }
        Ok(opened)
    }
}

/// Who reads which entries, and why.
fn told(who: &Manager, dispute: &Dispute, sealed: &[(Entry, Sealed)], call: &Call) -> Change {
    let entries: Vec<_> = sealed.iter().map(|(entry, _)| &entry.id).collect();
    let before = serde_json::Value::Null;
    let after = json!({ "reason": dispute.reason, "entries": entries });
    Change { after, ..change(who, dispute, "dispute.read", before, call) }
}
