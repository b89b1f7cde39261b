//! The path of the pen to ink: where dynamics and pen meet the page.

use crate::geometry::Vec2;
use crate::page::Point;
use crate::pen::Pen;
use crate::rng::Rng;

/// No ink of this pen is wider than twice this, when an x-height is `unit` mm.
pub(super) fn greatest_half_width_mm(pen: Pen, unit: f32) -> f32 {
    0.5 * unit * share(pen)
}

fn share(pen: Pen) -> f32 {
    match pen {
        Pen::Ball => 0.1,
        Pen::Gel => 0.13,
        Pen::Felt => 0.2,
    }
}

/// Draws along `path` (x-heights) with the pen touching the page at `clock` ms, which moves on past the
/// lift after it. `place` maps the path to the page, mm.
pub(super) fn trace(
    path: &[Vec2],
    pen: Pen,
    unit: f32,
    clock: &mut f32,
    _rng: &mut Rng,
    place: impl Fn(Vec2) -> Vec2,
) -> Vec<Point> {
    let points = path
        .iter()
        .map(|&p| {
            *clock += 12.0;
            let Vec2 { x, y } = place(p);
            Point { x, y, t: *clock, pressure: 0.6, width: unit * share(pen) }
        })
        .collect();
    *clock += 90.0;
    points
}
