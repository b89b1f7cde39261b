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

    /// Grows to hold a Catmull-Rom stroke: the hull of its Bézier control points, so never too small.
    /// `disc` gives the place and the half width of each of its points.
    pub fn add_stroke<T>(&mut self, points: &[T], disc: impl Fn(&T) -> (Vec2, f32)) {
        for (i, point) in points.iter().enumerate() {
            let (here, half) = disc(point);
            self.add(here, half);
            if i == 0 || i + 1 == points.len() {
                continue;
            }
            let ((before, half_before), (after, half_after)) = (disc(&points[i - 1]), disc(&points[i + 1]));
            let handle = (after - before) * (1.0 / 6.0);
            let widest = half.max(half_before).max(half_after);
            self.add(here + handle, widest);
            self.add(here - handle, widest);
        }
    }
}
