//! Corners. The mean of many letters is rounder than each of them, since their corners are not at the same place: what
//! averaging took away is put back (unsharp masking along the path).

use crate::geometry::Vec2;

/// Moves each point away from the mean of those about it by `share` of its distance; both ends stay.
pub(super) fn sharpen(path: &mut [Vec2], share: f32) {
    let soft = softened(&softened(path));
    for (p, soft) in path.iter_mut().zip(soft) {
        *p = *p + (*p - soft) * share;
    }
}

/// One 1-2-1 pass.
fn softened(path: &[Vec2]) -> Vec<Vec2> {
    let mut out = path.to_vec();
    for (soft, w) in out.iter_mut().skip(1).zip(path.windows(3)) {
        *soft = (w[0] + w[2]) * 0.25 + w[1] * 0.5;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_and_a_corner_is_sharper_by_the_share() {
        let straight: Vec<Vec2> = (0..9).map(|k| Vec2::new(k as f32, 0.5 * k as f32)).collect();
        let mut same = straight.clone();
        sharpen(&mut same, 0.7);
        assert!(same.iter().zip(&straight).all(|(a, b)| (*a - *b).length() < 1e-5));
        let corner: Vec<Vec2> = (0..9).map(|k: i32| Vec2::new(k as f32, -(k - 4).abs() as f32)).collect();
        let tip = |share: f32| {
            let mut path = corner.clone();
            sharpen(&mut path, share);
            (path[0], path[4].y, path[8])
        };
        assert_eq!(tip(0.0), (corner[0], 0.0, corner[8]));
        // Two passes take (1 + 2·¼ + ¼)·½ of a step off the tip: 0.75.
        assert!((tip(0.4).1 - 0.4 * 0.75).abs() < 1e-5, "{}", tip(0.4).1);
        assert!(tip(-0.4).1 < -0.25, "others are rounder");
        assert_eq!((tip(0.4).0, tip(0.4).2), (corner[0], corner[8]));
        for few in [&mut [][..], &mut [Vec2::new(1.0, 2.0)], &mut [Vec2::new(1.0, 2.0), Vec2::new(3.0, 4.0)]] {
            let before = few.to_vec();
            sharpen(few, 1.0);
            assert_eq!(few, before);
        }
    }
}
