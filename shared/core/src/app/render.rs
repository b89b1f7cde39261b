//! A text drawn for a token: checked, admitted, drawn, sealed.

use std::sync::Arc;

use futures_util::future::try_join;
use jiff::Timestamp;
use longhand_ink::params::{Format, RenderRequest};

use super::call::{Call, Notes};
use super::cap::Purse;
use super::job::{Drawn, Job, Pledge};
use super::names::Names;
use super::once::{IdempotencyKey, Once, Settled};
use super::receipts::Receipts;
use super::{Caller, Gate, PlanBook};
use crate::audit::Keyring;
use crate::error::{AppError, FieldErrors, StoreError};
use crate::ids::EntryId;
use crate::plans::Plans;
use crate::receipt::{Opening, PublicKeys, Receipt};
use crate::tokens::{Kind, Scope};

/// What a caller asks for.
pub struct Order<'a> {
    /// Of which kind the file is.
    pub format: Format,
    /// What is drawn, or its faults.
    pub request: Result<RenderRequest, FieldErrors>,
    /// The format's name, then each parameter's name and value as they were sent, by their order.
    pub asked: &'a [&'a [u8]],
    /// Under which the same order is drawn alike and billed once.
    pub key: Option<&'a IdempotencyKey>,
}

/// What a caller keeps of a live render.
pub struct Kept {
    /// The [receipt](crate::receipt), signed.
    pub receipt: String,
    /// Opens its commitment.
    pub opening: Opening,
}

/// Draws for tokens.
pub struct Scribe {
    gate: Arc<Gate>,
    plans: Arc<PlanBook>,
    keyring: Keyring,
    purse: Purse,
    once: Once,
    names: Names,
    receipts: Receipts,
}

impl Scribe {
    /// A scribe with these means.
    #[must_use]
    pub fn new(
        gate: Arc<Gate>,
        plans: Arc<PlanBook>,
        keyring: Keyring,
        purse: Purse,
        once: Once,
        names: Names,
        receipts: Receipts,
    ) -> Self {
        Self { gate, plans, keyring, purse, once, names, receipts }
    }

    /// By which keys receipts are certified.
    ///
    /// # Errors
    /// If they cannot be read.
    pub async fn receipt_keys(&self) -> Result<PublicKeys, AppError> {
        Ok(self.receipts.keys().await?)
    }

    /// A seed that nobody asked for.
    ///
    /// # Errors
    /// If the system has no randomness to give.
    pub fn seed(&self) -> Result<u64, AppError> {
        Ok(self.names.seed()?)
    }

    /// Checks what `caller` asks for in `call` and takes it off the caps it comes under.
    ///
    /// # Errors
    /// The token or the plan may not, the request is at fault, a cap is reached, the idempotency key is another
    /// request's, or a store does not answer.
    pub async fn admit(
        &self,
        caller: &Caller,
        order: Order<'_>,
        call: &Call,
        notes: &mut Notes,
    ) -> Result<Job, AppError> {
        caller.may(scope_of(order.format))?;
        let request = order.request?;
        let plans = self.plans.current(call.at).await?;
        plans.lets_draw(caller.token.kind, call.at)?;
        let allowance = plans.allowance(&caller.account);
        allowance.lets(order.format, request.hand())?;
        let mut seed = request.seed(self.names.seed()?);
        let mut opening = Opening::new(self.names.bytes()?);
        if let Some(key) = order.key {
            let entry = self.names.bytes().map(EntryId::new)?;
            let peppers = self.gate.peppers(call.at).await?;
            let offered = Settled { seed, entry, at: call.at, opening };
            let first = self.once.settle(key, caller, order.asked, &peppers, offered).await?;
            (seed, opening) = (first.seed, first.opening);
            notes.billed_by(first.entry, first.at);
        }
        self.purse.reserve(caller, allowance.monthly_cap, call.at, notes).await?;
        let pledge = Pledge { commitment: opening.commit(order.asked), opening };
        let pledge = Some(pledge).filter(|_| caller.token.kind == Kind::Live);
        Ok(Job { request, seed, marked: caller.is_marked(), pledge })
    }

    /// The plans in force.
    ///
    /// # Errors
    /// If they cannot be read.
    pub async fn plans(&self, at: Timestamp) -> Result<Arc<Plans>, AppError> {
        Ok(self.plans.current(at).await?)
    }

    /// What a request would become, without drawing or billing it.
    ///
    /// # Errors
    /// The token or the plan may not, or the request is at fault.
    pub async fn estimate(
        &self,
        caller: &Caller,
        request: Result<RenderRequest, FieldErrors>,
        at: Timestamp,
    ) -> Result<Job, AppError> {
        caller.may(Scope::Estimate)?;
        let request = request?;
        let plans = self.plans.current(at).await?;
        plans.allowance(&caller.account).lets(request.format(), request.hand())?;
        let seed = request.seed(self.names.seed()?);
        Ok(Job { request, seed, marked: caller.is_marked(), pledge: None })
    }

    /// Seals the text of a drawn page for the entry of `call`, and makes the receipt of a live one, which makes it ready
    /// to be given out.
    ///
    /// # Errors
    /// If there is no key to seal it under or to sign with; then the page must not be given out.
    pub async fn seal(
        &self,
        caller: &Caller,
        drawn: &Drawn,
        call: &Call,
        notes: &mut Notes,
    ) -> Result<Option<Kept>, AppError> {
        let sealing = self.keyring.seal(&caller.token.account, &call.id, &drawn.text, call.at);
        let (sealed, kept) = try_join(sealing, self.receipt(caller, drawn, call, notes.bill(call))).await?;
        let commitment = drawn.pledge.as_ref().map(|pledge| pledge.commitment.clone());
        notes.drawn(drawn.units, sealed, commitment);
        Ok(kept)
    }

    async fn receipt(
        &self,
        caller: &Caller,
        drawn: &Drawn,
        call: &Call,
        (id, at): (EntryId, Timestamp),
    ) -> Result<Option<Kept>, StoreError> {
        let Some(Pledge { commitment, opening }) = &drawn.pledge else { return Ok(None) };
        let receipt = Receipt {
            id,
            request_id: call.request_id.clone(),
            at,
            made: call.at,
            account: caller.token.account.clone(),
            token: caller.token.key.clone(),
            units: drawn.units,
            seed: drawn.seed.to_string(),
            commitment: commitment.clone(),
        };
        Ok(Some(Kept { receipt: self.receipts.sign(&receipt).await?, opening: opening.clone() }))
    }
}

/// What the token must be allowed to for a file of this kind.
const fn scope_of(format: Format) -> Scope {
    match format {
        Format::Png => Scope::Png,
        Format::Webp => Scope::Webp,
        Format::Pdf => Scope::Pdf,
        Format::Svg => Scope::Svg,
        Format::Json | Format::Inkml | Format::Gcode | Format::Hpgl => Scope::Strokes,
    }
}
