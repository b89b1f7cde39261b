//! The learned model: allographs, their variation, and the habits of writers. One file for all hands.
//!
//! Layout (little endian): `LHM2`; counts of style numbers, habits, classes and hands; habits; gap and join
//! tables; classes; hands. Shapes are `v = mean + z·style + p·personal + m·momentary` with z the hand's
//! style, p drawn once a hand and m drawn for each letter; directions are one standard deviation long.

mod read;
mod row;
pub mod write;

use read::Reader;
pub use row::HandRow;
use thiserror::Error;

/// Numbers in a style.
pub const STYLE: usize = 16;
/// Habits in a model.
pub const HABITS: usize = 7;
/// A class is at least so long, bytes.
const CLASS_LEAST: usize = 32;
const MAGIC: [u8; 4] = *b"LHM2";

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

/// Why a model file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a model file of this version, at byte {at}")]
pub struct ModelError {
    /// Where reading failed.
    pub at: usize,
}

/// Rows of quantised numbers: per row a scale, then one signed byte a coordinate.
#[derive(Clone, Copy, Debug)]
struct Rows<'a> {
    bytes: &'a [u8],
    count: usize,
    width: usize,
}

impl Rows<'_> {
    /// Adds `k[i]` times each row to `v`.
    fn add(&self, v: &mut [f32], k: &[f32]) {
        let stride = 4 + self.width;
        for (row, k) in self.bytes.chunks_exact(stride).take(self.count).zip(k) {
            let scale = f32::from_le_bytes([row[0], row[1], row[2], row[3]]) * k;
            for (v, q) in v.iter_mut().zip(&row[4..]) {
                *v += scale * f32::from(q.cast_signed());
            }
        }
    }
}

/// One allograph.
#[derive(Clone, Copy, Debug)]
pub struct Class<'a> {
    /// The character it writes.
    pub c: char,
    /// How it begins.
    pub entry: Link,
    /// How it ends.
    pub exit: Link,
    /// Pieces of main ink.
    pub main: usize,
    /// Dots and bars.
    pub late: usize,
    /// Points of a main piece.
    pub points: usize,
    mean: &'a [u8],
    mean_scale: f32,
    style: Rows<'a>,
    personal: Rows<'a>,
    momentary: Rows<'a>,
    share: f32,
    share_style: Rows<'a>,
    /// Letters it was learned from.
    pub count: f32,
}

/// Points of a dot or bar.
pub const LATE_POINTS: usize = 8;

impl Class<'_> {
    /// Coordinates of a shape: x, y of each point.
    #[must_use]
    pub fn width(&self) -> usize {
        2 * (self.main * self.points + self.late * LATE_POINTS)
    }

    /// Share of this allograph among those of the same character and links, for a style.
    #[must_use]
    pub fn share(&self, z: &[f32; STYLE]) -> f32 {
        let mut line = [0.0; STYLE];
        self.share_style.add(&mut line, &[1.0]);
        self.share + line.iter().zip(z).map(|(a, b)| a * b).sum::<f32>()
    }

    /// The shape that a hand aims at.
    #[must_use]
    pub fn shape(&self, z: &[f32; STYLE], personal: &[f32]) -> Vec<f32> {
        let mut v: Vec<f32> =
            self.mean.chunks_exact(2).map(|b| self.mean_scale * f32::from(i16::from_le_bytes([b[0], b[1]]))).collect();
        self.style.add(&mut v, z);
        self.personal.add(&mut v, personal);
        v
    }

    /// Number of personal directions.
    #[must_use]
    pub fn personal_count(&self) -> usize {
        self.personal.count
    }

    /// Number of momentary directions.
    #[must_use]
    pub fn momentary_count(&self) -> usize {
        self.momentary.count
    }

    /// Adds `k[i]` times each momentary direction to a shape.
    pub fn add_momentary(&self, v: &mut [f32], k: &[f32]) {
        self.momentary.add(v, k);
    }
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
        // However many a damaged file says there are, no more than its bytes can hold.
        let mut list = Vec::with_capacity((classes as usize).min(bytes.len() / CLASS_LEAST));
        for _ in 0..classes {
            list.push(r.class()?);
        }
        let hands = (0..hands).map(|_| r.hand()).collect::<Result<Vec<_>, _>>()?;
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
