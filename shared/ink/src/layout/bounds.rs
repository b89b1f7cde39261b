//! Boxes around ink.

use crate::geometry::Vec2;

/// The smallest box around some ink; inside out while there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Least x.
    pub left: f32,
    /// Least y, which is the highest.
    pub top: f32,
    /// Greatest x.
    pub right: f32,
    /// Greatest y.
    pub bottom: f32,
}

impl Bounds {
    /// Around nothing.
    pub const EMPTY: Self =
        Self { left: f32::INFINITY, top: f32::INFINITY, right: f32::NEG_INFINITY, bottom: f32::NEG_INFINITY };

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.left > self.right
    }

    /// Right edge less left edge; 0 of nothing.
    #[must_use]
    pub fn width(&self) -> f32 {
        (self.right - self.left).max(0.0)
    }

    /// Grows to hold a disc.
    pub fn add(&mut self, center: Vec2, radius: f32) {
        self.left = self.left.min(center.x - radius);
        self.top = self.top.min(center.y - radius);
        self.right = self.right.max(center.x + radius);
        self.bottom = self.bottom.max(center.y + radius);
    }

    /// Grows to hold another box.
    pub fn union(&mut self, other: &Self) {
        self.left = self.left.min(other.left);
        self.top = self.top.min(other.top);
        self.right = self.right.max(other.right);
        self.bottom = self.bottom.max(other.bottom);
    }

    /// The box moved by (dx, dy).
    #[must_use]
    pub fn shifted(mut self, dx: f32, dy: f32) -> Self {
        self.left += dx;
        self.right += dx;
        self.top += dy;
        self.bottom += dy;
        self
    }

    /// Grows to hold a Catmull-Rom stroke (see [`crate::page::Stroke`]), its curve and not only its points.
    /// `disc` gives the place and the half width of each of its points.
    pub fn add_stroke<T>(&mut self, points: &[T], disc: impl Fn(&T) -> (Vec2, f32)) {
        let Some(last) = points.len().checked_sub(1) else { return };
        let at = |i: usize| disc(&points[i.min(last)]);
        let (end, half) = at(last);
        self.add(end, half);
        for i in 0..last {
            let ((before, _), (here, half)) = (at(i.saturating_sub(1)), at(i));
            let ((next, half_next), (after, _)) = (at(i + 1), at(i + 2));
            let handles = (here + (next - before) * (1.0 / 6.0), next - (after - here) * (1.0 / 6.0));
            let widest = half.max(half_next);
            let (left, right) = reach([here.x, handles.0.x, handles.1.x, next.x]);
            let (top, bottom) = reach([here.y, handles.0.y, handles.1.y, next.y]);
            self.left = self.left.min(left - widest);
            self.right = self.right.max(right + widest);
            self.top = self.top.min(top - widest);
            self.bottom = self.bottom.max(bottom + widest);
        }
    }
}

/// The least and greatest value of the cubic with these Bézier coefficients between its ends.
fn reach([a, b, c, d]: [f32; 4]) -> (f32, f32) {
    let (low, high) = (a.min(d), a.max(d));
    if b.min(c) >= low && b.max(c) <= high {
        return (low, high);
    }
    // Where the derivative u t² + 2 v t + w is zero.
    let (u, v, w) = (d - a + 3.0 * (b - c), a - 2.0 * b + c, b - a);
    let root = (v * v - u * w).max(0.0).sqrt();
    // The form of Vieta, which also holds where u is nearly 0.
    let q = -(v + root.copysign(v));
    [q / u, w / q].into_iter().filter(|t| (0.0..=1.0).contains(t)).fold((low, high), |(low, high), t| {
        let s = 1.0 - t;
        let value = s * s * s * a + 3.0 * s * t * (s * b + t * c) + t * t * t * d;
        (low.min(value), high.max(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strokes_box_holds_the_whole_curve_and_no_more() {
        // The curve swings out beyond the second and third points.
        let points = [(0.0, 0.0), (10.0, 1.0), (10.0, 3.0), (0.0, 4.0)].map(|(x, y)| Vec2::new(x, y));
        let mut bounds = Bounds::EMPTY;
        bounds.add_stroke(&points, |&p| (p, 0.5));
        let handle = |i: usize| (points[i + 1] - points[i - 1]) * (1.0 / 6.0);
        let (a, b, c, d) = (points[1], points[1] + handle(1), points[2] - handle(2), points[2]);
        let mut furthest: f32 = 0.0;
        for k in 0..=100 {
            let t = k as f32 / 100.0;
            let (ab, bc, cd) = (a.lerp(b, t), b.lerp(c, t), c.lerp(d, t));
            furthest = furthest.max(ab.lerp(bc, t).lerp(bc.lerp(cd, t), t).x);
        }
        assert!(furthest > 11.0 && (furthest - (bounds.right - 0.5)).abs() < 1e-3, "{furthest} {bounds:?}");
        assert!((bounds.left + 0.5).abs() < 1e-6 && (bounds.bottom - 4.5).abs() < 1e-6, "{bounds:?}");
    }
}
