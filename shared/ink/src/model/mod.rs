//! The learned model: allographs, their variation, and the habits of writers. One file for all hands.
//!
//! Layout (little endian): `LHM3`; counts of style numbers, habits, classes and hands; habits; gap and join
//! tables; hands; what is to be known of each class; their shapes. A process that writes a note needs few of those,
//! and reads no others. Shapes are `v = mean + z·style + p·personal + m·momentary` with z the hand's
//! style, p drawn once a hand and m drawn for each letter; directions are one standard deviation long.

mod class;
mod read;
mod row;
pub mod write;

pub use class::{Class, LATE_POINTS};
use read::Reader;
pub use row::HandRow;
use thiserror::Error;

/// Numbers in a style.
pub const STYLE: usize = 16;
/// Habits in a model.
pub const HABITS: usize = 7;
const MAGIC: [u8; 4] = *b"LHM3";

/// What a writer does beside shaping letters; the number is the place in the model file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Habit {
    /// Lean of upright strokes, dx per dy (negative leans to the right).
    Slant = 0,
    /// Optical gap between lifted letters, x-heights.
    LetterGap = 1,
    /// Its standard deviation within one writer.
    LetterGapSd = 2,
    /// Optical gap between words.
    WordGap = 3,
    /// Its standard deviation within one writer.
    WordGapSd = 4,
    /// Share of lower-case pairs written without lifting the pen.
    Joined = 5,
    /// Standard deviation of letters about the baseline.
    Wander = 6,
}

/// How a letter begins or ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// The pen is lifted.
    #[default]
    None,
    /// Joined by a stroke that rises from the baseline.
    Low,
    /// Joined near the x-height.
    High,
}

impl Link {
    /// The link of this number in a model file.
    fn of(number: u8) -> Option<Self> {
        [Self::None, Self::Low, Self::High].get(usize::from(number)).copied()
    }
}

/// Why a model file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a model file of this version, at byte {at}")]
pub struct ModelError {
    /// Where reading failed.
    pub at: usize,
}

/// The whole model.
#[derive(Clone, Debug)]
pub struct Model<'a> {
    habits: [[f32; 2 + STYLE]; HABITS],
    gap_after: &'a [u8],
    gap_before: &'a [u8],
    join_lower: &'a [u8],
    join_upper: &'a [u8],
    classes: Vec<Class<'a>>,
    hands: Vec<HandRow>,
}

impl<'a> Model<'a> {
    /// Reads a model file.
    ///
    /// # Errors
    /// [`ModelError`] where the bytes are not a model of this version.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let mut r = Reader { bytes, at: 0 };
        if r.take(4)? != MAGIC || r.u32()? as usize != STYLE || r.u32()? as usize != HABITS {
            return Err(r.error());
        }
        let (classes, hands) = (r.u32()?, r.u32()?);
        let mut habits = [[0.0; 2 + STYLE]; HABITS];
        for v in habits.iter_mut().flatten() {
            *v = r.f32()?;
        }
        let (gap_after, gap_before) = (r.take(94)?, r.take(94)?);
        let (join_lower, join_upper) = (r.take(676)?, r.take(676)?);
        let hands = (0..hands).map(|_| r.hand()).collect::<Result<Vec<_>, _>>()?;
        let mut heads = r.part((classes as usize).saturating_mul(class::HEAD))?;
        // There are bytes for so many.
        let mut list = Vec::with_capacity(classes as usize);
        for _ in 0..classes {
            list.push(Class::read(&mut heads, &mut r)?);
        }
        Ok(Self { habits, gap_after, gap_before, join_lower, join_upper, classes: list, hands })
    }

    /// Allographs, sorted by character.
    #[must_use]
    pub fn classes(&self) -> &[Class<'a>] {
        &self.classes
    }

    /// The catalogue.
    #[must_use]
    pub fn hands(&self) -> &[HandRow] {
        &self.hands
    }

    /// A habit for a style, with `deviation` standard deviations of what style does not explain.
    #[must_use]
    pub fn habit(&self, habit: Habit, z: &[f32; STYLE], deviation: f32) -> f32 {
        let row = &self.habits[habit as usize];
        row[0] + row[1] * deviation + row[2..].iter().zip(z).map(|(a, b)| a * b).sum::<f32>()
    }

    /// What a pair of lifted letters adds to the letter gap, x-heights.
    #[must_use]
    pub fn pair_gap(&self, a: char, b: char) -> f32 {
        let effect = |t: &[u8], c: char| {
            let k = (c as usize).checked_sub(33).and_then(|k| t.get(k)).copied().unwrap_or(0);
            f32::from(k.cast_signed()) / 200.0
        };
        effect(self.gap_after, a) + effect(self.gap_before, b)
    }

    /// Share of writers of joined hands who join this pair.
    #[must_use]
    pub fn join_share(&self, a: char, b: char) -> f32 {
        let table = if a.is_ascii_lowercase() { self.join_lower } else { self.join_upper };
        if !a.is_ascii_alphabetic() || !b.is_ascii_lowercase() {
            return 0.0;
        }
        let (i, j) = (a.to_ascii_lowercase() as usize - 97, b as usize - 97);
        f32::from(table[i * 26 + j]) / 255.0
    }
}
