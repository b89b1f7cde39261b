//! A hand: the way one writer shapes letters, joins them and spaces them.
//!
//! A hand is sixteen style numbers and a seed. From the model it takes, once, the allographs it uses; then
//! every letter it writes is a fresh draw about its own form, as a person's letters are.

mod catalogue;
mod corners;
mod forms;
mod join;
mod joined;
mod letter;
mod shape;
mod word;

pub use catalogue::{HandInfo, catalogue};
pub use word::{PenStroke, WordInk};

use std::sync::Arc;

use crate::compound::{self, MarkHabit};
use crate::model::{Habit, HandRow, Model};
use crate::rng::{Purpose, Stream};
use forms::Forms;

/// Share of hands that cross tt with one bar.
const LONG_BARS: f32 = 0.65;
/// Of the hands that join more pairs than this share, so many leave dots and bars to the end of the word; all others
/// set them as soon as the pen is lifted.
const DOTS_WAIT: (f32, f32) = (0.6, 0.25);

/// Spread of hands' breadth, in logarithms: style has what people's letters have in common, this what it misses.
const BREADTH: f32 = 0.2;
/// Spread of how much hands' letters differ from time to time, in logarithms: some people are neat.
const NEATNESS: f32 = 0.3;
/// How much sharper than the mean of all people's letters a hand's corners are, and its spread.
const CORNERS: (f32, f32) = (0.4, 0.4);

/// A hand ready to write.
#[derive(Clone, Debug)]
pub struct Hand {
    title: String,
    slant: f32,
    /// How much wider than its forms it writes.
    breadth: f32,
    /// How much more than most people's its letters differ from time to time.
    lively: f32,
    /// How much sharper than its forms' its corners are.
    corners: f32,
    letter_gap: f32,
    letter_gap_sd: f32,
    /// Added to every gap between letters, x-heights.
    spacing: f32,
    joined: f32,
    /// Whether one bar crosses both letters of tt.
    long_bars: bool,
    /// Whether dots and bars are left to the end of the word.
    dots_wait: bool,
    metrics: Metrics,
    forms: Arc<Forms>,
    marks: MarkHabit,
    model: &'static Model<'static>,
    /// Of its tastes.
    root: Stream,
}

/// Measures of a hand, in x-heights.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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

impl Hand {
    /// The hand with this id or title, `hand:<seed>`, or `mix:<hand>:<weight>,<hand>:<weight>…`; `None` if
    /// there is none such.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        if let Some(seed) = name.strip_prefix("hand:") {
            let model = catalogue::model();
            return Some(Self::new(model, &drawn(model, seed.trim().parse().ok()?)));
        }
        if let Some(mix) = name.strip_prefix("mix:") {
            return Some(Self::new(catalogue::model(), &mixed(mix)?));
        }
        catalogue::built_in(name)
    }

    /// The hand of a catalogue row, drawn with any model.
    #[must_use]
    pub fn new(model: &'static Model<'static>, row: &HandRow) -> Self {
        let root = Stream::root(row.seed).sub(Purpose::Hand, 0);
        let mut rng = root.rng();
        let z = &row.style;
        let mut habit = |h: Habit| model.habit(h, z, 0.9 * rng.normal_within(1.5));
        let slant = habit(Habit::Slant).clamp(-0.6, 0.2);
        let letter_gap = habit(Habit::LetterGap).clamp(0.17, 0.75);
        // Half of the spread is the cutting's.
        let letter_gap_sd = (0.5 * habit(Habit::LetterGapSd)).clamp(0.03, 0.12);
        let word_gap = habit(Habit::WordGap).clamp(0.95 + 0.5 * letter_gap, 1.8);
        let baseline_sd = (0.6 * habit(Habit::Wander)).clamp(0.02, 0.09);
        let forms = Forms::choose(model, z, root);
        let metrics = Metrics { word_gap, word_gap_sd: 0.12 * word_gap, baseline_sd, ..forms.metrics(row.heights) };
        Self {
            title: row.title.clone(),
            slant,
            breadth: libm::expf(BREADTH * rng.normal_within(2.0)),
            letter_gap,
            letter_gap_sd,
            spacing: 0.0,
            joined: row.joined,
            metrics,
            forms: Arc::new(forms),
            marks: MarkHabit::draw(&mut rng),
            long_bars: rng.uniform() < LONG_BARS,
            dots_wait: rng.uniform() < DOTS_WAIT.1 && row.joined > DOTS_WAIT.0,
            lively: libm::expf(NEATNESS * rng.normal_within(2.0)),
            corners: CORNERS.0 + CORNERS.1 * rng.normal_within(2.0),
            model,
            root,
        }
    }

    /// The same hand with `by` x-heights more between letters, joined or not.
    #[must_use]
    pub fn spaced(&self, by: f32) -> Self {
        Self { spacing: by, ..self.clone() }
    }

    /// This hand's measures.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.metrics
    }

    /// Its name, or what it was asked for by.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Lean of its upright strokes, dx per dy (negative leans to the right).
    #[must_use]
    pub fn slant(&self) -> f32 {
        self.slant
    }
}

/// A new hand: a draw about the mean of all writers, kept where letters are legible.
fn drawn(model: &Model, seed: u64) -> HandRow {
    let mut rng = Stream::root(seed).sub(Purpose::Hand, 1).rng();
    let style = core::array::from_fn(|_| 0.9 * rng.normal_within(2.0));
    let joined = model.habit(Habit::Joined, &style, 0.6 * rng.normal_within(2.0));
    HandRow { id: String::new(), title: format!("hand:{seed}"), style, seed, joined, ratings: [1400; 4], heights: None }
}

/// `A:0.7,B:0.3`: styles in these shares; everything else from the first.
fn mixed(mix: &str) -> Option<HandRow> {
    let mut parts = Vec::new();
    for part in mix.split(',') {
        let (name, weight) = part.rsplit_once(':')?;
        let weight: f32 = weight.trim().parse().ok().filter(|w: &f32| (0.0..=1e6).contains(w))?;
        parts.push((catalogue::row(name.trim())?, weight));
    }
    let total: f32 = parts.iter().map(|p| p.1).sum();
    let (first, _) = parts.first().filter(|_| total > 0.0)?;
    let mean = |get: &dyn Fn(&HandRow) -> f32| parts.iter().map(|(r, w)| get(r) * w).sum::<f32>() / total;
    let style = core::array::from_fn(|k| mean(&|r| r.style[k]));
    let joined = mean(&|r| r.joined);
    Some(HandRow { title: format!("mix:{mix}"), style, joined, heights: None, ..(*first).clone() })
}

/// Whether every hand can write this character.
#[must_use]
pub fn covers(c: char) -> bool {
    c.is_ascii_graphic() || compound::recipe(c).is_some()
}

#[cfg(test)]
mod tests;
