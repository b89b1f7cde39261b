//! From knots to pen points, and what can be measured on ink.

use crate::geometry::Vec2;

/// Points along a stroke stand about this far apart, in x-heights.
const STEP: f32 = 0.06;

/// The axis-parallel box around ink.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Bounds {
    pub(super) fn centre(self) -> Vec2 {
        Vec2::new(0.5 * (self.left + self.right), 0.5 * (self.top + self.bottom))
    }

    /// The height a fraction of the way from top to bottom.
    pub(super) fn at_height(self, fraction: f32) -> f32 {
        self.top + fraction * (self.bottom - self.top)
    }
}

/// The box around ink; `None` if there is none.
pub(super) fn bounds(ink: &[Vec<Vec2>]) -> Option<Bounds> {
    bounds_of(ink.iter().flatten())
}

/// The box around points; `None` if there are none.
pub(super) fn bounds_of<'a>(mut points: impl Iterator<Item = &'a Vec2>) -> Option<Bounds> {
    let p = points.next()?;
    let first = Bounds { left: p.x, top: p.y, right: p.x, bottom: p.y };
    Some(points.fold(first, |b, p| Bounds {
        left: b.left.min(p.x),
        top: b.top.min(p.y),
        right: b.right.max(p.x),
        bottom: b.bottom.max(p.y),
    }))
}

/// Length of a line of points.
pub(super) fn length(stroke: &[Vec2]) -> f32 {
    stroke.windows(2).map(|w| (w[1] - w[0]).length()).sum()
}

/// Where ink crosses a height.
pub(super) fn crossings(ink: &[Vec<Vec2>], y: f32) -> impl Iterator<Item = f32> {
    ink.iter().flat_map(|s| s.windows(2)).filter_map(move |w| {
        let (a, b) = (w[0], w[1]);
        ((a.y <= y) != (b.y <= y)).then(|| a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y))
    })
}

/// A smooth curve through the knots, broken where a knot is given twice.
pub(super) fn curve(knots: &[Vec2]) -> Vec<Vec2> {
    let mut points: Vec<Vec2> = knots.first().copied().into_iter().collect();
    for run in knots.chunk_by(|a, b| a != b) {
        for i in 1..run.len() {
            let before = run[i.saturating_sub(2)];
            let after = run[(i + 1).min(run.len() - 1)];
            span(before, run[i - 1], run[i], after, &mut points);
        }
    }
    points
}

/// One span of the centripetal Catmull-Rom spline (no cusps, no overshoot at uneven knots), by the
/// pyramid of Barry and Goldman (1988); appends all but its first point.
fn span(p0: Vec2, p1: Vec2, p2: Vec2, p3: Vec2, points: &mut Vec<Vec2>) {
    // An end without a neighbour is continued straight.
    let p0 = if p0 == p1 { p1 + (p1 - p2) } else { p0 };
    let p3 = if p3 == p2 { p2 + (p2 - p1) } else { p3 };
    let t1 = (p1 - p0).length().sqrt();
    let t2 = t1 + (p2 - p1).length().sqrt();
    let t3 = t2 + (p3 - p2).length().sqrt();
    let n = ((p2 - p1).length() / STEP).ceil().max(1.0);
    for k in 1..=n as u32 {
        let t = t1 + (t2 - t1) * k as f32 / n;
        let a1 = p0.lerp(p1, t / t1);
        let a2 = p1.lerp(p2, (t - t1) / (t2 - t1));
        let a3 = p2.lerp(p3, (t - t2) / (t3 - t2));
        let b1 = a1.lerp(a2, t / t2);
        let b2 = a2.lerp(a3, (t - t1) / (t3 - t1));
        points.push(b1.lerp(b2, (t - t1) / (t2 - t1)));
    }
}
