//! A hand: the way one writer shapes letters, joins them and spaces them.

use crate::geometry::Vec2;
use crate::rng::Stream;

/// A hand ready to write.
#[derive(Clone, Debug)]
pub struct Hand {}

/// Measures of a hand, in x-heights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// Height of a capital H over the baseline.
    pub cap_height: f32,
    /// Highest ink over the baseline that ordinary text reaches.
    pub ascent: f32,
    /// Lowest ink under the baseline that ordinary text reaches.
    pub descent: f32,
    /// Mean space between the ink of two words.
    pub word_gap: f32,
    /// Its standard deviation within one page.
    pub word_gap_sd: f32,
    /// Standard deviation of the baseline's wander along a line (an AR(1) walk over words).
    pub baseline_sd: f32,
}

/// The ink of one word: unit the x-height, origin on the baseline where the word begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordInk {
    /// Pen strokes in writing order: dots and bars after the word's main ink.
    pub strokes: Vec<PenStroke>,
    /// Where the next thing's space begins: the right edge of the ink between baseline and x-height.
    pub advance: f32,
}

/// One pen-down movement of a word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PenStroke {
    /// Which character of the word (by scalar value, from 0) this stroke begins.
    pub char_offset: u32,
    /// Points about 0.05 to 0.15 x-heights apart.
    pub points: Vec<Vec2>,
}

impl Hand {
    /// The hand with this id or title, `hand:<seed>`, or a mix; `None` if there is none such.
    #[must_use]
    pub fn find(_name: &str) -> Option<Self> {
        Some(Self {})
    }

    /// This hand's measures.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        Metrics { cap_height: 1.9, ascent: 2.1, descent: 1.1, word_gap: 1.1, word_gap_sd: 0.15, baseline_sd: 0.06 }
    }

    /// Writes one word of supported characters (no white space).
    #[must_use]
    pub fn write_word(&self, word: &str, stream: Stream) -> WordInk {
        let mut rng = stream.rng();
        let mut ink = WordInk::default();
        for (i, c) in word.chars().enumerate() {
            let h = if c.is_uppercase() { 1.9 } else { 1.0 + 0.05 * rng.normal() };
            let points = (0..24)
                .map(|k| {
                    let a = k as f32 * 0.26;
                    Vec2::new(ink.advance + 0.35 - 0.35 * libm::cosf(a), -h * (0.5 - 0.5 * libm::sinf(a)))
                })
                .collect();
            ink.strokes.push(PenStroke { char_offset: i as u32, points });
            ink.advance += 0.95;
        }
        ink.advance -= 0.25;
        ink
    }
}

/// Whether every hand can write this character.
#[must_use]
pub fn covers(c: char) -> bool {
    c.is_ascii_graphic()
}
