//! A text drawn for a token: checked, admitted, drawn, sealed.

use std::sync::Arc;

use longhand_ink::layout::{Composed, compose_pages};
use longhand_ink::params::{Format, RenderRequest};
use zeroize::Zeroizing;

use super::call::{Call, Notes};
use super::cap::Purse;
use super::names::Names;
use super::once::{IdempotencyKey, Once, Settled};
use super::shape::Shape;
use super::{Caller, Gate};
use crate::audit::{Keyring, Units};
use crate::error::{AppError, FieldErrors};
use crate::tokens::Scope;

/// An admitted request: drawing it needs nobody else.
pub struct Job {
    request: RenderRequest,
    seed: u64,
    marked: bool,
}

/// A drawn page.
pub struct Drawn {
    /// The file.
    pub bytes: Vec<u8>,
    /// Of which kind.
    pub format: Format,
    /// Draws the same again.
    pub seed: u64,
    /// What it counts as.
    pub units: Units,
    /// What became of the text.
    pub shape: Shape,
    /// What became of characters that no hand can write, if they were not an error.
    pub missing: Option<String>,
    text: Zeroizing<String>,
}

/// What a page would be.
pub struct Measure {
    /// Draws it so.
    pub seed: u64,
    /// What it would count as.
    pub units: Units,
    /// What would become of the text.
    pub shape: Shape,
}

/// Draws for tokens.
pub struct Scribe {
    gate: Arc<Gate>,
    keyring: Keyring,
    purse: Purse,
    once: Once,
    names: Names,
}

impl Scribe {
    /// A scribe with these means.
    #[must_use]
    pub fn new(gate: Arc<Gate>, keyring: Keyring, purse: Purse, once: Once, names: Names) -> Self {
        Self { gate, keyring, purse, once, names }
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
    /// The token may not, the request is at fault, a cap is reached, the idempotency key is another
    /// request's, or a store does not answer.
    pub async fn admit(
        &self,
        caller: &Caller,
        format: Format,
        request: Result<RenderRequest, FieldErrors>,
        once: Option<(&IdempotencyKey, &[&[u8]])>,
        call: &Call,
        notes: &mut Notes,
    ) -> Result<Job, AppError> {
        caller.may(scope_of(format))?;
        let request = request?;
        let mut seed = request.seed(self.names.seed()?);
        if let Some((key, parts)) = once {
            let offered = Settled { seed, entry: self.names.bytes().map(crate::ids::EntryId::new)?, at: call.at };
            let peppers = self.gate.peppers(call.at).await?;
            let first = self.once.settle(key, caller, parts, &peppers, offered).await?;
            seed = first.seed;
            notes.billed_by(first.entry, first.at);
        }
        self.purse.reserve(caller, call.at, notes).await?;
        Ok(Job { request, seed, marked: caller.is_marked() })
    }

    /// What a request would become, without drawing or billing it.
    ///
    /// # Errors
    /// The token may not, or the request is at fault.
    pub fn estimate(&self, caller: &Caller, request: Result<RenderRequest, FieldErrors>) -> Result<Job, AppError> {
        caller.may(Scope::Estimate)?;
        let request = request?;
        let seed = request.seed(self.names.seed()?);
        Ok(Job { request, seed, marked: caller.is_marked() })
    }

    /// Seals the text of a drawn page for the entry of `call`, which makes it ready to be given out.
    ///
    /// # Errors
    /// If there is no key to seal it under; then the page must not be given out.
    pub async fn seal(&self, caller: &Caller, drawn: &Drawn, call: &Call, notes: &mut Notes) -> Result<(), AppError> {
        let sealed = self.keyring.seal(&caller.token.account, &call.id, &drawn.text, call.at).await?;
        notes.drawn(drawn.units, sealed);
        Ok(())
    }
}

impl Job {
    /// Draws the page. Takes a while: not for a thread that must answer others.
    ///
    /// # Errors
    /// If the text does not fit and that was asked to be an error.
    pub fn draw(self) -> Result<Drawn, AppError> {
        let mut pages = self.compose()?;
        if self.marked {
            for composed in &mut pages {
                longhand_ink::draw::mark(&mut composed.page);
            }
        }
        let bytes = longhand_ink::file(&pages, self.request.format(), self.request.output());
        let shape = Shape::of(&pages);
        let text = self.request.text();
        Ok(Drawn {
            bytes,
            format: self.request.format(),
            seed: self.seed,
            units: self.units(),
            shape,
            missing: self.request.missing().map(|missing| missing.to_string()),
            text: Zeroizing::new(text.chars().iter().collect()),
        })
    }

    /// What drawing it would give.
    ///
    /// # Errors
    /// As [`draw`](Self::draw).
    pub fn measure(self) -> Result<Measure, AppError> {
        let pages = self.compose()?;
        Ok(Measure { seed: self.seed, units: self.units(), shape: Shape::of(&pages) })
    }

    fn units(&self) -> Units {
        Units { images: 1, characters: self.request.text().chars().len() as u32 }
    }

    fn compose(&self) -> Result<Vec<Composed>, AppError> {
        Ok(compose_pages(&self.request, self.request.hand(), self.seed)?)
    }
}

/// The file of a request, for nobody: to see whether drawing works.
///
/// # Errors
/// If the text does not fit.
pub fn sample(request: &RenderRequest) -> Result<Vec<u8>, AppError> {
    let pages = compose_pages(request, request.hand(), request.seed(1))?;
    Ok(longhand_ink::file(&pages, request.format(), request.output()))
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
