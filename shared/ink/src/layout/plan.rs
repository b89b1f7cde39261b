//! What goes where at a size, by boxes alone: lines, baselines, and what the page has no room for.

use super::breaks::{Broken, Line, break_lines};
use super::frame::Frame;
use super::manuscript::Manuscript;
use crate::params::{Length, Paper, Size, Style};
use crate::rng::{Purpose, Stream};

/// A text laid out at one size, not yet drawn.
pub(super) struct Plan {
    pub frame: Frame,
    /// The lines that fit.
    pub lines: Vec<Line>,
    /// Their baselines below the first, mm.
    pub baselines: Vec<f64>,
    /// The first baseline below the top of the room, mm.
    pub first_baseline: f64,
    /// The lowest ink below the first baseline, mm.
    pub depth: f64,
    /// The first character, by index in the composed text, that does not fit.
    pub overflow: Option<usize>,
    /// Whether a word had to be broken between letters.
    pub split: bool,
    /// How many lines of the text come before.
    pub first: usize,
}

/// How one line differs from others; every number is in -1 ..= 1 and drawn whether used or not, so that
/// asking for one variance leaves the others as they were.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineDraw {
    pub spacing: f32,
    pub slope: f32,
    pub arc: f32,
    pub drift: f32,
}

impl LineDraw {
    pub fn of(stream: Stream, line: usize) -> Self {
        let mut rng = stream.sub(Purpose::Line, line as u64).rng();
        let [spacing, slope, arc, drift] = core::array::from_fn(|_| rng.range(-1.0, 1.0));
        Self { spacing, slope, arc, drift }
    }
}

/// Lays the text out at the size asked for, or at the largest that fits.
pub(super) fn plan(m: &mut Manuscript<'_>, paper: &Paper, style: &Style, step: f64) -> Plan {
    match style.size {
        Size::Fixed(size) => plan_at(m, paper, style, size),
        Size::Fit { min, max } => {
            let whole = largest(m, paper, style, (min, max, step), |p| p.overflow.is_none() && !p.split);
            whole.unwrap_or_else(|| {
                // Some word is wider than the page even at the smallest: breaking it beats losing it.
                largest(m, paper, style, (min, max, step), |p| p.overflow.is_none())
                    .unwrap_or_else(|| plan_at(m, paper, style, min))
            })
        }
    }
}

/// The plan of the largest size among min, min + step, …, max that is `good`, by bisection: what fits at a size
/// fits at any smaller one, since lines only get longer and baselines only nearer.
fn largest(
    m: &mut Manuscript<'_>,
    paper: &Paper,
    style: &Style,
    (min, max, step): (Length, Length, f64),
    good: impl Fn(&Plan) -> bool,
) -> Option<Plan> {
    let steps = ((max.mm() - min.mm()) / step).ceil() as u32;
    let size = |k: u32| Length::from_mm(min.mm() + f64::from(k) * step).filter(|&s| s < max).unwrap_or(max);
    let at = |m: &mut Manuscript<'_>, k| plan_at(m, paper, style, size(k));
    if !good(&at(m, 0)) {
        return None;
    }
    let (mut fits, mut fails) = (0, steps + 1);
    while fails - fits > 1 {
        let middle = fits + (fails - fits) / 2;
        if good(&at(m, middle)) {
            fits = middle;
        } else {
            fails = middle;
        }
    }
    Some(at(m, fits))
}

/// Lays the text out at one size.
fn plan_at(m: &mut Manuscript<'_>, paper: &Paper, style: &Style, size: Length) -> Plan {
    plan_from(m, paper, style, size, 0)
}

/// Lays the text out at one size from its line number `first` on, or the first after it that is not blank.
pub(super) fn plan_from(m: &mut Manuscript<'_>, paper: &Paper, style: &Style, size: Length, first: usize) -> Plan {
    let frame = Frame::of(paper, style, size, m.metrics.cap_height);
    let Broken { lines, stuck, split } = break_lines(m, frame.line_width());
    // With padding the block of ink is what is placed; without, the first baseline is where the hand's is.
    let above = if paper.min_padding.is_some() { 0.0 } else { f64::from(m.metrics.ascent) * frame.unit };
    let (lines_in, baselines) = (Vec::new(), Vec::new());
    let blank = if first == 0 { 0 } else { lines.iter().skip(first).take_while(|line| line.runs.is_empty()).count() };
    let first = first + blank;
    let mut plan =
        Plan { frame, lines: lines_in, baselines, first_baseline: above, depth: 0.0, overflow: stuck, split, first };
    let mut baseline = 0.0;
    for (i, line) in lines.into_iter().enumerate().skip(first) {
        if i > first {
            let share = 1.0 + style.line_spacing_variance * f64::from(LineDraw::of(m.stream, i).spacing);
            baseline += frame.size * style.line_spacing * share;
        }
        let first_char = line.runs.first().map(|run| m.words[run.word].start);
        if !plan.add(line, baseline) {
            plan.overflow = first_char;
            break;
        }
    }
    plan
}

impl Plan {
    /// Takes the line if the page has room for it.
    fn add(&mut self, line: Line, baseline: f64) -> bool {
        if !line.runs.is_empty() {
            let Frame { unit, half, bend, room, .. } = self.frame;
            let above = half + bend - f64::from(line.bounds.top) * unit - baseline;
            let below = half + bend + f64::from(line.bounds.bottom) * unit + baseline;
            let (first_baseline, depth) = (self.first_baseline.max(above), self.depth.max(below));
            if first_baseline + depth > room.1 {
                return false;
            }
            (self.first_baseline, self.depth) = (first_baseline, depth);
        }
        self.lines.push(line);
        self.baselines.push(baseline);
        true
    }
}
