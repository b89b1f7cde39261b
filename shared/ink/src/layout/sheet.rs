//! The block of lines to its place on the page.

use super::bounds::Bounds;
use super::manuscript::Manuscript;
use super::place::Draft;
use super::plan::Plan;
use super::{Composed, PlacedLine, PlacedWord};
use crate::page::Page;
use crate::params::{Align, Extent, Length, MM_PER_INCH, Paper, RenderRequest};

/// Aligns the lines, sizes the page and moves all ink to where it belongs.
pub(super) fn settle(
    drafts: Vec<Draft>,
    m: &Manuscript<'_>,
    plan: &Plan,
    request: &RenderRequest,
    overflow: Option<usize>,
) -> Composed {
    let paper = request.paper();
    let shifts = line_shifts(&drafts, plan, request);
    let mut block = Bounds::EMPTY;
    for (draft, &(dx, dy)) in drafts.iter().zip(&shifts) {
        block.union(&draft.ink.shifted(dx as f32, dy as f32));
    }
    let (width, height, dx, dy) = page_of(paper, plan, &block);
    let px = |mm: f64| ((mm * paper.dpi / MM_PER_INCH).round() as u32).max(1);
    let strokes = drafts.iter().flat_map(|d| &d.words).map(|w| w.strokes.len()).sum();
    let mut composed = Composed {
        page: Page {
            width_mm: width,
            height_mm: height,
            width_px: px(width),
            height_px: px(height),
            dpi: paper.dpi,
            color: request.style().color,
            darkness: request.style().pen.darkness(),
            strokes: Vec::with_capacity(strokes),
            marked: false,
        },
        size_mm: plan.frame.size,
        lines: Vec::with_capacity(drafts.len()),
        words: Vec::new(),
        overflow,
    };
    for (draft, (line_dx, line_dy)) in drafts.into_iter().zip(shifts) {
        set_down(draft, line_dx + dx, line_dy + dy, m, &mut composed);
    }
    composed
}

/// How far each line moves so that all are aligned below each other; the first baseline stays at 0.
fn line_shifts(drafts: &[Draft], plan: &Plan, request: &RenderRequest) -> Vec<(f64, f64)> {
    let paper = request.paper();
    let widest = drafts.iter().map(Draft::width).fold(0.0, f64::max) + plan.frame.drift;
    let measure = if paper.width == Extent::Auto || paper.min_padding.is_some() { widest } else { plan.frame.room.0 };
    let beginning = |draft: &Draft| match request.style().align {
        Align::Left => draft.drift,
        Align::Center => 0.5 * (measure - draft.width()) + (draft.drift - 0.5 * plan.frame.drift),
        Align::Right => measure - draft.width() - draft.drift,
    };
    let shift = |draft: &Draft| {
        if draft.words.is_empty() { 0.0 } else { beginning(draft) + draft.indent - f64::from(draft.ink.left) }
    };
    drafts.iter().zip(&plan.baselines).map(|(draft, &baseline)| (shift(draft), baseline)).collect()
}

/// Width and height of the page, and how far the block of ink moves on it.
fn page_of(paper: &Paper, plan: &Plan, block: &Bounds) -> (f64, f64, f64, f64) {
    let f = &plan.frame;
    let ink = if block.is_empty() { Bounds { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 } } else { *block };
    let (ink_left, ink_right) = (f64::from(ink.left), f64::from(ink.right));
    let (ink_top, ink_bottom) = (f64::from(ink.top), f64::from(ink.bottom));
    if paper.min_padding.is_some() {
        let width = side(paper.width, paper, ink_right - ink_left + f.left + f.right);
        let height = side(paper.height, paper, ink_bottom - ink_top + f.top + f.bottom);
        let dx = 0.5 * (f.left + width - f.right - ink_left - ink_right);
        let dy = 0.5 * (f.top + height - f.bottom - ink_top - ink_bottom);
        return (width, height, dx, dy);
    }
    let width = side(paper.width, paper, ink_right + f.left + f.right);
    let height = side(paper.height, paper, plan.first_baseline + ink_bottom + f.top + f.bottom);
    (width, height, f.left, f.top + plan.first_baseline)
}

/// A side's length; `auto` is what is `needed`, in whole pixels.
fn side(extent: Extent, paper: &Paper, needed: f64) -> f64 {
    let longest = paper.longest.mm();
    match extent {
        Extent::Fixed(length) => length.mm(),
        Extent::Auto => {
            let px = (needed * paper.dpi / MM_PER_INCH - 1e-6).ceil().max(1.0);
            Length::from_px(px, paper.dpi).map_or(longest, Length::mm).min(longest)
        }
    }
}

/// Moves a line's ink by (dx, dy) onto the page.
fn set_down(draft: Draft, dx: f64, dy: f64, m: &Manuscript<'_>, composed: &mut Composed) {
    let (shift_x, shift_y) = (dx as f32, dy as f32);
    let line = composed.lines.len();
    composed.lines.push(PlacedLine { baseline_mm: dy, ink: draft.ink.shifted(shift_x, shift_y) });
    for written in draft.words {
        let word = &m.words[written.word];
        composed.words.push(PlacedWord {
            start: m.text.origin(word.start) as usize,
            end: m.text.origin(word.end) as usize,
            line,
            ink: written.ink.shifted(shift_x, shift_y),
        });
        composed.page.strokes.extend(written.strokes.into_iter().map(|mut stroke| {
            for point in &mut stroke.points {
                point.x += shift_x;
                point.y += shift_y;
            }
            stroke
        }));
    }
}
