//! The optical gap between two pieces of ink: near at the height where they are nearest.

use crate::geometry::Vec2;

const BANDS: usize = 18;
const TOP: f32 = -2.75;
const BAND: f32 = 0.25;
/// Bands from x-height to a little under the baseline.
const BODY: core::ops::Range<usize> = 7..12;

/// The outline of a letter's sides, in horizontal bands of a quarter x-height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sides {
    left: [f32; BANDS],
    right: [f32; BANDS],
}

impl Default for Sides {
    fn default() -> Self {
        Self { left: [f32::INFINITY; BANDS], right: [f32::NEG_INFINITY; BANDS] }
    }
}

impl Sides {
    /// The sides of some pen strokes (x-heights, baseline 0, upright).
    pub fn of<'a>(strokes: impl IntoIterator<Item = &'a [Vec2]>) -> Self {
        let mut out = Self::default();
        for s in strokes {
            out.add(s);
        }
        out
    }

    /// Adds a stroke's points.
    pub fn add(&mut self, stroke: &[Vec2]) {
        for p in stroke {
            let b = (((p.y - TOP) / BAND) as usize).min(BANDS - 1);
            self.left[b] = self.left[b].min(p.x);
            self.right[b] = self.right[b].max(p.x);
        }
    }

    /// Moved to the right by `dx`.
    #[must_use]
    pub fn shifted(mut self, dx: f32) -> Self {
        for v in self.left.iter_mut().chain(&mut self.right) {
            *v += dx;
        }
        self
    }

    /// Both inks as one.
    #[must_use]
    pub fn merged(mut self, other: &Self) -> Self {
        for b in 0..BANDS {
            self.left[b] = self.left[b].min(other.left[b]);
            self.right[b] = self.right[b].max(other.right[b]);
        }
        self
    }

    /// The left edge between x-height and baseline, else of all the ink.
    #[must_use]
    pub fn left_edge(&self) -> f32 {
        let edge = |s: &[f32]| s.iter().copied().fold(f32::INFINITY, f32::min);
        let inner = edge(&self.left[BODY]);
        if inner.is_finite() { inner } else { edge(&self.left).min(1e6) }
    }

    /// The gap (x-heights) from this ink to `next`: a mean of the three nearest approaches in bands that
    /// both fill or nearly fill, the nearest counting most. Without any, the distance of their boxes.
    #[must_use]
    pub fn gap(&self, next: &Self) -> f32 {
        let mut best = [f32::INFINITY; 3];
        for b in 0..BANDS {
            for n in b.saturating_sub(1)..(b + 2).min(BANDS) {
                let d = next.left[n] - self.right[b] + if n == b { 0.0 } else { 0.08 };
                if d < best[2] {
                    best[2] = d;
                    best.sort_by(f32::total_cmp);
                }
            }
        }
        if best[0].is_infinite() {
            let (right, left) = (self.span().1, next.span().0);
            return if left.is_finite() && right.is_finite() { left - right } else { 0.0 };
        }
        for k in 1..3 {
            best[k] = best[k].min(best[0] + 0.6);
        }
        0.5 * best[0] + 0.3 * best[1] + 0.2 * best[2]
    }

    /// The nearest approach of this ink to `next` within a band or between neighbouring ones; infinite if they
    /// share none.
    #[must_use]
    pub fn nearest(&self, next: &Self) -> f32 {
        let near = |b: usize| (b.saturating_sub(1)..(b + 2).min(BANDS)).map(move |n| next.left[n] - self.right[b]);
        (0..BANDS).flat_map(near).fold(f32::INFINITY, f32::min)
    }

    /// Leftmost and rightmost x of all the ink; infinite for none.
    #[must_use]
    pub fn span(&self) -> (f32, f32) {
        let left = self.left.iter().copied().fold(f32::INFINITY, f32::min);
        (left, self.right.iter().copied().fold(f32::NEG_INFINITY, f32::max))
    }

    /// The right edge between x-height and baseline, else of all the ink.
    #[must_use]
    pub fn right_edge(&self) -> f32 {
        let edge = |s: &[f32]| s.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let inner = edge(&self.right[BODY]);
        if inner.is_finite() { inner } else { edge(&self.right).max(0.0) }
    }
}
