//! One allograph. Most are never drawn, so that little more is held of one than where it stands in the file.

use super::read::Reader;
use super::{Link, ModelError, STYLE};

/// Points of a dot or bar.
pub const LATE_POINTS: usize = 8;

/// Where in a head its parts stand, and how long it is, bytes: character, links, main ink, dots and bars, points; then
/// letters it was learned from; share; its change with style; scale of the mean; numbers of directions.
const COUNT: usize = 6;
const SHARE: usize = COUNT + 4;
const SHARE_STYLE: usize = SHARE + 4;
const MEAN_SCALE: usize = SHARE_STYLE + 4 + STYLE;
const DIRECTIONS: usize = MEAN_SCALE + 4;
pub(super) const HEAD: usize = DIRECTIONS + 3;

/// Places of the directions in a head.
const OF_STYLE: usize = 0;
const PERSONAL: usize = 1;
const MOMENTARY: usize = 2;

/// Rows of quantised numbers: per row a scale, then one signed byte a coordinate.
#[derive(Clone, Copy, Debug)]
struct Rows<'a> {
    bytes: &'a [u8],
    width: usize,
}

impl Rows<'_> {
    /// Adds `k[i]` times each row to `v`.
    fn add(&self, v: &mut [f32], k: &[f32]) {
        for (row, k) in self.bytes.chunks_exact(4 + self.width).zip(k) {
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
    head: &'a [u8; HEAD],
    /// Mean; style, personal and momentary directions.
    shapes: &'a [u8],
}

impl<'a> Class<'a> {
    /// The next class: what is to be known of it from the heads, its shapes from the file.
    pub(super) fn read(heads: &mut Reader<'a>, shapes: &mut Reader<'a>) -> Result<Self, ModelError> {
        let error = heads.error();
        let head: &[u8; HEAD] = heads.array_ref()?;
        let [c, entry, exit, main, late, points, ..] = *head;
        let (Some(entry), Some(exit)) = (Link::of(entry), Link::of(exit)) else { return Err(error) };
        let [main, late, points] = [main, late, points].map(usize::from);
        let class = Self { c: char::from(c), entry, exit, main, late, points, head, shapes: &[] };
        let finite = [SHARE, MEAN_SCALE].iter().all(|at| class.number(*at).is_finite());
        if main == 0 || points < 2 || !finite {
            return Err(error);
        }
        let end = class.directions_at(MOMENTARY + 1);
        Ok(Self { shapes: shapes.take(end)?, ..class })
    }

    /// Coordinates of a shape: x, y of each point.
    #[must_use]
    pub fn width(&self) -> usize {
        2 * (self.main * self.points + self.late * LATE_POINTS)
    }

    /// Letters it was learned from.
    #[must_use]
    pub fn count(&self) -> f32 {
        u32::from_le_bytes(self.four(COUNT)) as f32
    }

    /// Share of this allograph among those of the same character and links, for a style.
    #[must_use]
    pub fn share(&self, z: &[f32; STYLE]) -> f32 {
        let mut line = [0.0; STYLE];
        Rows { bytes: &self.head[SHARE_STYLE..MEAN_SCALE], width: STYLE }.add(&mut line, &[1.0]);
        self.number(SHARE) + line.iter().zip(z).map(|(a, b)| a * b).sum::<f32>()
    }

    /// The shape that a hand aims at.
    #[must_use]
    pub fn shape(&self, z: &[f32; STYLE], personal: &[f32]) -> Vec<f32> {
        let (mean, scale) = (&self.shapes[..2 * self.width()], self.number(MEAN_SCALE));
        let mut v: Vec<f32> =
            mean.chunks_exact(2).map(|b| scale * f32::from(i16::from_le_bytes([b[0], b[1]]))).collect();
        self.directions(OF_STYLE).add(&mut v, z);
        self.directions(PERSONAL).add(&mut v, personal);
        v
    }

    /// Number of personal directions.
    #[must_use]
    pub fn personal_count(&self) -> usize {
        self.directions_count(PERSONAL)
    }

    /// Number of momentary directions.
    #[must_use]
    pub fn momentary_count(&self) -> usize {
        self.directions_count(MOMENTARY)
    }

    /// Adds `k[i]` times each momentary direction to a shape.
    pub fn add_momentary(&self, v: &mut [f32], k: &[f32]) {
        self.directions(MOMENTARY).add(v, k);
    }

    fn directions_count(&self, kind: usize) -> usize {
        usize::from(self.head[DIRECTIONS + kind])
    }

    /// Where in the shapes the directions of a kind begin: after the mean, and those of the kinds before.
    fn directions_at(&self, kind: usize) -> usize {
        let before: usize = (0..kind).map(|kind| self.directions_count(kind)).sum();
        2 * self.width() + before * (4 + self.width())
    }

    fn directions(&self, kind: usize) -> Rows<'a> {
        Rows { bytes: &self.shapes[self.directions_at(kind)..self.directions_at(kind + 1)], width: self.width() }
    }

    fn number(&self, at: usize) -> f32 {
        f32::from_le_bytes(self.four(at))
    }

    fn four(&self, at: usize) -> [u8; 4] {
        [self.head[at], self.head[at + 1], self.head[at + 2], self.head[at + 3]]
    }
}
