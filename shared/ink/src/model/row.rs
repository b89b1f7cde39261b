//! A hand of the catalogue.

use super::STYLE;

/// Heights of a hand that the file does not know.
pub(super) const UNKNOWN: [f32; 3] = [0.0; 3];

/// A hand of the catalogue as the model file holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct HandRow {
    /// Twelve characters of Crockford's base 32.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Style numbers.
    pub style: [f32; STYLE],
    /// Seed of everything else about the hand.
    pub seed: u64,
    /// Share of pairs joined.
    pub joined: f32,
    /// Ratings: neatness, cursivity, embellishment, character width.
    pub ratings: [i32; 4],
    /// Height of its H, ascent and descent, x-heights; without them they are found from its letters, which takes as
    /// long as writing a page.
    pub heights: Option<[f32; 3]>,
}
