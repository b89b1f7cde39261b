//! What of a page is written when.

use crate::page::{Page, Stroke};

/// The drawable strokes of a page in writing order, with their times.
pub(super) struct Timeline<'a> {
    strokes: &'a [Stroke],
}

impl<'a> Timeline<'a> {
    pub fn new(page: &'a Page) -> Self {
        Self { strokes: &page.strokes }
    }

    /// When the last stroke ends, ms; over 0.
    pub fn end(&self) -> f32 {
        let times = self.strokes.iter().flat_map(|s| &s.points).map(|p| p.t);
        times.filter(|t| t.is_finite()).fold(1.0, f32::max)
    }

    /// What is written up to and including a time, of the strokes by number that are `wanted`.
    pub fn before(&self, until: f32, wanted: impl Fn(usize) -> bool) -> Vec<Stroke> {
        let strokes = self.strokes.iter().enumerate().filter(|&(number, _)| wanted(number));
        strokes.filter_map(|(_, stroke)| part(stroke, f32::NEG_INFINITY, until)).collect()
    }

    /// What is written after one time and up to another, with the three points before that a curve's last
    /// span takes its shape from.
    pub fn between(&self, after: f32, until: f32) -> Vec<Stroke> {
        self.strokes.iter().filter_map(|stroke| part(stroke, after, until)).collect()
    }
}

/// What of a stroke is written after one time and up to another; `None` if nothing is.
fn part(stroke: &Stroke, after: f32, until: f32) -> Option<Stroke> {
    // Most strokes of a page are done: they need no look at each of their points.
    if stroke.points.last().is_some_and(|p| p.t <= after) {
        return None;
    }
    let end = stroke.points.iter().take_while(|p| p.t <= until).count();
    let fresh = stroke.points[..end].iter().position(|p| p.t > after)?;
    Some(Stroke { char_index: stroke.char_index, points: stroke.points[fresh.saturating_sub(3)..end].to_vec() })
}
