//! Few cubics for many points: least squares after Schneider, "An algorithm for automatically fitting
//! digitized curves" (Graphics Gems, 1990).

use wide::f32x4;

use crate::geometry::Vec2;

/// How often parameters are improved before a fit is given up.
const ROUNDS: usize = 5;
/// A fit whose samples lie so many tolerances away at first, squared, is given up at once.
const HOPELESS: f32 = 64.0;
/// Samples that are looked at together: as many numbers as every processor's vectors hold. Nothing is used of them that
/// processors do differently.
const LANES: usize = 4;
const ONE: f32x4 = f32x4::ONE;

/// A place on the curve to be fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    pub at: Vec2,
    /// Direction of travel, length 1; zero where the curve stands still.
    pub way: Vec2,
}

/// Samples as seen from the first, and the parameters at which the curve should pass them.
#[derive(Clone, Copy, Default)]
struct Block {
    x: f32x4,
    y: f32x4,
    u: f32x4,
}

/// Reusable memory of a fit.
#[derive(Default)]
pub(super) struct Fitter {
    /// The samples; the last block is filled up with the last of them, which no cubic misses.
    blocks: Vec<Block>,
    /// The way along the samples.
    way: f32,
}

impl Fitter {
    /// The cubic from the first sample to the last, tangent to the curve there, that passes within
    /// `tolerance` of every sample; `None` if none was found. Needs two samples.
    pub fn cubic(&mut self, samples: &[Sample], tolerance: f32) -> Option<[Vec2; 4]> {
        let (first, last) = (samples[0], samples[samples.len() - 1]);
        if samples.len() == 2 {
            let third = (last.at - first.at).length() / 3.0;
            return Some(cubic(first, last, third, third));
        }
        self.by_chord_length(samples)?;
        let mut before = f32::INFINITY;
        for left in (0..ROUNDS).rev() {
            let curve = self.least_squares(first, last);
            let powers = Powers::of(&curve);
            let error = self.worst(&powers) / (tolerance * tolerance);
            if error <= 1.0 {
                return Some(curve);
            }
            // What is left of an error after a round is about what was left of it after the round before.
            let rest = (0..left).fold(error, |rest, _| rest * (error / before));
            if error > HOPELESS || rest > 1.0 {
                return None;
            }
            before = error;
            self.improve(&powers);
        }
        None
    }

    /// The cubic from sample `from` that reaches furthest, not beyond `most` > `from`, and where it ends.
    pub fn longest(&mut self, samples: &[Sample], (from, most): (usize, usize), tolerance: f32) -> ([Vec2; 4], usize) {
        let mut best = (self.between(samples[from], samples[from + 1]), from + 1);
        // Lengths double while they fit; then the rest is halved.
        let (mut good, mut bad) = (from + 1, most + 1);
        while good + 1 < bad {
            let reach = good - from;
            let next = if bad > most { (good + reach.max(3)).min(most) } else { good.midpoint(bad) };
            if let Some(curve) = self.cubic(&samples[from..=next], tolerance) {
                best = (curve, next);
                good = next;
            } else {
                bad = next;
            }
        }
        best
    }

    /// The cubic between neighbouring samples, which always exists.
    fn between(&mut self, a: Sample, b: Sample) -> [Vec2; 4] {
        let straight = [a.at, a.at.lerp(b.at, 1.0 / 3.0), a.at.lerp(b.at, 2.0 / 3.0), b.at];
        self.cubic(&[a, b], f32::MAX).unwrap_or(straight)
    }

    /// Takes up samples, with parameters in proportion to the way along them; `None` if they stand still.
    fn by_chord_length(&mut self, samples: &[Sample]) -> Option<()> {
        let (first, last) = (samples[0].at, samples[samples.len() - 1]);
        let mut before = first;
        self.way = 0.0;
        self.blocks.clear();
        for chunk in samples.chunks(LANES) {
            let [mut x, mut y, mut u] = [[0.0; LANES]; 3];
            for k in 0..LANES {
                let at = chunk.get(k).unwrap_or(&last).at;
                self.way += (at - before).length();
                (x[k], y[k], u[k]) = (at.x - first.x, at.y - first.y, self.way);
                before = at;
            }
            self.blocks.push(Block { x: x.into(), y: y.into(), u: u.into() });
        }
        let way = f32x4::splat(self.way);
        (self.way > 0.0).then(|| self.blocks.iter_mut().for_each(|block| block.u /= way))
    }

    /// The cubic whose two handle lengths leave the least sum of squared distances.
    fn least_squares(&self, first: Sample, last: Sample) -> [Vec2; 4] {
        let (chord, v, w) = (last.at - first.at, first.way, last.way * -1.0);
        let (chord_v, chord_w) = (dot(chord, v), dot(chord, w));
        let [mut aa, mut ab, mut bb, mut ra, mut rb] = [f32x4::ZERO; 5];
        for &Block { x, y, u } in &self.blocks {
            let t = ONE - u;
            let (b1, b2) = (u * t * t * 3.0, u * u * t * 3.0);
            let to_last = b2 + u * u * u;
            aa += b1 * b1;
            ab += b1 * b2;
            bb += b2 * b2;
            ra += b1 * (x * v.x + y * v.y - to_last * chord_v);
            rb += b2 * (x * w.x + y * w.y - to_last * chord_w);
        }
        let (aa, ab, bb) = (dot(v, v) * sum(aa), dot(v, w) * sum(ab), dot(w, w) * sum(bb));
        let (ra, rb, chord) = (sum(ra), sum(rb), chord.length());
        let det = aa * bb - ab * ab;
        let (mut a, mut b) = ((ra * bb - rb * ab) / det, (rb * aa - ra * ab) / det);
        // Handles that point backwards or go further than the curve does: Wu and Barsky's heuristic.
        let sane = |x: f32| x > 1e-3 * chord && x < self.way;
        if !(sane(a) && sane(b)) {
            (a, b) = (chord / 3.0, chord / 3.0);
        }
        cubic(first, last, a, b)
    }

    /// The largest squared distance of a sample from the curve at its parameter.
    fn worst(&self, Powers { x: cx, y: cy }: &Powers) -> f32 {
        let mut worst = f32x4::ZERO;
        for &Block { x, y, u } in &self.blocks {
            let (dx, dy) = (value(cx, u) - x, value(cy, u) - y);
            worst = worst.max(dx * dx + dy * dy);
        }
        worst.to_array().into_iter().fold(0.0, f32::max)
    }

    /// One step of Newton's method moves each parameter towards the nearest point of the curve.
    fn improve(&mut self, Powers { x: cx, y: cy }: &Powers) {
        for Block { x, y, u } in &mut self.blocks {
            let (dx, dy) = (value(cx, *u) - *x, value(cy, *u) - *y);
            let (vx, vy) = (speed(cx, *u), speed(cy, *u));
            let slope = vx * vx + vy * vy + dx * bend(cx, *u) + dy * bend(cy, *u);
            let step = slope.simd_gt(f32x4::ZERO) & ((dx * vx + dy * vy) / slope);
            *u = (*u - step).max(f32x4::ZERO).min(ONE);
        }
    }
}

/// A cubic as seen from its beginning, by powers of its parameter.
struct Powers {
    x: [f32; 3],
    y: [f32; 3],
}

impl Powers {
    fn of(curve: &[Vec2; 4]) -> Self {
        let powers = |[p, q, r, s]: [f32; 4]| {
            let (a, b, c) = (q - p, r - q, s - r);
            [3.0 * a, 3.0 * (b - a), c - 2.0 * b + a]
        };
        Self { x: powers(curve.map(|at| at.x)), y: powers(curve.map(|at| at.y)) }
    }
}

/// A coordinate of a cubic at parameters, and its first and second derivative.
fn value(c: &[f32; 3], u: f32x4) -> f32x4 {
    u * (u * (u * c[2] + c[1]) + c[0])
}

fn speed(c: &[f32; 3], u: f32x4) -> f32x4 {
    u * (u * (3.0 * c[2]) + 2.0 * c[1]) + c[0]
}

fn bend(c: &[f32; 3], u: f32x4) -> f32x4 {
    u * (6.0 * c[2]) + 2.0 * c[1]
}

/// The sum, in one order on every processor.
fn sum(lanes: f32x4) -> f32 {
    let [a, b, c, d] = lanes.to_array();
    (a + b) + (c + d)
}

/// The cubic between two samples with handles of these lengths.
fn cubic(first: Sample, last: Sample, a: f32, b: f32) -> [Vec2; 4] {
    [first.at, first.at + first.way * a, last.at - last.way * b, last.at]
}

/// The scalar product.
pub(super) fn dot(a: Vec2, b: Vec2) -> f32 {
    a.x * b.x + a.y * b.y
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(curve: impl Fn(f32) -> (Vec2, Vec2), n: usize) -> Vec<Sample> {
        (0..=n)
            .map(|k| {
                let (at, way) = curve(k as f32 / n as f32);
                Sample { at, way: way * (1.0 / way.length()) }
            })
            .collect()
    }

    fn quarter(u: f32) -> (Vec2, Vec2) {
        let (sin, cos) = libm::sincosf(u * core::f32::consts::FRAC_PI_2);
        (Vec2::new(cos, sin), Vec2::new(-sin, cos))
    }

    #[test]
    fn a_quarter_circle_is_one_cubic_with_the_textbook_handles() {
        let curve = Fitter::default().cubic(&samples(quarter, 20), 1e-3).unwrap();
        assert!((curve[1] - Vec2::new(1.0, 0.5523)).length() < 2e-3, "{curve:?}");
        assert!((curve[2] - Vec2::new(0.5523, 1.0)).length() < 2e-3, "{curve:?}");
    }

    #[test]
    fn what_no_cubic_can_follow_is_refused() {
        let turns = |u: f32| {
            let (sin, cos) = libm::sincosf(u * 12.0);
            (Vec2::new(cos, sin), Vec2::new(-sin, cos))
        };
        assert_eq!(Fitter::default().cubic(&samples(turns, 60), 0.01), None);
    }

    #[test]
    fn samples_that_stand_still_are_refused() {
        let still = Sample { at: Vec2::new(1.0, 1.0), way: Vec2::default() };
        assert_eq!(Fitter::default().cubic(&[still; 3], 0.01), None);
    }

    #[test]
    fn a_straight_line_stays_straight() {
        let line = |u: f32| (Vec2::new(u, 2.0 * u), Vec2::new(1.0, 2.0));
        let curve = Fitter::default().cubic(&samples(line, 9), 1e-4).unwrap();
        assert!(curve.iter().all(|p| (p.y - 2.0 * p.x).abs() < 1e-5));
    }
}
