//! How one person makes marks: the same from word to word.

use crate::rng::Rng;

/// A hand's habit with marks. Draw it once for each hand, from the hand's own stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarkHabit {
    /// Size against the usual.
    pub size: f32,
    /// Space between the letter's ink and a mark over or under it, in x-heights.
    pub lift: f32,
    /// Turn of marks over letters in radians, clockwise on the page.
    pub tilt: f32,
}

impl MarkHabit {
    /// The habit of a new hand.
    #[must_use]
    pub fn draw(rng: &mut Rng) -> Self {
        Self {
            size: 1.0 + 0.1 * rng.normal_within(2.0),
            lift: 0.25 + 0.05 * rng.normal_within(2.0),
            tilt: 0.05 * rng.normal_within(2.0),
        }
    }
}

impl Default for MarkHabit {
    /// The middle of what people do.
    fn default() -> Self {
        Self { size: 1.0, lift: 0.25, tilt: 0.0 }
    }
}
