//! When the pen is where, and how hard it presses.
//!
//! Speed follows the two-thirds power law of drawing movements, v = K κ^(-1/3) (Lacquaniti, Terzuolo,
//! Viviani, 1983), and rises and falls at the ends of a stroke no faster than a hand accelerates, which
//! gives the skewed bells of the sigma-lognormal model (Plamondon, 1995) for a fraction of its cost.
//! Pressure is highest where the pen is slow and builds up and leaves within a short way.

use crate::geometry::Vec2;
use crate::rng::Rng;

/// Curvature is taken between these, per x-height: straight lines are not infinitely fast and corners
/// no dead stop.
const CURVATURE: (f32, f32) = (0.3, 15.0);
/// Speed at which the pen lands and leaves, of the pace.
const LANDING: f32 = 0.4;
const LEAVING: f32 = 0.7;
/// Way in which a pen gets from rest to its pace, x-heights.
const RUN_UP: f32 = 0.55;
/// Way in which the pen is pressed down and taken off, x-heights.
const ATTACK: f32 = 0.18;
const RELEASE: f32 = 0.3;
/// Pressure of the pen at its pace, and how much slowness adds.
const PRESSURE: f32 = 0.6;
const SLOW_PRESSURE: f32 = 0.22;
/// Standard deviation of a stroke's own pressure and of its drift from start to end.
const DRIFT: f32 = 0.03;

/// A hand's tempo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Speed where the path has a radius of one x-height, x-heights per ms.
    pub speed: f32,
    /// Speed of the lifted pen, x-heights per ms.
    pub air_speed: f32,
    /// What a lift takes besides its way, ms.
    pub lift_ms: f32,
}

impl Default for Pace {
    /// An adult: about 120 ms a letter.
    fn default() -> Self {
        Self { speed: 0.048, air_speed: 0.05, lift_ms: 45.0 }
    }
}

/// The pen at a point of a stroke.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moment {
    /// Since the pen touched down for this stroke, ms.
    pub t: f32,
    /// Speed, relative to [`Pace::speed`].
    pub speed: f32,
    /// 0 (lifted) to 1.
    pub pressure: f32,
}

/// Time, speed and pressure at each point of one pen stroke (points in x-heights). Two draws from
/// `rng` for every stroke, whatever its length.
#[must_use]
pub fn ride(points: &[Vec2], pace: &Pace, rng: &mut Rng) -> Vec<Moment> {
    let (own, drift) = (DRIFT * rng.normal_within(2.5), DRIFT * rng.normal_within(2.5));
    let steps: Vec<f32> = points.windows(2).map(|p| (p[1] - p[0]).length()).collect();
    let mut speeds = lawful(points, &steps);
    smooth(&mut speeds);
    limit(&mut speeds, &steps);
    let length: f32 = steps.iter().sum();
    let per_ms = 1.0 / pace.speed.max(1e-6);
    let (mut t, mut way) = (0.0, 0.0);
    let mut moments = Vec::with_capacity(points.len());
    for (i, &speed) in speeds.iter().enumerate() {
        if i > 0 {
            t += steps[i - 1] * per_ms * 2.0 / (speed + speeds[i - 1]);
            way += steps[i - 1];
        }
        let place = if length > 0.0 { way / length } else { 0.5 };
        let pressing = PRESSURE + SLOW_PRESSURE * (1.0 - speed) + own + drift * (place - 0.5);
        let touch = rise(way / ATTACK) * rise((length - way) / RELEASE);
        let pressure = (pressing * (0.6 + 0.4 * touch)).clamp(0.05, 1.0);
        moments.push(Moment { t, speed, pressure });
    }
    dwell(&mut moments, length);
    moments
}

/// How long the pen is in the air between the end of a stroke and the start of the next, ms.
#[must_use]
pub fn lift_ms(from: Vec2, to: Vec2, pace: &Pace) -> f32 {
    pace.lift_ms + (to - from).length() / pace.air_speed.max(1e-6)
}

/// A dot takes as long as pressing and lifting do, not no time.
fn dwell(moments: &mut [Moment], length: f32) {
    if length < 0.05 {
        let count = moments.len().max(2) - 1;
        for (i, moment) in moments.iter_mut().enumerate() {
            *moment = Moment {
                t: moment.t + 40.0 * i as f32 / count as f32,
                speed: LANDING,
                pressure: moment.pressure.max(PRESSURE),
            };
        }
    }
}

/// Speeds after the power law, relative to the pace.
fn lawful(points: &[Vec2], steps: &[f32]) -> Vec<f32> {
    let mut speeds = vec![1.0; points.len()];
    for i in 1..points.len().max(1) - 1 {
        let (before, after) = (points[i] - points[i - 1], points[i + 1] - points[i]);
        let chord = (points[i + 1] - points[i - 1]).length();
        let area = (before.x * after.y - before.y * after.x).abs();
        let product = steps[i - 1] * steps[i] * chord;
        // Menger's curvature; three points in one place or a sharp turn back count as a corner.
        let curvature = if product > 1e-9 { 2.0 * area / product } else { CURVATURE.1 };
        speeds[i] = 1.0 / libm::cbrtf(curvature.clamp(CURVATURE.0, CURVATURE.1));
    }
    if let [first, second, ..] = speeds.as_mut_slice() {
        *first = *second;
    }
    if let [.., second, last] = speeds.as_mut_slice() {
        *last = *second;
    }
    speeds
}

/// A muscle does not follow every wrinkle: each speed becomes the mean of its neighbourhood, twice.
fn smooth(speeds: &mut [f32]) {
    for _ in 0..2 {
        let mut before = speeds.first().copied().unwrap_or(0.0);
        for i in 1..speeds.len().max(1) - 1 {
            let here = speeds[i];
            speeds[i] = 0.25 * before + 0.5 * here + 0.25 * speeds[i + 1];
            before = here;
        }
    }
}

/// From a landing speed up, and down to a leaving speed, within a hand's acceleration.
fn limit(speeds: &mut [f32], steps: &[f32]) {
    let (points, gain) = (speeds.len(), 1.0 / RUN_UP);
    let mut bound = |mut square: f32, i: usize, step: f32| {
        square += gain * step;
        if speeds[i] * speeds[i] > square {
            speeds[i] = square.sqrt();
        }
        speeds[i] * speeds[i]
    };
    let mut square = LANDING * LANDING;
    for i in 0..points {
        square = bound(square, i, if i > 0 { steps[i - 1] } else { 0.0 });
    }
    let mut square = LEAVING * LEAVING;
    for i in (0..points).rev() {
        square = bound(square, i, steps.get(i).copied().unwrap_or(0.0));
    }
}

/// Smoothly from 0 to 1 as `x` goes from 0 to 1.
fn rise(x: f32) -> f32 {
    let x = x.clamp(0.0, 1.0);
    x * x * (3.0 - 2.0 * x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Stream;

    fn rng() -> Rng {
        Stream::root(7).rng()
    }

    /// An ellipse: flat at top and bottom, tightly curved left and right.
    fn ellipse() -> Vec<Vec2> {
        let at = |k: u8| libm::sincosf(f32::from(k) * 0.1);
        (0..=126).map(|k| Vec2::new(2.0 * at(k).1, 0.5 * at(k).0)).collect()
    }

    #[test]
    fn speed_follows_the_two_thirds_power_law() {
        let points = ellipse();
        let moments = ride(&points, &Pace::default(), &mut rng());
        // Curvature of the ellipse: ab / (a² sin² + b² cos²)^(3/2), away from the stroke's ends.
        let law = |k: usize| {
            let (sin, cos) = libm::sincosf(k as f32 * 0.1);
            1.0 / libm::cbrtf(1.0 / libm::powf(4.0 * sin * sin + 0.25 * cos * cos, 1.5))
        };
        for k in [16, 32, 40, 63, 80, 95] {
            let ratio = moments[k].speed / law(k).min(1.0 / libm::cbrtf(CURVATURE.0));
            // Lower where a hand cannot accelerate so fast out of the bend.
            assert!((0.85..1.1).contains(&ratio), "{ratio} at {k}");
        }
    }

    #[test]
    fn time_and_speed_and_way_agree() {
        let (points, pace) = (ellipse(), Pace::default());
        let moments = ride(&points, &pace, &mut rng());
        for i in 1..points.len() {
            let speed = (points[i] - points[i - 1]).length() / (moments[i].t - moments[i - 1].t);
            let mean = 0.5 * (moments[i].speed + moments[i - 1].speed) * pace.speed;
            assert!((speed / mean - 1.0).abs() < 1e-2);
        }
    }

    #[test]
    fn a_letter_takes_an_adults_time() {
        // An "o" of height 1: 60 to 160 ms.
        let points: Vec<_> = (0..=24)
            .map(|k| libm::sincosf(k as f32 / 24.0 * core::f32::consts::TAU))
            .map(|(s, c)| Vec2::new(0.35 * c, 0.5 * s))
            .collect();
        let t = ride(&points, &Pace::default(), &mut rng())[24].t;
        assert!((60.0..160.0).contains(&t), "{t}");
    }

    #[test]
    fn strokes_begin_and_end_slowly_and_lightly() {
        let moments = ride(&ellipse(), &Pace::default(), &mut rng());
        let middle = moments.iter().map(|m| m.speed).fold(0.0, f32::max);
        for end in [moments[0], moments[126]] {
            assert!(end.speed <= 0.7 * middle);
            assert!(end.pressure < moments[16].pressure);
        }
    }

    #[test]
    fn a_dot_takes_time_and_any_stroke_is_finite() {
        let dot = ride(&[Vec2::new(1.0, 1.0), Vec2::new(1.0, 1.0)], &Pace::default(), &mut rng());
        assert!(dot[1].t > 10.0);
        for points in [vec![], vec![Vec2::default()], vec![Vec2::default(); 5]] {
            let moments = ride(&points, &Pace::default(), &mut rng());
            assert_eq!(moments.len(), points.len());
            assert!(moments.iter().all(|m| m.t.is_finite() && m.speed > 0.0 && m.pressure > 0.0));
        }
    }

    #[test]
    fn a_farther_lift_takes_longer() {
        let (pace, origin) = (Pace::default(), Vec2::default());
        assert!(lift_ms(origin, origin, &pace) > 0.0);
        assert!(lift_ms(origin, Vec2::new(3.0, 0.0), &pace) > lift_ms(origin, Vec2::new(1.0, 0.0), &pace));
    }
}
