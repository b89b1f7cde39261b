//! The centre line of a stroke: a uniform Catmull-Rom spline (Catmull, Rom, 1974) as cubic Béziers.

use crate::geometry::Vec2;
use crate::page::Point;

/// No coordinate is further out than this, mm, so that products of areas stay finite in `f32`.
const FAR: f32 = 1e5;

/// One span of the spline between two neighbouring points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    /// Bézier control points; the first and last are points of the stroke.
    pub p: [Vec2; 4],
    /// Ink width at both ends, linear in between.
    pub w: [f32; 2],
}

/// The points that can be drawn: finite, within 100 m of the page, no negative width.
pub(super) fn drawable(points: &[Point]) -> impl Iterator<Item = (Vec2, f32)> + '_ {
    points.iter().filter(|p| p.x.is_finite() && p.y.is_finite() && p.width.is_finite()).map(|p| {
        let at = Vec2::new(p.x.clamp(-FAR, FAR), p.y.clamp(-FAR, FAR));
        (at, p.width.clamp(0.0, FAR))
    })
}

/// The spans through `points`; one span that does not move for a single point, none for no point.
///
/// The tangent at a point is half the way from its predecessor to its successor; the end points are
/// their own neighbours, as in the model's own plots.
pub(super) fn spans(points: &[(Vec2, f32)]) -> impl Iterator<Item = Span> + '_ {
    let last = points.len().saturating_sub(1);
    (0..last.max(usize::from(!points.is_empty()))).map(move |i| {
        let at = |k: usize| points[k.min(last)].0;
        let (before, a, b, after) = (at(i.saturating_sub(1)), at(i), at(i + 1), at(i + 2));
        Span {
            p: [a, a + (b - before) * (1.0 / 6.0), b - (after - a) * (1.0 / 6.0), b],
            w: [points[i].1, points[(i + 1).min(last)].1],
        }
    })
}

impl Span {
    /// The point at parameter `t` in 0 ..= 1, by de Casteljau's construction.
    pub fn at(&self, t: f32) -> Vec2 {
        let [a, b, c, d] = self.p;
        let (ab, bc, cd) = (a.lerp(b, t), b.lerp(c, t), c.lerp(d, t));
        ab.lerp(bc, t).lerp(bc.lerp(cd, t), t)
    }

    /// The direction of travel at parameter `t`, unnormalised.
    pub fn tangent(&self, t: f32) -> Vec2 {
        let [a, b, c, d] = self.p;
        let (u, v, w) = (b - a, c - b, d - c);
        u.lerp(v, t).lerp(v.lerp(w, t), t) * 3.0
    }

    /// The ink width at parameter `t`.
    pub fn width(&self, t: f32) -> f32 {
        self.w[0] + (self.w[1] - self.w[0]) * t
    }

    /// Into how many equal parts the span must be cut for its chords to stay within `tolerance`
    /// (same unit as the points): the bound of Wang (1984) for a cubic, at most `most`.
    pub fn parts(&self, tolerance: f32, most: u32) -> u32 {
        let [a, b, c, d] = self.p;
        let bend = (a - b * 2.0 + c).length().max((b - c * 2.0 + d).length());
        let parts = (0.75 * bend / tolerance).sqrt();
        (parts.min(most as f32) as u32 + 1).min(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stroke(at: &[(f32, f32)]) -> Vec<(Vec2, f32)> {
        at.iter().map(|&(x, y)| (Vec2::new(x, y), x + 1.0)).collect()
    }

    #[test]
    fn spline_passes_through_its_points() {
        let points = stroke(&[(0.0, 0.0), (1.0, 2.0), (4.0, -1.0), (4.0, 3.0)]);
        let spans: Vec<_> = spans(&points).collect();
        assert_eq!(spans.len(), 3);
        for (i, span) in spans.iter().enumerate() {
            assert_eq!(span.at(0.0), points[i].0);
            assert_eq!(span.at(1.0), points[i + 1].0);
            assert_eq!(span.w.map(f32::to_bits), [points[i].1, points[i + 1].1].map(f32::to_bits));
        }
    }

    #[test]
    fn bezier_form_equals_the_catmull_rom_polynomial() {
        let p = [(0.0, 0.0), (1.0, 2.0), (4.0, -1.0), (4.0, 3.0)];
        let span = spans(&stroke(&p)).nth(1).unwrap();
        for k in 0..=10 {
            let t = k as f32 / 10.0;
            let poly = |q: [f32; 4]| {
                0.5 * (2.0 * q[1]
                    + (q[2] - q[0]) * t
                    + (2.0 * q[0] - 5.0 * q[1] + 4.0 * q[2] - q[3]) * t * t
                    + (3.0 * q[1] - q[0] - 3.0 * q[2] + q[3]) * t * t * t)
            };
            let expected = Vec2::new(poly(p.map(|q| q.0)), poly(p.map(|q| q.1)));
            assert!((span.at(t) - expected).length() < 1e-5, "at {t}");
        }
    }

    #[test]
    fn spans_meet_with_one_tangent() {
        let points = stroke(&[(0.0, 0.0), (1.0, 2.0), (4.0, -1.0), (4.0, 3.0)]);
        let spans: Vec<_> = spans(&points).collect();
        assert!((spans[0].tangent(1.0) - spans[1].tangent(0.0)).length() < 1e-5);
    }

    #[test]
    fn two_points_are_a_straight_line_and_one_is_a_dot() {
        let line = spans(&stroke(&[(0.0, 0.0), (3.0, 6.0)])).next().unwrap();
        assert!((line.at(0.5) - Vec2::new(1.5, 3.0)).length() < 1e-6);
        let dots: Vec<_> = spans(&stroke(&[(2.0, 5.0)])).collect();
        assert_eq!(dots.len(), 1);
        assert_eq!(dots[0].at(0.7), Vec2::new(2.0, 5.0));
        assert_eq!(spans(&[]).count(), 0);
    }

    #[test]
    fn parts_bound_the_distance_of_the_chords() {
        let points = stroke(&[(0.0, 0.0), (10.0, 40.0), (40.0, -10.0), (90.0, 30.0)]);
        for span in spans(&points) {
            let n = span.parts(0.02, 1000);
            for k in 0..n {
                let (t0, t1) = (k as f32 / n as f32, (k + 1) as f32 / n as f32);
                let chord = span.at(t0).lerp(span.at(t1), 0.5);
                assert!((span.at(0.5 * (t0 + t1)) - chord).length() < 0.025);
            }
        }
    }
}
