//! The room that a page leaves for ink, in millimetres.

use super::nib::Nib;
use crate::params::{Extent, Length, Paper, Style};

/// What depends on the size of the writing but not on its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// Height of capitals.
    pub size: f64,
    /// One x-height.
    pub unit: f64,
    /// More than half the width of any of the pen's ink.
    pub half: f64,
    /// Free at the left, top, right and bottom.
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    /// Width and height between the free edges; what `auto` may become at most.
    pub room: (f64, f64),
    /// Greatest distance of a bent baseline from its line.
    pub bend: f64,
    /// Greatest drift of a line's beginning.
    pub drift: f64,
}

/// Natural margins: this share of the size, but no more than this share of the page.
const NATURAL_OF_SIZE: f64 = 0.25;
const NATURAL_OF_PAGE: f64 = 0.1;

impl Frame {
    /// The frame of writing whose capitals are `size` and whose x-height is `size / cap_height`.
    pub fn of(paper: &Paper, style: &Style, size: Length, cap_height: f32) -> Self {
        let size = size.mm();
        let unit = size / f64::from(cap_height);
        let m = paper.margins;
        let [left, right] = [m.left, m.right].map(|margin| free_edge(margin, paper, paper.width, size));
        let [top, bottom] = [m.top, m.bottom].map(|margin| free_edge(margin, paper, paper.height, size));
        Self {
            size,
            unit,
            half: Nib::new(style.pen, size, unit).greatest_half_width(),
            left,
            top,
            right,
            bottom,
            room: (longest(paper.width, paper) - left - right, longest(paper.height, paper) - top - bottom),
            bend: style.baseline_variance * size,
            drift: style.margin_variance * size,
        }
    }

    /// The longest line, in x-heights.
    pub fn line_width(&self) -> f32 {
        ((self.room.0 - 2.0 * self.half - self.drift) / self.unit) as f32
    }
}

fn longest(extent: Extent, paper: &Paper) -> f64 {
    if let Extent::Fixed(length) = extent { length } else { paper.longest }.mm()
}

fn free_edge(margin: Option<Length>, paper: &Paper, extent: Extent, size: f64) -> f64 {
    match (margin, paper.min_padding) {
        (margin, Some(padding)) => margin.unwrap_or_default().mm() + padding.mm(),
        (Some(margin), None) => margin.mm(),
        (None, None) => (NATURAL_OF_SIZE * size).min(NATURAL_OF_PAGE * longest(extent, paper)),
    }
}
