//! The outlines of ink in an image.

use crate::geometry::Vec2;

/// A pixel is ink if it is darker than this many hundredths of what lies around it (Bradley and Roth, "Adaptive Thresholding
/// Using the Integral Image", 2007), within this part of the width.
const DARKER: u64 = 85;
const AROUND: usize = 8;

/// Where there is ink, in rows of `width` pixels; none if the rows are not whole, or there are none.
pub fn ink(width: usize, luma: &[u8]) -> Option<Vec<bool>> {
    if width == 0 || luma.is_empty() || !luma.len().is_multiple_of(width) {
        return None;
    }
    let height = luma.len() / width;
    // Sums of everything above and to the left.
    let stride = width + 1;
    let mut sums = vec![0_u64; stride * (height + 1)];
    for (y, row) in luma.chunks_exact(width).enumerate() {
        let mut sum = 0;
        for (x, level) in row.iter().enumerate() {
            sum += u64::from(*level);
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + sum;
        }
    }
    let reach = (width / AROUND / 2).max(8);
    let is_ink = |(i, level): (usize, &u8)| {
        let (x, y) = (i % width, i / width);
        let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(width));
        let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(height));
        let all = sums[bottom * stride + right] + sums[top * stride + left]
            - sums[top * stride + right]
            - sums[bottom * stride + left];
        let count = ((right - left) * (bottom - top)) as u64;
        u64::from(*level) * count * 100 < all * DARKER
    };
    Some(luma.iter().enumerate().map(is_ink).collect())
}

/// Right, down, left, up.
const STEPS: [(isize, isize); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

/// All outlines, of ink and of holes in it, along the edges of pixels with ink on the right.
pub fn outlines(width: usize, ink: &[bool]) -> Vec<Vec<Vec2>> {
    let is_ink = |x: isize, y: isize| {
        let inside = x >= 0 && y >= 0 && x.cast_unsigned() < width;
        inside && ink.get(y.cast_unsigned() * width + x.cast_unsigned()).is_some_and(|ink| *ink)
    };
    let mut seen = vec![false; ink.len()];
    let mut all = Vec::new();
    for start in 0..ink.len() {
        let (x, y) = ((start % width).cast_signed(), (start / width).cast_signed());
        // Every outline goes right somewhere, above a pixel of ink and below none.
        if seen[start] || !ink[start] || is_ink(x, y - 1) {
            continue;
        }
        let (mut at, mut towards, mut points) = ((x, y), 0, Vec::new());
        loop {
            if towards == 0 {
                let pixel = at.1.cast_unsigned() * width + at.0.cast_unsigned();
                if core::mem::replace(&mut seen[pixel], true) {
                    break;
                }
            }
            points.push(Vec2 { x: at.0 as f32, y: at.1 as f32 });
            at = (at.0 + STEPS[towards].0, at.1 + STEPS[towards].1);
            towards = turned(at, towards, is_ink);
        }
        all.push(points);
    }
    all
}

/// Where an outline goes on from a corner of pixels, coming `towards` it.
fn turned((x, y): (isize, isize), towards: usize, is_ink: impl Fn(isize, isize) -> bool) -> usize {
    let ((right_x, right_y), (left_x, left_y)) =
        [((0, 0), (0, -1)), ((-1, 0), (0, 0)), ((-1, -1), (-1, 0)), ((0, -1), (-1, -1))][towards];
    if !is_ink(x + right_x, y + right_y) {
        (towards + 1) % 4
    } else if is_ink(x + left_x, y + left_y) {
        (towards + 3) % 4
    } else {
        towards
    }
}

/// A closed outline without the steps of its pixels: each point the mean of those up to `reach` before and after it, twice.
pub fn smooth(points: &[Vec2], reach: usize) -> Vec<Vec2> {
    let reach = reach.max(1);
    let count = points.len();
    if count <= 2 * reach {
        return points.to_vec();
    }
    let once = |points: &[Vec2]| -> Vec<Vec2> {
        let mean = |i: usize| {
            let around = (0..=2 * reach).map(|k| points[(i + count + k - reach) % count]);
            let (x, y) = around.fold((0.0, 0.0), |(x, y), point| (x + point.x, y + point.y));
            Vec2 { x: x / (2 * reach + 1) as f32, y: y / (2 * reach + 1) as f32 }
        };
        (0..count).map(mean).collect()
    };
    once(&once(points))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_has_an_outer_and_an_inner_outline() {
        let rows = ["......", ".####.", ".#..#.", ".####.", "......"];
        let ink: Vec<bool> = rows.concat().chars().map(|c| c == '#').collect();
        let mut lengths: Vec<usize> = outlines(6, &ink).iter().map(Vec::len).collect();
        lengths.sort_unstable();
        assert_eq!(lengths, [6, 14]);
    }

    #[test]
    fn ink_is_what_is_darker_than_the_paper_around_it() {
        // Paper from light to shadow, and a line across it.
        let row = |y: usize| (0..100).map(move |x| if y == 15 { (200 - x) as u8 / 2 } else { (200 - x) as u8 });
        let luma: Vec<u8> = (0..30).flat_map(row).collect();
        let ink = ink(100, &luma).unwrap();
        assert!(ink.iter().enumerate().all(|(i, ink)| *ink == (i / 100 == 15)));
    }
}
