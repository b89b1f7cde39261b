//! The path of the pen to ink: where its dynamics and its width meet the page.

use crate::dynamics::{Moment, Pace, lift_ms, ride};
use crate::geometry::Vec2;
use crate::page::Point;
use crate::pen::Pen;
use crate::rng::Rng;

/// A pen on its way over a page.
pub(super) struct Nib {
    pen: Pen,
    /// Usual width of its ink, mm.
    nominal: f32,
    /// One x-height, mm.
    unit: f32,
    pace: Pace,
    /// Since it first touched the page, ms.
    clock: f32,
    /// Where it left the page, mm.
    last: Option<Vec2>,
}

impl Nib {
    /// A pen for writing whose capitals are `size` high and whose x-height is `unit`, mm.
    pub fn new(pen: Pen, size: f64, unit: f64) -> Self {
        let nominal = pen.nominal_width(size as f32);
        Self { pen, nominal, unit: unit as f32, pace: Pace::default(), clock: 0.0, last: None }
    }

    /// No ink of this pen reaches further from its centre line, mm.
    pub fn greatest_half_width(&self) -> f64 {
        f64::from(0.5 * self.pen.widest() * self.nominal)
    }

    /// Draws along `path` (x-heights), which `place` puts on the page (mm), at the time when a lift from
    /// the stroke before ends.
    pub fn trace(&mut self, path: &[Vec2], rng: &mut Rng, place: impl Fn(Vec2) -> Vec2) -> Vec<Point> {
        let moments = ride(path, &self.pace, rng);
        let widths = self.pen.widths(self.nominal, path, &moments, rng);
        let placed: Vec<Vec2> = path.iter().map(|&p| place(p)).collect();
        let per_unit = 1.0 / self.unit;
        if let (Some(last), Some(&first)) = (self.last, placed.first()) {
            self.clock += lift_ms(last * per_unit, first * per_unit, &self.pace);
        }
        let begin = self.clock;
        self.clock += moments.last().map_or(0.0, |m| m.t);
        self.last = placed.last().copied().or(self.last);
        let point = |((p, m), width): ((Vec2, Moment), f32)| Point {
            x: p.x,
            y: p.y,
            t: begin + m.t,
            pressure: m.pressure,
            width,
        };
        placed.into_iter().zip(moments).zip(widths).map(point).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Stream;

    #[test]
    fn no_ink_is_wider_than_the_layout_reckons_with() {
        let mut rng = Stream::root(3).rng();
        for pen in [Pen::Ball, Pen::Gel, Pen::Felt, Pen::Fountain, Pen::Pencil] {
            let mut nib = Nib::new(pen, 5.0, 3.0);
            let mut clock = -1.0;
            for round in 0..400 {
                let step = if round % 2 == 0 { 0.01 } else { 0.2 };
                let mut at = Vec2::default();
                let mut walk = |_| {
                    at = at + Vec2::new(rng.range(-step, step), rng.range(-step, step));
                    at
                };
                let path: Vec<Vec2> = (0..round % 12).map(&mut walk).collect();
                for point in nib.trace(&path, &mut Stream::root(round).rng(), |p| p * 3.0) {
                    assert!(point.width > 0.0 && f64::from(point.width) <= 2.0 * nib.greatest_half_width());
                    assert!(point.t >= clock, "time never goes back");
                    clock = point.t;
                }
            }
        }
    }
}
