//! Few cubics for many points: least squares after Schneider, "An algorithm for automatically fitting
//! digitized curves" (Graphics Gems, 1990).

use crate::geometry::Vec2;

/// How often parameters are improved before a fit is given up.
const ROUNDS: usize = 5;

/// A place on the curve to be fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    pub at: Vec2,
    /// Direction of travel, length 1; zero where the curve stands still.
    pub way: Vec2,
}

/// Reusable memory of a fit: the parameters of the samples.
#[derive(Default)]
pub(super) struct Fitter {
    params: Vec<f32>,
    /// The way along the samples.
    way: f32,
}

impl Fitter {
    /// The cubic from the first sample to the last, tangent to the curve there, that passes within
    /// `tolerance` of every sample; `None` if none was found. Needs two samples.
    pub fn cubic(&mut self, samples: &[Sample], tolerance: f32) -> Option<[Vec2; 4]> {
        let (first, last) = (samples[0], samples[samples.len() - 1]);
        let chord = last.at - first.at;
        if samples.len() == 2 {
            let third = chord.length() / 3.0;
            return Some(cubic(first, last, third, third));
        }
        self.by_chord_length(samples)?;
        for round in 0..ROUNDS {
            let curve = self.least_squares(samples);
            let error = self.worst(samples, &curve);
            if error <= tolerance * tolerance {
                return Some(curve);
            }
            // Better parameters seldom halve an error more than once a round.
            if round + 1 == ROUNDS || error > 64.0 * tolerance * tolerance {
                break;
            }
            self.improve(samples, &curve);
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

    /// Parameters in proportion to the way along the samples; `None` if they stand still.
    fn by_chord_length(&mut self, samples: &[Sample]) -> Option<()> {
        self.params.clear();
        self.params.push(0.0);
        let mut way = 0.0;
        for pair in samples.windows(2) {
            way += (pair[1].at - pair[0].at).length();
            self.params.push(way);
        }
        self.way = way;
        (way > 0.0).then(|| self.params.iter_mut().for_each(|u| *u /= way))
    }

    /// The cubic whose two handle lengths leave the least sum of squared distances.
    fn least_squares(&self, samples: &[Sample]) -> [Vec2; 4] {
        let (first, last) = (samples[0], samples[samples.len() - 1]);
        let (mut aa, mut ab, mut bb, mut ra, mut rb) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (sample, &u) in samples.iter().zip(&self.params) {
            let [b0, b1, b2, b3] = bernstein(u);
            let (va, vb) = (first.way * b1, last.way * -b2);
            let rest = sample.at - first.at * (b0 + b1) - last.at * (b2 + b3);
            aa += dot(va, va);
            ab += dot(va, vb);
            bb += dot(vb, vb);
            ra += dot(va, rest);
            rb += dot(vb, rest);
        }
        let chord = (last.at - first.at).length();
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
    fn worst(&self, samples: &[Sample], curve: &[Vec2; 4]) -> f32 {
        samples
            .iter()
            .zip(&self.params)
            .map(|(sample, &u)| {
                let away = at(curve, u) - sample.at;
                dot(away, away)
            })
            .fold(0.0, f32::max)
    }

    /// One step of Newton's method moves each parameter towards the nearest point of the curve.
    fn improve(&mut self, samples: &[Sample], curve: &[Vec2; 4]) {
        let [p, q, r, s] = *curve;
        for (sample, u) in samples.iter().zip(&mut self.params) {
            let away = at(curve, *u) - sample.at;
            let speed = (q - p).lerp(r - q, *u).lerp((r - q).lerp(s - r, *u), *u) * 3.0;
            let bend = (p - q * 2.0 + r).lerp(q - r * 2.0 + s, *u) * 6.0;
            let slope = dot(speed, speed) + dot(away, bend);
            if slope > 0.0 {
                *u = (*u - dot(away, speed) / slope).clamp(0.0, 1.0);
            }
        }
    }
}

/// The cubic between two samples with handles of these lengths.
fn cubic(first: Sample, last: Sample, a: f32, b: f32) -> [Vec2; 4] {
    [first.at, first.at + first.way * a, last.at - last.way * b, last.at]
}

/// The point of a cubic at parameter `u`.
fn at(curve: &[Vec2; 4], u: f32) -> Vec2 {
    let [b0, b1, b2, b3] = bernstein(u);
    curve[0] * b0 + curve[1] * b1 + curve[2] * b2 + curve[3] * b3
}

/// The cubic Bernstein polynomials.
fn bernstein(u: f32) -> [f32; 4] {
    let v = 1.0 - u;
    [v * v * v, 3.0 * u * v * v, 3.0 * u * u * v, u * u * u]
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
