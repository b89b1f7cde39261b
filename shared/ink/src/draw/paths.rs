//! Strokes as few cubics of constant width on an integer grid: the geometry of SVG and PDF.
//!
//! A stroke becomes paths that meet under round caps; a new path begins where the width has changed by
//! a step too small to see.

use super::fit::{Fitter, Sample};
use super::spline;
use crate::geometry::Vec2;
use crate::page::Stroke;

/// The finest and coarsest grid, mm.
const UNITS: (f32, f32) = (1e-5, 1.0);
/// Samples in a span at most.
const MOST_PARTS: u32 = 32;
/// Samples under a cubic at most: half a letter is never more.
const MOST_SAMPLES: usize = 64;

/// From the end of a path to the start of the next, in widths. Their round ends close the gap to within
/// a hundredth of the width, and where both lie half over the same pixels, which a viewer adds up to
/// too dark an edge, they do so for less of the way.
const GAP: f32 = 0.3;

/// How closely paths follow the ink.
#[derive(Clone, Copy, Debug)]
pub(super) struct Detail {
    /// Grid lines in the page's usual ink width.
    pub grid: f32,
    /// The step between widths, in grid units.
    pub step: i32,
    /// Largest distance of a cubic from the centre line, in grid units.
    pub tolerance: f32,
}

/// Connected cubics of one width, in grid units.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    pub width: i32,
    pub start: [i32; 2],
    /// Two handles and the end of each cubic; none for a dot.
    pub curves: Vec<[[i32; 2]; 3]>,
}

/// The grid unit for strokes, mm: 1, 2 or 5 times a power of ten, near their mean width over `grid`.
pub(super) fn unit(strokes: &[Stroke], grid: f32) -> f32 {
    let widths = strokes.iter().flat_map(|s| spline::drawable(&s.points)).map(|(_, w)| w);
    let (sum, count) = widths.fold((0.0f64, 0u32), |(sum, n), w| (sum + f64::from(w), n + 1));
    let wanted = (sum / f64::from(count.max(1))) as f32 / grid;
    let mut unit = UNITS.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle() {
        if unit * 1.5 >= wanted || unit >= UNITS.1 {
            break;
        }
        unit *= factor;
    }
    unit
}

/// The paths of all strokes in writing order, on a grid of `unit` mm.
pub(super) fn paths(strokes: &[Stroke], unit: f32, detail: Detail) -> Vec<Path> {
    let mut paths = Vec::new();
    let mut pen = Pen { detail, fitter: Fitter::default(), samples: Vec::new(), widths: Vec::new() };
    for stroke in strokes {
        pen.sample(stroke, 1.0 / unit);
        pen.draw(&mut paths);
    }
    paths
}

/// One stroke after the other, in grid units.
struct Pen {
    detail: Detail,
    fitter: Fitter,
    samples: Vec<Sample>,
    widths: Vec<f32>,
}

impl Pen {
    /// Takes up a stroke: its spline at places closer than the tolerance asks for.
    fn sample(&mut self, stroke: &Stroke, scale: f32) {
        self.samples.clear();
        self.widths.clear();
        let points: Vec<_> = spline::drawable(&stroke.points).map(|(at, w)| (at * scale, w * scale)).collect();
        for span in spline::spans(&points) {
            if self.samples.is_empty() {
                self.push(span.p[0], span.tangent(0.0), span.w[0]);
            }
            let closer = (span.p[3] - span.p[0]).length() / (0.5 * GAP * span.w[1].max(1.0));
            let parts = span.parts(0.5 * self.detail.tolerance, MOST_PARTS).max(closer as u32 + 1).min(MOST_PARTS);
            for k in 1..=parts {
                let t = k as f32 / parts as f32;
                self.push(span.at(t), span.tangent(t), span.width(t));
            }
        }
    }

    fn push(&mut self, at: Vec2, tangent: Vec2, width: f32) {
        let speed = tangent.length();
        let way = if speed > 0.0 { tangent * (1.0 / speed) } else { tangent };
        self.samples.push(Sample { at, way });
        self.widths.push(width);
    }

    /// Appends the stroke's paths.
    fn draw(&mut self, paths: &mut Vec<Path>) {
        let (mut from, mut before) = (0, None);
        while from < self.samples.len() {
            let (width, to) = self.run(from);
            if width > 0 && !before.is_some_and(|end| self.is_under(end, (from, to), width)) {
                paths.push(self.path(from, to, width));
            }
            if to + 1 >= self.samples.len() {
                return;
            }
            before = Some((to, width));
            from = self.after(to, GAP * width as f32);
        }
    }

    /// The path from one sample to another.
    fn path(&mut self, from: usize, to: usize, width: i32) -> Path {
        let (start, mut curves, mut i) = (round(self.samples[from].at), Vec::new(), from);
        while i < to {
            let most = to.min(i + MOST_SAMPLES);
            let (curve, next) = self.fitter.longest(&self.samples, (i, most), self.detail.tolerance);
            curves.push([curve[1], curve[2], curve[3]].map(round));
            i = next;
        }
        Path { width, start, curves }
    }

    /// Whether what would be drawn from one sample to another lies, to the tolerance, under the round end
    /// that the path before has at a sample.
    fn is_under(&self, (end, before): (usize, i32), (from, to): (usize, usize), width: i32) -> bool {
        let room = 0.5 * (before - width) as f32 + self.detail.tolerance;
        self.samples[from..=to].iter().all(|s| (s.at - self.samples[end].at).length() <= room)
    }

    /// The last sample within `gap` of sample `to`, but not the last of all: where the next path begins.
    fn after(&self, to: usize, gap: f32) -> usize {
        let near = |i: &usize| (self.samples[*i].at - self.samples[to].at).length() <= gap;
        (to..self.samples.len() - 1).take_while(near).last().unwrap_or(to)
    }

    /// From sample `from` as far as one width will do: that width and the last sample.
    fn run(&self, from: usize) -> (i32, usize) {
        let last = self.samples.len() - 1;
        let step = self.detail.step as f32;
        let (mut low, mut high) = (self.widths[from], self.widths[from]);
        let mut to = from;
        while to < last {
            let next = self.widths[to + 1];
            if to > from && high.max(next) - low.min(next) > step {
                break;
            }
            (low, high) = (low.min(next), high.max(next));
            to += 1;
        }
        ((0.5 * (low + high) + 0.5) as i32, to)
    }
}

/// To the nearest grid point.
pub(super) fn round(at: Vec2) -> [i32; 2] {
    [at.x, at.y].map(|x| libm::roundf(x) as i32)
}
