//! The learned model: allographs, their variation, and the habits of writers. One file for all hands.
//!
//! Layout (little endian): `LHM1`; counts of style numbers, habits, classes and hands; habits; gap and join
//! tables; classes; hands. Shapes are `v = mean + z·style + p·personal + m·momentary` with z the hand's
//! style, p drawn once a hand and m drawn for each letter; directions are one standard deviation long.

use thiserror::Error;

/// Numbers in a style.
pub const STYLE: usize = 16;
/// Habits in a model.
pub const HABITS: usize = 7;
const MAGIC: [u8; 4] = *b"LHM1";

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
        let mut v: Vec<f32> = self
            .mean
            .chunks_exact(2)
            .map(|b| self.mean_scale * f32::from(i16::from_le_bytes([b[0], b[1]])))
            .collect();
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
        let classes = (0..classes).map(|_| r.class()).collect::<Result<Vec<_>, _>>()?;
        let hands = (0..hands).map(|_| r.hand()).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { habits, gap_after, gap_before, join_lower, join_upper, classes, hands })
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

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn error(&self) -> ModelError {
        ModelError { at: self.at }
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], ModelError> {
        let end = self.at.checked_add(n).ok_or_else(|| self.error())?;
        let out = self.bytes.get(self.at..end).ok_or_else(|| self.error())?;
        self.at = end;
        Ok(out)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }

    fn u8(&mut self) -> Result<u8, ModelError> {
        Ok(self.array::<1>()?[0])
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn f32(&mut self) -> Result<f32, ModelError> {
        let v = f32::from_le_bytes(self.array()?);
        if v.is_finite() { Ok(v) } else { Err(self.error()) }
    }

    fn link(&mut self) -> Result<Link, ModelError> {
        match self.u8()? {
            0 => Ok(Link::None),
            1 => Ok(Link::Low),
            2 => Ok(Link::High),
            _ => Err(self.error()),
        }
    }

    fn rows(&mut self, width: usize) -> Result<Rows<'a>, ModelError> {
        let count = usize::from(self.u8()?);
        Ok(Rows { bytes: self.take(count * (4 + width))?, count, width })
    }

    fn class(&mut self) -> Result<Class<'a>, ModelError> {
        let c = char::from(self.u8()?);
        let (entry, exit) = (self.link()?, self.link()?);
        let (main, late, points) = (usize::from(self.u8()?), usize::from(self.u8()?), usize::from(self.u8()?));
        if main == 0 || points < 2 {
            return Err(self.error());
        }
        let width = 2 * (main * points + late * LATE_POINTS);
        let count = self.u32()? as f32;
        let share = self.f32()?;
        let share_style = self.rows(STYLE)?;
        let mean_scale = self.f32()?;
        let mean = self.take(2 * width)?;
        let (style, personal, momentary) = (self.rows(width)?, self.rows(width)?, self.rows(width)?);
        Ok(Class { c, entry, exit, main, late, points, mean, mean_scale, style, personal, momentary, share, share_style, count })
    }

    fn text(&mut self) -> Result<String, ModelError> {
        let n = usize::from(self.u8()?);
        String::from_utf8(self.take(n)?.to_vec()).map_err(|_| self.error())
    }

    fn hand(&mut self) -> Result<HandRow, ModelError> {
        let (id, title) = (self.text()?, self.text()?);
        let mut style = [0.0; STYLE];
        for v in &mut style {
            *v = self.f32()?;
        }
        let seed = u64::from_le_bytes(self.array()?);
        let joined = self.f32()?;
        let mut ratings = [0; 4];
        for v in &mut ratings {
            *v = i32::from_le_bytes(self.array()?);
        }
        Ok(HandRow { id, title, style, seed, joined, ratings })
    }
}

/// Writes a model file; the inverse of [`Model::parse`].
pub mod write {
    use super::{HABITS, HandRow, Link, MAGIC, STYLE};

    /// One allograph to write; matrices are row after row.
    pub struct ClassOut<'a> {
        /// The character.
        pub c: char,
        /// Its links.
        pub links: [Link; 2],
        /// Pieces of main ink, dots and bars, points of a piece.
        pub counts: [usize; 3],
        /// Letters it was learned from.
        pub count: usize,
        /// Share and its change with style.
        pub share: (f32, &'a [f32]),
        /// Mean shape.
        pub mean: &'a [f32],
        /// Style, personal and momentary directions.
        pub rows: [Vec<Vec<f32>>; 3],
    }

    /// Everything before the classes.
    pub struct Head {
        /// Mean, residual deviation and change with style of each habit.
        pub habits: [[f32; 2 + STYLE]; HABITS],
        /// Gap effects of left and right letters, x-heights, by code less 33.
        pub gaps: [[f32; 94]; 2],
        /// Join shares: lower to lower, capital to lower.
        pub joins: [[[f32; 26]; 26]; 2],
    }

    /// The bytes of a model.
    #[must_use]
    pub fn model(head: &Head, classes: &[ClassOut], hands: &[HandRow]) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for n in [STYLE, HABITS, classes.len(), hands.len()] {
            out.extend((n as u32).to_le_bytes());
        }
        out.extend(head.habits.iter().flatten().flat_map(|v| v.to_le_bytes()));
        out.extend(head.gaps.iter().flatten().map(|v| ((v * 200.0).round() as i8).cast_unsigned()));
        out.extend(head.joins.iter().flatten().flatten().map(|v| (v * 255.0).round() as u8));
        for c in classes {
            class(&mut out, c);
        }
        for h in hands {
            hand(&mut out, h);
        }
        out
    }

    fn class(out: &mut Vec<u8>, c: &ClassOut) {
        out.extend([c.c as u8, c.links[0] as u8, c.links[1] as u8]);
        out.extend(c.counts.map(|n| n as u8));
        out.extend((c.count as u32).to_le_bytes());
        out.extend(c.share.0.to_le_bytes());
        rows(out, &[c.share.1.to_vec()]);
        let scale = largest(c.mean) / 32767.0;
        out.extend(scale.to_le_bytes());
        out.extend(c.mean.iter().flat_map(|v| ((v / scale).round() as i16).to_le_bytes()));
        for r in &c.rows {
            rows(out, r);
        }
    }

    fn largest(v: &[f32]) -> f32 {
        v.iter().fold(1e-6, |a, b| b.abs().max(a))
    }

    fn rows(out: &mut Vec<u8>, rows: &[Vec<f32>]) {
        out.push(rows.len() as u8);
        for r in rows {
            let scale = largest(r) / 127.0;
            out.extend(scale.to_le_bytes());
            out.extend(r.iter().map(|v| ((v / scale).round() as i8).cast_unsigned()));
        }
    }

    fn hand(out: &mut Vec<u8>, h: &HandRow) {
        for t in [&h.id, &h.title] {
            out.push(t.len() as u8);
            out.extend(t.as_bytes());
        }
        out.extend(h.style.iter().flat_map(|v| v.to_le_bytes()));
        out.extend(h.seed.to_le_bytes());
        out.extend(h.joined.to_le_bytes());
        out.extend(h.ratings.iter().flat_map(|v| v.to_le_bytes()));
    }
}
