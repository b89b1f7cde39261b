//! The shape that a hand aims at, kept within what can be read.

use crate::model::{Class, LATE_POINTS, STYLE};
use crate::rng::Rng;

use super::forms::{REACH, by_case};

/// Share of the learned personal variation: of small letters, and of others, whose strokes come in more orders than
/// recordings of them tell apart.
const PERSONAL: [f32; 2] = [1.1, 0.75];
/// What two forms of one allograph have in common of its personal shape (correlation).
const KIN: f32 = 0.65;
/// Lowest that a capital or digit of a hand aims at, x-heights: a lower 0 is read as o, a lower S as s.
const TALL: f32 = 1.5;
/// Most that one is stretched to that end.
const STRETCH: f32 = 1.8;
/// How far from its usual place a hand sets the dots of i and j, x-heights.
const DOT_HABIT: f32 = 0.3;

/// So many shapes of one allograph in one hand, alike as one person's are.
pub(super) fn kin(class: &Class, count: usize, z: &[f32; STYLE], rng: &mut Rng) -> Vec<Vec<f32>> {
    let draw = |rng: &mut Rng| (0..class.personal_count()).map(|_| rng.normal_within(REACH)).collect::<Vec<f32>>();
    let common = draw(rng);
    let (shared, own) = (KIN.sqrt(), (1.0 - KIN).sqrt());
    let reach = by_case(class.c, PERSONAL);
    let personal = |rng: &mut Rng| {
        let mixed = common.iter().zip(draw(rng)).map(|(c, d)| reach * (shared * c + own * d).clamp(-REACH, REACH));
        mixed.collect::<Vec<f32>>()
    };
    (0..count).map(|_| shape(class, z, &personal(rng))).collect()
}

/// The shape a hand aims at, in reach of what is seen.
fn shape(class: &Class, z: &[f32; STYLE], personal: &[f32]) -> Vec<f32> {
    let usual = class.shape(&[0.0; STYLE], &[]);
    let mut own = proportioned(class, z, personal, size(&usual));
    if class.c.is_ascii_uppercase() || class.c.is_ascii_digit() {
        let top = own.iter().skip(1).step_by(2).fold(0.0f32, |t, y| t.min(*y));
        let stretch = (TALL / -top.min(-0.1)).clamp(1.0, STRETCH);
        for v in &mut own {
            *v *= stretch;
        }
    }
    tether(class, &mut own, &usual, DOT_HABIT);
    own
}

/// Least height of the middle of a dot over the baseline, x-heights: lower ones run into their letter.
const DOT_LEAST: f32 = 1.15;

/// Keeps the dot of an i or j within `reach` of where `usual` has it, and over its letter.
pub(super) fn tether(class: &Class, own: &mut [f32], usual: &[f32], reach: f32) {
    let from = 2 * class.main * class.points;
    if !matches!(class.c, 'i' | 'j') || own.len() == from {
        return;
    }
    for axis in 0..2 {
        let mean = |v: &[f32]| v[from..].iter().skip(axis).step_by(2).sum::<f32>() / (LATE_POINTS * class.late) as f32;
        let off = mean(own) - mean(usual);
        let mut back = off.clamp(-reach, reach) - off;
        if axis == 1 {
            back = back.min(-DOT_LEAST - mean(own));
        }
        for v in own[from..].iter_mut().skip(axis).step_by(2) {
            *v += back;
        }
    }
}

/// The shape as style and person have it. Where those would shrink or blow up the letter beyond what is seen, it
/// follows them less; signs, of which few were recorded, follow them half from the start.
fn proportioned(class: &Class, z: &[f32; STYLE], personal: &[f32], usual: [f32; 2]) -> Vec<f32> {
    let (mut share, most) = if class.c.is_ascii_alphanumeric() { (1.0f32, 1.5) } else { (0.5, 1.3) };
    loop {
        let part = |v: &f32| v * share;
        let own = class.shape(&z.each_ref().map(part), &personal.iter().map(part).collect::<Vec<_>>());
        let fits = |(own, usual): (f32, f32)| usual < 0.35 || (1.0 / most..most).contains(&(own / usual));
        if size(&own).into_iter().zip(usual).all(fits) || share < 0.1 {
            return own;
        }
        share *= 0.6;
    }
}

/// Width and height of a shape.
fn size(shape: &[f32]) -> [f32; 2] {
    [0, 1].map(|from| {
        let v = shape.iter().skip(from).step_by(2);
        let (lo, hi) = v.fold((f32::MAX, f32::MIN), |r, x| (r.0.min(*x), r.1.max(*x)));
        hi - lo
    })
}
