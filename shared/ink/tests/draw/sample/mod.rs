//! A page of letter-like strokes for tests and benches of drawing, made without the engine.

use longhand_ink::dynamics::{Pace, ride};
use longhand_ink::geometry::Vec2;
use longhand_ink::page::{Color, Page, Point, Stroke};
use longhand_ink::pen::Pen;
use longhand_ink::rng::Stream;

/// Strokes of some letters through a few points each: x to the right, y up, x-height 1.
const LETTERS: [&[&[(f32, f32)]]; 8] = [
    // a
    &[&[
        (0.75, 0.9),
        (0.45, 1.0),
        (0.12, 0.75),
        (0.05, 0.35),
        (0.22, 0.02),
        (0.5, 0.1),
        (0.72, 0.6),
        (0.76, 0.95),
        (0.7, 0.4),
        (0.76, 0.04),
        (0.98, 0.12),
    ]],
    // e
    &[&[(0.05, 0.45), (0.45, 0.5), (0.7, 0.75), (0.5, 1.0), (0.2, 0.85), (0.06, 0.4), (0.3, 0.0), (0.8, 0.25)]],
    // l
    &[&[(0.0, 0.3), (0.3, 1.1), (0.45, 2.0), (0.3, 2.2), (0.15, 1.4), (0.15, 0.3), (0.4, 0.0)]],
    // n
    &[&[
        (0.08, 1.0),
        (0.1, 0.5),
        (0.1, 0.02),
        (0.14, 0.5),
        (0.4, 0.95),
        (0.62, 0.8),
        (0.62, 0.3),
        (0.7, 0.02),
        (0.9, 0.15),
    ]],
    // o
    &[&[(0.4, 1.0), (0.1, 0.75), (0.08, 0.25), (0.35, 0.0), (0.65, 0.3), (0.65, 0.8), (0.4, 1.0), (0.3, 0.9)]],
    // g
    &[&[
        (0.7, 0.85),
        (0.4, 1.0),
        (0.1, 0.6),
        (0.3, 0.1),
        (0.65, 0.5),
        (0.72, 0.95),
        (0.7, 0.0),
        (0.6, -0.8),
        (0.3, -1.0),
        (0.1, -0.7),
        (0.5, -0.2),
        (0.9, 0.1),
    ]],
    // t
    &[&[(0.3, 1.7), (0.28, 0.9), (0.3, 0.1), (0.5, 0.0), (0.65, 0.15)], &[(0.0, 1.1), (0.6, 1.15)]],
    // i
    &[&[(0.1, 1.0), (0.12, 0.5), (0.15, 0.05), (0.35, 0.1)], &[(0.15, 1.5)]],
];

/// Points as dense as a hand's: `step` apart along smooth curves through `through`.
fn dense(through: &[(f32, f32)], step: f32) -> Vec<(f32, f32)> {
    let last = through.len() - 1;
    let mut points = vec![through[0]];
    for i in 0..last {
        let (p, q, r, s) = (through[i.saturating_sub(1)], through[i], through[i + 1], through[(i + 2).min(last)]);
        let parts = ((r.0 - q.0).hypot(r.1 - q.1) / step).ceil().max(1.0) as usize;
        points.extend((1..=parts).map(|k| {
            let t = k as f32 / parts as f32;
            let spline = |p: f32, q: f32, r: f32, s: f32| {
                q + 0.5 * t * (r - p + t * (2.0 * p - 5.0 * q + 4.0 * r - s + t * (3.0 * (q - r) + s - p)))
            };
            (spline(p.0, q.0, r.0, s.0), spline(p.1, q.1, r.1, s.1))
        }));
    }
    points
}

/// Rounds the corners that so few points leave.
fn smooth(points: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let last = points.len() - 1;
    let mean = |k: usize, of: fn(&(f32, f32)) -> f32| {
        let reach = 3.min(k).min(last - k);
        points[k - reach..=k + reach].iter().map(of).sum::<f32>() / (2 * reach + 1) as f32
    };
    (0..=last).map(|k| (mean(k, |p| p.0), mean(k, |p| p.1))).collect()
}

/// A page of `letters` letters with capitals `cap_px` high, words of five, with a ballpoint.
#[must_use]
pub fn page(letters: usize, cap_px: f32, width_px: u32, height_px: u32, dpi: f64) -> Page {
    let mm = (25.4 / dpi) as f32;
    let x_height = cap_px * mm / 1.9;
    let width = width_px as f32 * mm;
    let (mut x, mut y, mut t) = (2.0 * x_height, 3.0 * x_height, 0.0);
    let (mut strokes, mut rng, pen) = (Vec::new(), Stream::root(1).rng(), Pen::Ball);
    for n in 0..letters {
        if n % 5 == 0 {
            x += 0.8 * x_height;
            if x > width - 8.0 * x_height {
                (x, y) = (2.0 * x_height, y + 3.6 * x_height);
            }
        }
        // A different letter each time, no two alike.
        let wobble = 1.0 + 0.04 * (n as f32 * 2.4).sin();
        for part in LETTERS[(n * 5 + n / 7) % LETTERS.len()] {
            let part = smooth(&smooth(&dense(part, 0.08)));
            let path: Vec<_> = part.iter().map(|p| Vec2::new(p.0 * wobble, p.1 / wobble)).collect();
            let moments = ride(&path, &Pace::default(), &mut rng);
            let widths = pen.widths(pen.nominal_width(cap_px * mm), &path, &moments, &mut rng);
            let points = path.iter().zip(&moments).zip(&widths).map(|((p, moment), &width)| Point {
                x: x + p.x * x_height,
                y: y - p.y * x_height,
                t: t + moment.t,
                pressure: moment.pressure,
                width,
            });
            strokes.push(Stroke { char_index: n as u32, points: points.collect() });
            t += 150.0;
        }
        x += 1.0 * x_height;
    }
    let [width_mm, height_mm] = [width_px, height_px].map(|px| f64::from(px) * 25.4 / dpi);
    let color = Color::Rgb([26, 42, 108]);
    Page { width_mm, height_mm, width_px, height_px, dpi, color, darkness: pen.darkness(), strokes, marked: false }
}
