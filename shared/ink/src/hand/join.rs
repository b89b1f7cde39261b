//! One pen stroke through two letters.

use crate::geometry::Vec2;

/// Length over which a difference at the seam fades, x-heights.
const FADE: f32 = 0.7;
/// Points on either side of a seam that are smoothed.
const SEAM: usize = 5;

/// Appends `next` to `pen`, which ends where `next` begins but for a difference in height, and `apart` in width that
/// was put between them: each side gives half of it, fading by a cosine, and the seam is smoothed.
pub(super) fn join(pen: &mut Vec<Vec2>, next: &[Vec2], apart: f32) {
    let (Some(end), Some(begin)) = (pen.last().copied(), next.first().copied()) else {
        pen.extend(next);
        return;
    };
    let half = Vec2::new(0.5 * apart, 0.5 * (begin.y - end.y));
    let mut next = next.to_vec();
    fade(next.iter_mut(), half * -1.0);
    fade(pen.iter_mut().rev(), half);
    let seam = pen.len();
    pen.extend(next.into_iter().skip(1));
    for _ in 0..3 {
        soften(pen, seam);
    }
}

/// Moves the beginning of a path by `by`, less and less along its first [`FADE`].
fn fade<'a>(path: impl Iterator<Item = &'a mut Vec2>, by: Vec2) {
    let mut s = 0.0;
    let mut last = None;
    for p in path {
        s += last.map_or(0.0, |l| (*p - l).length());
        last = Some(*p);
        if s > FADE {
            break;
        }
        *p = *p + by * (0.5 * (1.0 + libm::cosf(core::f32::consts::PI * s / FADE)));
    }
}

/// One 1-2-1 pass about the seam, full at the seam and none [`SEAM`] points away.
fn soften(path: &mut [Vec2], seam: usize) {
    let (a, b) = (seam.saturating_sub(SEAM).max(1), (seam + SEAM).min(path.len().saturating_sub(1)));
    let mut before = path[a - 1];
    for i in a..b {
        let here = path[i];
        let mean = (before + path[i + 1]) * 0.25 + here * 0.5;
        let w = 1.0 - i.abs_diff(seam) as f32 / (SEAM + 1) as f32;
        path[i] = here.lerp(mean, w);
        before = here;
    }
}
