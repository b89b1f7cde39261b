//! Lines to strokes in millimetres, each line from its own left end and baseline.

use super::bounds::Bounds;
use super::breaks::{Line, Run};
use super::manuscript::Manuscript;
use super::nib::Nib;
use super::plan::{LineDraw, Plan};
use crate::geometry::Vec2;
use crate::page::Stroke;
use crate::params::Style;
use crate::rng::Purpose;

/// A line in ink, its first baseline point at (0, 0).
pub(super) struct Draft {
    pub words: Vec<Written>,
    /// Around all its ink.
    pub ink: Bounds,
    /// Where its ink begins if it is indented.
    pub indent: f64,
    /// The drift of its margin, mm, 0 ..= the greatest asked for.
    pub drift: f64,
}

impl Draft {
    /// From the margin to the end of its ink.
    pub fn width(&self) -> f64 {
        if self.words.is_empty() { 0.0 } else { self.indent + f64::from(self.ink.width()) }
    }
}

/// A word in ink.
pub(super) struct Written {
    /// An index in [`Manuscript::words`].
    pub word: usize,
    pub strokes: Vec<Stroke>,
    pub ink: Bounds,
}

/// Draws the lines of a plan.
pub(super) fn draw_lines(m: &Manuscript<'_>, plan: &Plan, style: &Style) -> Vec<Draft> {
    let longest = plan.lines.iter().map(Line::width).fold(0.0, f32::max);
    let mut nib = Nib::new(style.pen, plan.frame.size, plan.frame.unit);
    let mut drift = 0.0;
    let mut drafts = Vec::with_capacity(plan.lines.len());
    for (i, line) in plan.lines.iter().enumerate() {
        let draw = LineDraw::of(m.stream, plan.first + i);
        // A margin drifts: each line begins near where the last one did.
        let target = 0.5 + 0.5 * f64::from(draw.drift);
        drift = if i == 0 { target } else { 0.6 * drift + 0.4 * target };
        let bend = Bend { draw, depth: plan.frame.bend as f32, length: longest };
        let words: Vec<_> =
            line.runs.iter().map(|run| write_run(m, run, plan.frame.unit as f32, &bend, &mut nib)).collect();
        let mut ink = Bounds::EMPTY;
        for word in &words {
            ink.union(&word.ink);
        }
        let indent = f64::from(line.indent) * plan.frame.unit;
        drafts.push(Draft { words, ink, indent, drift: drift * plan.frame.drift });
    }
    drafts
}

/// How a line's baseline departs from straight.
struct Bend {
    draw: LineDraw,
    /// Greatest departure, mm.
    depth: f32,
    /// Of the longest line, x-heights.
    length: f32,
}

impl Bend {
    /// Downwards at `x` x-heights along the line, mm: half the depth for slope, half for an arc.
    fn at(&self, x: f32) -> f32 {
        if self.depth == 0.0 || self.length <= 0.0 {
            return 0.0;
        }
        let u = (x / self.length).clamp(0.0, 1.0);
        0.5 * self.depth * (self.draw.slope * (2.0 * u - 1.0) + self.draw.arc * 4.0 * u * (1.0 - u))
    }
}

fn write_run(m: &Manuscript<'_>, run: &Run, unit: f32, bend: &Bend, nib: &mut Nib) -> Written {
    let word = &m.words[run.word];
    // By the piece's place in its word, not in the text, so that no other word has a say.
    let piece = word.start - m.word_start(word.ordinal);
    let mut rng = m.stream.sub(Purpose::Word, word.ordinal.into()).sub(Purpose::Gap, piece as u64).rng();
    let place = |p: Vec2| {
        let x = run.x + p.x;
        Vec2::new(x * unit, (run.y + p.y) * unit + bend.at(x))
    };
    let mut ink = Bounds::EMPTY;
    let mut strokes = Vec::with_capacity(word.ink.strokes.len());
    for path in word.ink.strokes.iter().filter(|s| !s.points.is_empty()) {
        let points = nib.trace(&path.points, &mut rng, place);
        ink.add_stroke(&points, |p| (Vec2::new(p.x, p.y), 0.5 * p.width));
        // A stroke of a piece counts from the piece's beginning.
        let index = (word.start + path.char_offset as usize).min(word.end - 1);
        strokes.push(Stroke { char_index: m.text.origin(index), points });
    }
    if ink.is_empty() {
        ink.add(place(Vec2::default()), 0.0);
    }
    Written { word: run.word, strokes, ink }
}
