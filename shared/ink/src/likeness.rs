//! Which hand a sample of handwriting is like: by how its lines turn.
//!
//! At each point of the ink's outlines two legs are laid along the outline, one forwards and one backwards; how often which
//! pair of directions occurs tells writers apart whatever they write. This is the contour-hinge of Bulacu and Schomaker
//! ("Text-Independent Writer Identification and Verification Using Textural and Allographic Features", IEEE TPAMI 29(4),
//! 2007), with legs of two lengths, in widths of the pen, so that it does not matter how large a sample is.

mod known;
mod outline;
mod sample;

pub use self::known::drawn;
use self::known::known;
pub use self::sample::NoSample;
use crate::geometry::Vec2;
use crate::hand::HandInfo;

/// Directions that are told apart.
const DIRECTIONS: usize = 24;
/// Lengths of the legs, in widths of the pen, and the least, in pixels.
const LEGS: [f32; 2] = [2.5, 6.0];
const LEAST_LEG: usize = 5;
/// Of outlines on a grid of pixels a line is this much narrower than what its area and outline say (diagonals are longer).
const WIDER: f32 = 1.2;
/// Fewer points of outlines tell nothing.
const LEAST_POINTS: usize = 2000;

/// How the lines of a sample turn: how often each pair of directions occurs, for each length of legs.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness(Vec<f32>);

impl Likeness {
    /// That of an image in rows of `width` pixels, 0 black to 255 white: dark ink on lighter paper, however it is lit. None
    /// if there is less ink than a line of writing.
    #[must_use]
    pub fn of(width: usize, luma: &[u8]) -> Option<Self> {
        let ink = outline::ink(width, luma)?;
        let outlines = outline::outlines(width, &ink);
        let points: usize = outlines.iter().map(Vec::len).sum();
        if points < LEAST_POINTS {
            return None;
        }
        let area = ink.iter().filter(|ink| **ink).count();
        let pen = WIDER * 2.0 * area as f32 / points as f32;
        let smooth: Vec<_> = outlines.iter().map(|points| outline::smooth(points, (0.7 * pen) as usize)).collect();
        let turns = LEGS.map(|leg| turns(&smooth, LEAST_LEG.max((leg * pen + 0.5) as usize)));
        turns.iter().all(|turns| !turns.is_empty()).then(|| Self(turns.concat()))
    }

    /// How unlike another is, 0 to 4 (the χ² distance of both pairs of histograms).
    #[must_use]
    pub fn distance(&self, other: &Self) -> f32 {
        let both = self.0.iter().zip(&other.0).filter(|(a, b)| **a + **b > 0.0);
        both.map(|(a, b)| (a - b) * (a - b) / (a + b)).sum()
    }
}

/// How often each pair of directions occurs, of all one; empty if no outline is long enough.
fn turns(outlines: &[Vec<Vec2>], leg: usize) -> Vec<f32> {
    let mut counts = vec![0_u32; DIRECTIONS * DIRECTIONS];
    for points in outlines.iter().filter(|points| points.len() >= 3 * leg) {
        for (i, point) in points.iter().enumerate() {
            let (ahead, behind) = (points[(i + leg) % points.len()], points[(i + points.len() - leg) % points.len()]);
            counts[direction(ahead, *point) * DIRECTIONS + direction(behind, *point)] += 1;
        }
    }
    let all: u32 = counts.iter().sum();
    if all == 0 { Vec::new() } else { counts.iter().map(|count| *count as f32 / all as f32).collect() }
}

/// In which direction a point lies from another.
fn direction(to: Vec2, from: Vec2) -> usize {
    let turn = libm::atan2f(to.y - from.y, to.x - from.x) / core::f32::consts::TAU;
    ((turn.rem_euclid(1.0) * DIRECTIONS as f32) as usize) % DIRECTIONS
}

/// The built-in hands, the likest first, and how unlike each is.
#[must_use]
pub fn by_likeness(sample: &Likeness) -> Vec<(&'static HandInfo, f32)> {
    let distance = |known: &[Likeness]| known.iter().map(|known| known.distance(sample)).fold(f32::INFINITY, f32::min);
    let mut hands: Vec<_> = known().map(|(hand, known)| (hand, distance(&known))).collect();
    hands.sort_by(|a, b| a.1.total_cmp(&b.1));
    hands
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_an_image_is_it_is_like_itself_or_too_little(
            width in 0..80_usize,
            luma in prop::collection::vec(prop_oneof![Just(0_u8), Just(255), any::<u8>()], 0..9000),
        ) {
            if let Some(likeness) = Likeness::of(width, &luma) {
                prop_assert!(likeness.distance(&likeness) == 0.0 && likeness.0.len() == 2 * DIRECTIONS * DIRECTIONS);
            }
        }
    }

    #[test]
    fn paper_alone_is_like_nothing() {
        assert_eq!(Likeness::of(200, &[255; 16_000]), None);
        assert_eq!(Likeness::of(200, &[0; 16_000]), None);
        assert_eq!(Likeness::of(0, &[]), None);
    }
}
