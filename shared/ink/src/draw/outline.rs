//! Strokes as filled outlines on an integer grid: the geometry of SVG.
//!
//! An outline shows the ink's width as it changes, and all of a stroke is painted at once, so that a
//! viewer has no seams to blend. It is a union, by the nonzero rule, of bodies and of discs at their ends,
//! all clockwise. A body is what the pen's width sweeps along the centre line; it ends where the line
//! turns sharply. On the inside of a turn closer than the pen's radius its edge runs backwards, but there
//! the legs of the turn and the discs lie over it.

use super::fit::{Fitter, Sample, dot};
use super::paths::round;
use super::spline;
use crate::geometry::Vec2;
use crate::page::Stroke;

/// Samples in a span at most, and under a cubic.
const MOST_PARTS: u32 = 48;
const MOST_SAMPLES: usize = 64;
/// The turn from sample to sample that is asked for, radians, and the cosine of the sharpest that a body
/// follows: 25 degrees.
const TURN: f32 = 0.15;
const SHARPEST: f32 = 0.906;
/// Ink thinner than this, in grid units, is none.
const THINNEST: f32 = 0.01;

/// A closed piece of an outline, clockwise, in grid units.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// A round end or join: centre, and radius in tenths of a grid unit.
    Disc([i32; 2], i32),
    /// One edge from `start`, a line to `back`, the other edge, a line to `start`.
    Body { start: [i32; 2], there: Vec<Curve>, back: [i32; 2], home: Vec<Curve> },
}

/// Two handles and the end of a cubic.
pub(super) type Curve = [[i32; 2]; 3];

/// A place on the centre line.
#[derive(Clone, Copy, Debug)]
struct Place {
    at: Vec2,
    way: Vec2,
    radius: f32,
}

/// Draws outlines, one stroke after the other.
pub(super) struct Outliner {
    scale: f32,
    tolerance: f32,
    fitter: Fitter,
    line: Vec<Place>,
    edge: Vec<Sample>,
}

impl Outliner {
    /// For a grid of `unit` mm; edges are followed to `tolerance` grid units.
    pub fn new(unit: f32, tolerance: f32) -> Self {
        Self { scale: 1.0 / unit, tolerance, fitter: Fitter::default(), line: Vec::new(), edge: Vec::new() }
    }

    /// The outline's parts in writing order; none of a stroke without ink.
    pub fn outline(&mut self, stroke: &Stroke) -> Vec<Part> {
        self.sample(stroke);
        let mut parts = Vec::new();
        let last = self.line.len().saturating_sub(1);
        let mut from = 0;
        while from < last {
            parts.extend(self.disc(from));
            let to = (from..last).find(|&i| !self.follows(i)).unwrap_or(last).max(from + 1);
            parts.extend(self.body(from, to));
            from = to;
        }
        parts.extend(self.disc(last));
        parts
    }

    /// Takes up a stroke: its spline at places as close as the tolerance asks for, none twice.
    fn sample(&mut self, stroke: &Stroke) {
        self.line.clear();
        let scale = self.scale;
        let points: Vec<_> = spline::drawable(&stroke.points).map(|(at, w)| (at * scale, w * scale)).collect();
        for span in spline::spans(&points) {
            if self.line.is_empty() {
                self.push(span.p[0], span.tangent(0.0), span.w[0]);
            }
            let turns = (turning(&span) / TURN) as u32 + 1;
            let parts = span.parts(0.5 * self.tolerance, MOST_PARTS).max(3).max(turns.min(MOST_PARTS));
            for k in 1..=parts {
                let t = k as f32 / parts as f32;
                self.push(span.at(t), span.tangent(t), span.width(t));
            }
        }
    }

    fn push(&mut self, at: Vec2, tangent: Vec2, width: f32) {
        if self.line.last().is_some_and(|last| (last.at - at).length() < 1e-3) {
            return;
        }
        let speed = tangent.length();
        let way = if speed > 0.0 { tangent * (1.0 / speed) } else { tangent };
        self.line.push(Place { at, way, radius: 0.5 * width });
    }

    /// Whether a body may go on from a place to the next.
    fn follows(&self, i: usize) -> bool {
        let (a, b) = (self.line[i], self.line[i + 1]);
        dot(a.way, b.way) > SHARPEST && dot(a.way, b.at - a.at) > 0.0
    }

    fn disc(&self, i: usize) -> Option<Part> {
        let place = self.line.get(i).filter(|p| p.radius >= THINNEST)?;
        Some(Part::Disc(round(place.at), libm::roundf(10.0 * place.radius) as i32))
    }

    /// What lies between two places; `None` if it has no ink.
    fn body(&mut self, from: usize, to: usize) -> Option<Part> {
        if (from..=to).all(|i| self.line[i].radius < THINNEST) {
            return None;
        }
        if to == from + 1 && !self.follows(from) {
            return Some(self.straight(from, to));
        }
        let (start, there) = self.along((from, to), 1.0);
        let (back, home) = self.along((from, to), -1.0);
        Some(Part::Body { start, there, back, home })
    }

    /// A body between neighbours, whatever the direction of travel there.
    fn straight(&self, from: usize, to: usize) -> Part {
        let (a, b) = (self.line[from], self.line[to]);
        let chord = b.at - a.at;
        let normal = Vec2::new(chord.y, -chord.x) * (1.0 / chord.length());
        let line = |p: Vec2, q: Vec2| vec![[p.lerp(q, 1.0 / 3.0), p.lerp(q, 2.0 / 3.0), q].map(round)];
        let [l, m] = [a, b].map(|p| p.at + normal * p.radius);
        let [n, o] = [b, a].map(|p| p.at - normal * p.radius);
        Part::Body { start: round(l), there: line(l, m), back: round(n), home: line(n, o) }
    }

    /// The edge on one side, where it begins and its few cubics: `side` is 1 for the left as one looks
    /// along the line, from its start, and -1 for the right, from its end.
    fn along(&mut self, (from, to): (usize, usize), side: f32) -> ([i32; 2], Vec<Curve>) {
        let (left, count) = (side > 0.0, to - from + 1);
        self.edge.clear();
        let at = |k: usize| {
            let Place { at, way, radius } = self.line[if left { from + k } else { to - k }];
            at + Vec2::new(way.y, -way.x) * (radius * side)
        };
        for k in 0..count {
            let step = at((k + 1).min(count - 1)) - at(k.saturating_sub(1));
            self.edge.push(Sample { at: at(k), way: step * (1.0 / step.length().max(1e-6)) });
        }
        (round(self.edge[0].at), self.fit())
    }

    /// The few cubics along the edge taken up.
    fn fit(&mut self) -> Vec<Curve> {
        let mut curves = Vec::new();
        let (mut i, last) = (0, self.edge.len() - 1);
        while i < last {
            let (curve, next) = self.fitter.longest(&self.edge, (i, last.min(i + MOST_SAMPLES)), self.tolerance);
            curves.push([curve[1], curve[2], curve[3]].map(round));
            i = next;
        }
        curves
    }
}

/// How much a span turns, radians, by its direction in nine places.
fn turning(span: &spline::Span) -> f32 {
    let way = |k: u8| span.tangent(f32::from(k) / 8.0);
    let turn = |a: Vec2, b: Vec2| libm::atan2f(cross(a, b), dot(a, b)).abs();
    (0..8).map(|k| turn(way(k), way(k + 1))).sum()
}

fn cross(a: Vec2, b: Vec2) -> f32 {
    a.x * b.y - a.y * b.x
}
