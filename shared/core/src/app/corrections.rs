//! Corrections of what is billed: made by those who run the service, signed where hours are added up.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::call::Call;
use super::{Books, Manager, Names};
use crate::account::Role;
use crate::audit::{Change, hour_of};
use crate::correction::{Correction, NewCorrection, SignedCorrection};
use crate::error::{AppError, FieldError, StoreError};
use crate::ids::EntryId;
use crate::ports::{AccountReader, Bills, Corrections, Signer, Written};

/// Corrections signed at a time.
const PAGE: u32 = 100;

/// Corrects what is billed of an hour of the account of `who`, from when it is signed on. What was counted stays.
///
/// # Errors
/// The role does not allow it, the hour is yet to come (field `hour`), or a store does not answer.
pub async fn correct(
    corrections: &dyn Corrections,
    names: &Names,
    who: &Manager,
    (hour, new): (Timestamp, NewCorrection),
    call: &Call,
) -> Result<Correction, AppError> {
    who.must_be(&[Role::Admin])?;
    if hour > call.at {
        return Err(FieldError::new("hour", "must not be in the future").into());
    }
    let NewCorrection { images, characters, reason } = new;
    let (id, account, actor) = (EntryId::new(names.bytes()?), who.account.id.clone(), who.actor.clone());
    let correction = Correction { id, account, hour: hour_of(hour), images, characters, reason, at: call.at, actor };
    let change = Change {
        id: call.id.clone(),
        at: call.at,
        account: correction.account.clone(),
        actor: correction.actor.clone(),
        action: "usage.correct".to_owned(),
        object: correction.id.to_string(),
        before: Value::Null,
        after: view(&correction),
    };
    match corrections.put_correction(&correction, &change).await? {
        Written::Done => Ok(correction),
        Written::Conflict => Err(AppError::Internal("an id was made twice".into())),
    }
}

/// A correction as its account sees it.
#[must_use]
pub fn view(correction: &Correction) -> Value {
    let Correction { hour, images, characters, reason, at, .. } = correction;
    json!({ "hour": hour, "images": images, "characters": characters, "reason": reason, "at": at })
}

/// Signs corrections, and has them billed.
pub struct Notary {
    corrections: Arc<dyn Corrections>,
    signer: Arc<dyn Signer>,
    books: Books,
}

impl Notary {
    /// With these means.
    #[must_use]
    pub fn new(corrections: Arc<dyn Corrections>, signer: Arc<dyn Signer>, books: Books) -> Self {
        Self { corrections, signer, books }
    }

    /// All of them on one store.
    pub fn on<S: Corrections + Signer + Bills + AccountReader + 'static>(store: &Arc<S>) -> Self {
        Self::new(store.clone(), store.clone(), Books::on(store))
    }

    /// Signs all that are not; how many. Run twice at once, one signature stays, and both are good.
    ///
    /// # Errors
    /// If a store does not answer; what is signed till then counts.
    pub async fn run(&self) -> Result<usize, StoreError> {
        let mut signed = 0;
        loop {
            let some = self.corrections.unsigned(PAGE).await?;
            for SignedCorrection { correction, .. } in &some {
                // Before it is signed, since then nobody asks for it any more.
                self.books.correct(correction).await?;
                let signature = Some(BASE64.encode(self.signer.sign(&correction.written()).await?));
                let correction = correction.clone();
                self.corrections.put_signature(&SignedCorrection { correction, signature }).await?;
            }
            signed += some.len();
            if some.len() < PAGE as usize {
                return Ok(signed);
            }
        }
    }
}
