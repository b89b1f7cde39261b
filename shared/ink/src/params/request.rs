//! A checked request.

use std::sync::Arc;

use super::fault::{FieldError, FieldErrors, MissingCharacter};
use super::length::{Extent, Length, Size};
use super::missing::{Missing, OnMissing, handle};
use super::{Format, MAX_TEXT};
use crate::hand::Hand;
use crate::page::Color;
use crate::pen::Pen;
use crate::text::Text;

/// Where lines begin and end between the margins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// All lines' ink begins at one edge.
    #[default]
    Left,
    /// All lines' ink is centred.
    Center,
    /// All lines' ink ends at one edge.
    Right,
}

/// What happens to text that the page has no room for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overflow {
    /// Lines that do not fit are left out and the first of their characters is reported.
    #[default]
    Clip,
    /// It is an error that says how many characters fit.
    Error,
    /// It goes on on further pages.
    Paginate,
}

/// How SVG shows a pen stroke.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paths {
    /// The outline of its ink, filled.
    #[default]
    Outlines,
    /// The centre line alone, for plotters.
    Lines,
}

/// What a file holds besides the writing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Output {
    /// How SVG shows a stroke.
    pub paths: Paths,
    /// Seconds that the writing takes in an animated SVG or WebP; `None` for one that stands still.
    pub duration: Option<f64>,
    /// Whether stroke JSON has the boxes of words and lines.
    pub boxes: bool,
}

/// Space kept free at each edge; `None` where the layout chooses a small natural margin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Margins {
    /// At the top.
    pub top: Option<Length>,
    /// At the right.
    pub right: Option<Length>,
    /// At the bottom.
    pub bottom: Option<Length>,
    /// At the left.
    pub left: Option<Length>,
}

/// The page asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    /// Width of the page.
    pub width: Extent,
    /// Height of the page.
    pub height: Extent,
    /// Longest side that `auto` may become.
    pub longest: Length,
    /// Raster pixels in an inch: 72 ..= 1200.
    pub dpi: f64,
    /// Free edges.
    pub margins: Margins,
    /// If given, the block of ink is centred with at least this much free at every edge (and the margins).
    pub min_padding: Option<Length>,
}

/// How the writing looks. Variances are fractions in 0 ..= 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Height of capitals.
    pub size: Size,
    /// Ink.
    pub color: Color,
    /// Pen.
    pub pen: Pen,
    /// Alignment.
    pub align: Align,
    /// Baseline to baseline in sizes: 0 ..= 5.
    pub line_spacing: f64,
    /// Greatest share by which a baseline gap differs.
    pub line_spacing_variance: f64,
    /// Greatest share by which a gap between words differs from the hand's own.
    pub word_spacing_variance: f64,
    /// What is added to every gap between letters, x-heights: -0.3 ..= 1.
    pub letter_spacing: f64,
    /// How much more uneven lean and gaps become towards the end of the text.
    pub fatigue: f64,
    /// Greatest distance of a bent baseline from its straight line, in sizes.
    pub baseline_variance: f64,
    /// Greatest drift of the margin from line to line, in sizes.
    pub margin_variance: f64,
}

/// A render request in which every value is within its limits. Made by [`RenderRequest::from_pairs`].
#[derive(Clone, Debug)]
pub struct RenderRequest {
    pub(super) format: Format,
    pub(super) handwriting_id: String,
    pub(super) hand: Arc<Hand>,
    pub(super) text: Text,
    pub(super) paper: Paper,
    pub(super) style: Style,
    /// The request's own seed, if it was positive.
    pub(super) random_seed: Option<u64>,
    pub(super) overflow: Overflow,
    pub(super) output: Output,
    pub(super) on_missing: OnMissing,
    pub(super) missing: Option<Missing>,
    pub(super) engine_version: u32,
}

impl RenderRequest {
    /// The kind of file it is for.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The id or title as it was given.
    #[must_use]
    pub fn handwriting_id(&self) -> &str {
        &self.handwriting_id
    }

    /// The hand of that id.
    #[must_use]
    pub fn hand(&self) -> &Hand {
        &self.hand
    }

    /// The text, 1 ..= [`MAX_TEXT`] characters that every hand can write.
    #[must_use]
    pub const fn text(&self) -> &Text {
        &self.text
    }

    /// The page.
    #[must_use]
    pub const fn paper(&self) -> &Paper {
        &self.paper
    }

    /// The look.
    #[must_use]
    pub const fn style(&self) -> &Style {
        &self.style
    }

    /// What to do with text that does not fit.
    #[must_use]
    pub const fn overflow(&self) -> Overflow {
        self.overflow
    }

    /// What the file holds besides.
    #[must_use]
    pub const fn output(&self) -> &Output {
        &self.output
    }

    /// What became of characters that no hand can write; `None` if there were none.
    #[must_use]
    pub const fn missing(&self) -> Option<Missing> {
        self.missing
    }

    /// The engine asked for.
    #[must_use]
    pub const fn engine_version(&self) -> u32 {
        self.engine_version
    }

    /// The seed of all randomness: the request's own if that is positive, else the caller's `entropy`.
    #[must_use]
    pub fn seed(&self, entropy: u64) -> u64 {
        self.random_seed.unwrap_or(entropy)
    }

    /// The same request for another text, without reading the other parameters again.
    ///
    /// # Errors
    /// If the text is empty, too long or has characters that no hand can write.
    pub fn with_text(&self, text: &str) -> Result<Self, FieldErrors> {
        let (text, missing) = handle(text, self.on_missing);
        FieldErrors::none_or(text_faults(&text), ())?;
        Ok(Self { text, missing, ..self.clone() })
    }

    /// The same request with another seed: what [`Self::seed`] returns from now on.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.random_seed = Some(seed);
        self
    }
}

/// What is wrong with a text, at most one fault.
pub(super) fn text_faults(text: &Text) -> Vec<FieldError> {
    let count = text.chars().len();
    if count == 0 {
        return vec![FieldError::new("text", "is required")];
    }
    if count > MAX_TEXT {
        let complaint = format!("must be at most {MAX_TEXT} characters, but has {count}");
        return vec![FieldError::new("text", &complaint)];
    }
    let missing: Vec<_> = text.unsupported().into_iter().map(|(c, at)| MissingCharacter::new(c, at)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    vec![FieldError { missing, ..FieldError::new("text", "has characters that this handwriting lacks") }]
}
