//! Pens: how wide their ink is at a speed and pressure.

use crate::dynamics::Moment;
use crate::geometry::Vec2;
use crate::rng::Rng;

/// The capital height for which a pen's own width is given, mm: ordinary writing.
const ORDINARY_CAP: f32 = 5.0;
/// Larger writing is drawn with a wider pen, but not in proportion: it looks the bolder the smaller
/// it is, as real pens do.
const GROWTH: f32 = 0.85;
/// Way in which a pen's ends are shaped, x-heights.
const TAPER: f32 = 0.55;
const BLUNT: f32 = 0.12;
/// What the last bits of a width can add to a bound of it.
const ROUNDING: f32 = 1.0001;
/// Direction of a fountain pen's edge as a right hand holds it, counted upwards from the line, as cosine
/// and sine of 40 degrees: strokes along it are thin, strokes across it broad.
const EDGE: Vec2 = Vec2::new(0.766, 0.643);
/// The mean of |sin| over all directions.
const MEAN_ACROSS: f32 = 0.637;
/// How much of the grain at a point is that of the point before.
const GRAIN_MEMORY: f32 = 0.4;

/// A kind of pen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pen {
    /// Ballpoint: thin, thinner when fast.
    #[default]
    Ball,
    /// Gel pen: even and dark.
    Gel,
    /// Felt tip: wide and blunt.
    Felt,
    /// Fountain pen: broad across its edge, thin along it, pools where it rests.
    Fountain,
    /// Pencil: grey, rough from the paper's grain, broader when pressed.
    Pencil,
}

/// What makes a pen.
struct Nib {
    /// Width at an ordinary size, mm.
    width: f32,
    /// How much of it speed takes away or adds at most.
    swing: f32,
    /// How much of it pressure adds or takes away at most.
    give: f32,
    /// The part of the width left at the end of a fast exit.
    exit: f32,
    /// How much ink runs out where the pen rests at an end.
    blot: f32,
    /// How much broader across its edge than in the mean.
    edge: f32,
    /// Greatest share by which the paper's grain changes the width.
    grain: f32,
    /// Opacity of the line.
    darkness: f32,
}

impl Pen {
    const fn nib(self) -> Nib {
        const PLAIN: Nib =
            Nib { width: 0.40, swing: 0.14, give: 0.06, exit: 0.5, blot: 0.0, edge: 0.0, grain: 0.0, darkness: 1.0 };
        match self {
            Self::Ball => PLAIN,
            Self::Gel => Nib { width: 0.50, swing: 0.06, give: 0.02, exit: 0.8, blot: 0.02, ..PLAIN },
            Self::Felt => Nib { width: 0.90, swing: 0.08, give: 0.03, exit: 1.0, blot: 0.07, ..PLAIN },
            Self::Fountain => Nib { width: 0.55, swing: 0.22, give: 0.10, exit: 0.4, blot: 0.08, edge: 0.5, ..PLAIN },
            Self::Pencil => {
                Nib { width: 0.48, swing: 0.10, give: 0.14, exit: 0.6, grain: 0.12, darkness: 0.72, ..PLAIN }
            }
        }
    }

    /// The usual width of the ink for writing whose capitals are `cap_height_mm` high, mm.
    #[must_use]
    pub fn nominal_width(self, cap_height_mm: f32) -> f32 {
        let size = (cap_height_mm / ORDINARY_CAP).max(0.0);
        self.nib().width * libm::powf(size, GROWTH)
    }

    /// No width is more than this times [`nominal_width`](Self::nominal_width).
    #[must_use]
    pub const fn widest(self) -> f32 {
        let nib = self.nib();
        // Both ends of a short stroke may blot the same point.
        let blots = (1.0 + nib.blot) * (1.0 + nib.blot);
        (1.0 + nib.swing + nib.give) * (1.0 + nib.edge * (1.0 - MEAN_ACROSS)) * (1.0 + nib.grain) * blots * ROUNDING
    }

    /// Opacity of the line, over 0 and at most 1: a pencil's is grey in any colour.
    #[must_use]
    pub const fn darkness(self) -> f32 {
        self.nib().darkness
    }

    /// The ink's width at each point of a stroke, mm. `points` in x-heights, `moments` as
    /// [`ride`](crate::dynamics::ride) gives them, `nominal` from
    /// [`nominal_width`](Self::nominal_width). Draws from `rng` only if the pen shows the paper's grain.
    #[must_use]
    pub fn widths(self, nominal: f32, points: &[Vec2], moments: &[Moment], rng: &mut Rng) -> Vec<f32> {
        let nib = self.nib();
        let mut widths: Vec<f32> = moments.iter().map(|m| nominal * nib.factor(m)).collect();
        nib.turn(&mut widths, points);
        nib.roughen(&mut widths, rng);
        let exit = moments.last().map_or(0.0, |m| m.speed);
        // A pen that leaves while moving draws a thinning tail; one that stops first does not.
        let tail = (1.0 - nib.exit) * ((exit - 0.5) / 0.2).clamp(0.0, 1.0);
        let reversed = points.iter().rev();
        shape(widths.iter_mut().rev(), reversed.clone(), TAPER, -tail);
        shape(widths.iter_mut().rev(), reversed, BLUNT, nib.blot);
        shape(widths.iter_mut(), points.iter(), BLUNT, nib.blot);
        widths
    }
}

impl Nib {
    /// Width over nominal width in the middle of a stroke.
    fn factor(&self, moment: &Moment) -> f32 {
        let slow = (1.6 * (1.0 - moment.speed) / (1.0 + moment.speed)).clamp(-1.0, 1.0);
        let firm = ((moment.pressure - 0.6) / 0.3).clamp(-1.0, 1.0);
        1.0 + self.swing * slow + self.give * firm
    }

    /// The edge: broader and thinner by the direction of travel between the points before and after.
    fn turn(&self, widths: &mut [f32], points: &[Vec2]) {
        if self.edge == 0.0 {
            return;
        }
        for (i, width) in widths.iter_mut().enumerate() {
            let step = points[(i + 1).min(points.len() - 1)] - points[i.saturating_sub(1)];
            let length = step.length();
            let across = if length > 0.0 { (EDGE.x * step.y - EDGE.y * step.x).abs() / length } else { MEAN_ACROSS };
            *width *= 1.0 + self.edge * (across - MEAN_ACROSS);
        }
    }

    /// The grain: each point differs, and a little less from the one before.
    fn roughen(&self, widths: &mut [f32], rng: &mut Rng) {
        if self.grain == 0.0 {
            return;
        }
        let mut grain = 0.0;
        for width in widths {
            grain = GRAIN_MEMORY * grain + (1.0 - GRAIN_MEMORY) * rng.range(-1.0, 1.0);
            *width *= 1.0 + self.grain * grain;
        }
    }
}

/// Changes the first widths by the fraction `by` at the very end, less along the way `reach`.
fn shape<'a>(
    widths: impl Iterator<Item = &'a mut f32>,
    mut points: impl Iterator<Item = &'a Vec2> + Clone,
    reach: f32,
    by: f32,
) {
    let Some(mut last) = points.clone().next().copied() else {
        return;
    };
    let mut way = 0.0;
    for (width, point) in widths.zip(&mut points) {
        way += (*point - last).length();
        if way >= reach {
            return;
        }
        last = *point;
        let near = 1.0 - way / reach;
        *width *= 1.0 + by * near * near;
    }
}

#[cfg(test)]
mod tests;
