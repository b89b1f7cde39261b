//! Ink is left out where the mark will be, so that who takes the mark away keeps its letters as gaps.
//!
//! The strokes themselves are cut, before any format sees them: none holds the ink that the mark hides.

use super::{PEN, cap_height, side, strokes};
use crate::draw::spline::{self, Span};
use crate::geometry::Vec2;
use crate::page::{Page, Point, Stroke};

/// Ink is looked at in steps of so much of the mark's line.
const STEP: f32 = 0.5;
const MOST_STEPS: f32 = 1e4;
/// An end of ink is found to the 64th of a step.
const HALVINGS: u32 = 6;
/// Ink is taken to be no wider than this many cap heights to each side.
const WIDEST: f32 = 1.0;
/// A point nearer to the end of its piece than this part of the way to its neighbour gives way to the end: the
/// spline through points so unevenly set would swing past it.
const CLOSE: f32 = 0.25;

/// The page's strokes without what is under its mark, in their order; one may become several, or none.
pub(super) fn cut(page: &Page) -> Vec<Stroke> {
    let bars = Bars::of(page);
    page.strokes.iter().flat_map(|stroke| pieces(stroke, &bars)).collect()
}

/// The mark's lines, found by place.
struct Bars {
    lines: Vec<[Vec2; 2]>,
    /// The numbers of the lines near each cell, row by row; a cell is as wide as a cap is high.
    cells: Vec<Vec<u32>>,
    columns: usize,
    rows: usize,
    cap: f32,
    /// The most that ink reaches to a side, mm.
    widest: f32,
}

impl Bars {
    fn of(page: &Page) -> Self {
        let (width, height) = (side(page.width_mm), side(page.height_mm));
        let cap = cap_height(width, height);
        let across = |mm: f32| (mm / cap) as usize + 1;
        let (columns, rows) = (across(width), across(height));
        let marks = strokes(page);
        let at = |p: &Point| Vec2::new(p.x, p.y);
        let lines = marks.iter().flat_map(|s| s.points.windows(2)).map(|p| [at(&p[0]), at(&p[1])]);
        let ink = page.strokes.iter().flat_map(|s| spline::drawable(&s.points)).map(|(_, width)| 0.5 * width);
        let widest = ink.fold(0.0, f32::max).min(WIDEST * cap);
        let cells = vec![Vec::new(); columns * rows];
        let mut bars = Self { lines: lines.collect(), cells, columns, rows, cap, widest };
        for number in 0..bars.lines.len() {
            bars.file(number);
        }
        bars
    }

    /// Notes a line in each cell that ink under it can have its centre in.
    fn file(&mut self, number: usize) {
        let [a, b] = self.lines[number];
        let reach = 0.5 * PEN * self.cap + self.widest;
        let span =
            |a: f32, b: f32, count: usize| self.cell(a.min(b) - reach, count)..=self.cell(a.max(b) + reach, count);
        let (rows, columns) = (span(a.y, b.y, self.rows), span(a.x, b.x, self.columns));
        for row in rows {
            for column in columns.clone() {
                self.cells[row * self.columns + column].push(number as u32);
            }
        }
    }

    /// Of so many cells in a row or column, the one at a distance from the edge; the last ones go on beyond the page.
    fn cell(&self, mm: f32, count: usize) -> usize {
        ((mm / self.cap).max(0.0) as usize).min(count - 1)
    }

    /// Whether ink of this width with its centre here would touch the mark.
    fn hide(&self, at: Vec2, width: f32) -> bool {
        let reach = 0.5 * PEN * self.cap + (0.5 * width).min(self.widest);
        let near = &self.cells[self.cell(at.y, self.rows) * self.columns + self.cell(at.x, self.columns)];
        near.iter().any(|number| distance(at, self.lines[*number as usize]) < reach)
    }
}

/// From a point to the nearest of a line.
fn distance(at: Vec2, [a, b]: [Vec2; 2]) -> f32 {
    let (along, away) = (b - a, at - a);
    let length2 = along.x * along.x + along.y * along.y;
    let part = if length2 > 0.0 { ((away.x * along.x + away.y * along.y) / length2).clamp(0.0, 1.0) } else { 0.0 };
    (away - along * part).length()
}

/// What of a stroke no bar hides.
fn pieces(stroke: &Stroke, bars: &Bars) -> Vec<Stroke> {
    let drawable = |p: &&Point| spline::drawable(core::slice::from_ref(p)).next().is_some();
    let points: Vec<Point> = stroke.points.iter().filter(drawable).copied().collect();
    let centre: Vec<(Vec2, f32)> = spline::drawable(&points).collect();
    let mut cutter = Cutter { bars, pieces: Vec::new(), piece: Vec::new(), begun: false };
    let (Some(first), Some(start)) = (points.first(), centre.first()) else { return Vec::new() };
    let mut hidden = bars.hide(start.0, start.1);
    if !hidden {
        cutter.piece.push(*first);
    }
    for (span, ends) in spline::spans(&centre).zip(points.windows(2)) {
        hidden = cutter.follow(&span, [ends[0], ends[1]], hidden);
    }
    cutter.lift(false);
    let char_index = stroke.char_index;
    cutter.pieces.into_iter().map(|points| Stroke { char_index, points }).collect()
}

struct Cutter<'a> {
    bars: &'a Bars,
    pieces: Vec<Vec<Point>>,
    piece: Vec<Point>,
    /// The piece begins where a bar ends, not with a point of the stroke.
    begun: bool,
}

impl Cutter<'_> {
    /// Goes along a span that begins `hidden` or not; returns how it ends.
    fn follow(&mut self, span: &Span, ends: [Point; 2], mut hidden: bool) -> bool {
        let length: f32 = span.p.windows(2).map(|p| (p[1] - p[0]).length()).sum();
        let steps = (length / (STEP * PEN * self.bars.cap)).clamp(0.0, MOST_STEPS) as u32 + 1;
        let under = |t: f32| self.bars.hide(span.at(t), span.width(t));
        for k in 0..steps {
            let (from, to) = (k as f32 / steps as f32, (k + 1) as f32 / steps as f32);
            if under(to) != hidden {
                self.piece.push(between(span, ends, border(from, to, |t| under(t) == hidden)));
                if hidden {
                    self.begun = true;
                } else {
                    self.lift(true);
                }
                hidden = !hidden;
            }
        }
        if !hidden {
            self.piece.push(ends[1]);
        }
        hidden
    }

    /// Ends the piece, at a bar or where the stroke ends.
    fn lift(&mut self, at_bar: bool) {
        let mut piece = core::mem::take(&mut self.piece);
        let close = |a: &Point, b: &Point, c: &Point| way(a, b) < CLOSE * way(b, c);
        if let [end, next, far, ..] = piece.as_slice()
            && self.begun
            && close(end, next, far)
        {
            piece.remove(1);
        }
        if let [.., far, next, end] = piece.as_slice()
            && at_bar
            && close(end, next, far)
        {
            piece.remove(piece.len() - 2);
        }
        self.begun = false;
        if !piece.is_empty() {
            self.pieces.push(piece);
        }
    }
}

/// How far the pen goes.
fn way(a: &Point, b: &Point) -> f32 {
    (Vec2::new(a.x, a.y) - Vec2::new(b.x, b.y)).length()
}

/// Where between two places something ends that holds at the first.
fn border(mut holds: f32, mut fails: f32, test: impl Fn(f32) -> bool) -> f32 {
    for _ in 0..HALVINGS {
        let middle = 0.5 * (holds + fails);
        if test(middle) {
            holds = middle;
        } else {
            fails = middle;
        }
    }
    holds
}

/// The pen on its way between two points.
fn between(span: &Span, [a, b]: [Point; 2], t: f32) -> Point {
    let at = span.at(t);
    let mix = |a: f32, b: f32| a + (b - a) * t;
    Point { x: at.x, y: at.y, t: mix(a.t, b.t), pressure: mix(a.pressure, b.pressure), width: mix(a.width, b.width) }
}
