//! What of a page is written when.

use crate::page::{Point, Stroke};

/// The drawable strokes of a page in writing order, with their times.
pub(super) struct Timeline<'a> {
    strokes: &'a [Stroke],
    /// Of each stroke, when it and all before it have ended, ms.
    ended: Vec<f32>,
    /// Of each stroke, when the first of it and all after it begins, ms.
    begun: Vec<f32>,
}

impl<'a> Timeline<'a> {
    pub fn new(strokes: &'a [Stroke]) -> Self {
        let time = |point: Option<&Point>| point.map(|p| p.t).filter(|t| !t.is_nan());
        let ends = strokes.iter().map(|stroke| time(stroke.points.last()).unwrap_or(f32::INFINITY));
        let ended = ends.scan(f32::NEG_INFINITY, |all, end| {
            *all = all.max(end);
            Some(*all)
        });
        let starts = strokes.iter().rev().map(|stroke| time(stroke.points.first()).unwrap_or(f32::INFINITY));
        let begun = starts.scan(f32::INFINITY, |all, start| {
            *all = all.min(start);
            Some(*all)
        });
        let (ended, mut begun): (Vec<f32>, Vec<f32>) = (ended.collect(), begun.collect());
        begun.reverse();
        Self { strokes, ended, begun }
    }

    /// When the last stroke ends, ms; over 0.
    pub fn end(&self) -> f32 {
        let times = self.strokes.iter().flat_map(|s| &s.points).map(|p| p.t);
        times.filter(|t| t.is_finite()).fold(1.0, f32::max)
    }

    /// So many strokes, from the first, hold all that is written up to a time.
    pub fn begun(&self, until: f32) -> usize {
        self.begun.partition_point(|start| *start <= until)
    }

    /// What is written up to and including a time of these strokes.
    pub fn before(&self, until: f32, numbers: &[u32]) -> Vec<Stroke> {
        let strokes = numbers.iter().map(|number| &self.strokes[*number as usize]);
        strokes.filter_map(|stroke| part(stroke, f32::NEG_INFINITY, until)).collect()
    }

    /// What is written after one time and up to another, with the three points before that a curve's last
    /// span takes its shape from.
    pub fn between(&self, after: f32, until: f32) -> Vec<Stroke> {
        let first = self.ended.partition_point(|end| *end <= after);
        let strokes = self.strokes.get(first..self.begun(until)).unwrap_or_default();
        strokes.iter().filter_map(|stroke| part(stroke, after, until)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng, Stream};

    /// Strokes that begin and end in no order, some of them without a time or a point.
    fn strokes(rng: &mut Rng) -> Vec<Stroke> {
        let mut one = |_| {
            let start = 1000.0 * rng.uniform();
            let point = |k: usize, rng: &mut Rng| {
                let t = if rng.uniform() < 0.03 { f32::NAN } else { start + 40.0 * k as f32 };
                Point { t, ..Point::default() }
            };
            let count = (8.0 * rng.uniform()) as usize;
            Stroke { points: (0..count).map(|k| point(k, rng)).collect(), char_index: 0 }
        };
        (0..60).map(&mut one).collect()
    }

    #[test]
    fn what_is_found_by_the_index_is_what_looking_at_every_stroke_finds() {
        let mut rng = Stream::root(3).sub(Purpose::Word, 0).rng();
        for _ in 0..50 {
            let strokes = strokes(&mut rng);
            let timeline = Timeline::new(&strokes);
            let numbers: Vec<u32> = (0..60).collect();
            for k in 0..30 {
                let (after, until) = (40.0 * k as f32 - 40.0, 40.0 * k as f32);
                let all = |after: f32| strokes.iter().filter_map(|s| part(s, after, until)).collect::<Vec<_>>();
                let said = |strokes: &[Stroke]| format!("{strokes:?}");
                assert_eq!(said(&timeline.between(after, until)), said(&all(after)));
                let begun = &numbers[..timeline.begun(until)];
                assert_eq!(said(&timeline.before(until, begun)), said(&all(f32::NEG_INFINITY)));
            }
        }
    }
}
