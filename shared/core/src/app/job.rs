//! An admitted request on its way to a drawn page.

use longhand_ink::layout::{Composed, compose_pages};
use longhand_ink::params::{Format, RenderRequest};
use zeroize::Zeroizing;

use super::shape::Shape;
use crate::audit::Units;
use crate::error::AppError;
use crate::receipt::{Commitment, Opening};

/// An admitted request: drawing it needs nobody else.
pub struct Job {
    pub(super) request: RenderRequest,
    pub(super) seed: u64,
    pub(super) marked: bool,
    pub(super) pledge: Option<Pledge>,
}

/// The commitment to a live request, and what opens it.
pub(super) struct Pledge {
    pub commitment: Commitment,
    pub opening: Opening,
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
    pub(super) text: Zeroizing<String>,
    pub(super) pledge: Option<Pledge>,
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
            pledge: self.pledge,
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

/// Draws a word, for nobody: to see whether drawing works, and to have read what it takes before anyone waits for it.
///
/// # Errors
/// If it does not.
pub fn canary() -> Result<(), AppError> {
    let word =
        [("handwriting_id", "Perry"), ("text", "Anna"), ("width", "120px"), ("height", "60px"), ("random_seed", "1")];
    let request = RenderRequest::from_pairs(Format::Png, word)?;
    let pages = compose_pages(&request, request.hand(), request.seed(1))?;
    if longhand_ink::file(&pages, request.format(), request.output()).is_empty() {
        return Err(AppError::Internal("the canary drew nothing".into()));
    }
    Ok(())
}
