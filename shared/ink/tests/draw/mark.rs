//! The mark of test renders survives cropping to any half, in every format.

use longhand_ink::draw;

use crate::agreement::svg_alpha;
use crate::{decode, sample};

const SIZES: [(u32, u32); 8] =
    [(40, 20), (20, 60), (100, 30), (504, 360), (64, 64), (1920, 80), (1920, 1080), (300, 2000)];

/// Whether each window half as wide and half as high, half as wide, or half as high as the picture
/// has a changed pixel.
fn every_half_differs(width: u32, height: u32, changed: &[bool]) -> bool {
    let (w, h) = (width as usize, height as usize);
    // Sums over the rectangles from the corner.
    let mut sums = vec![0u32; (w + 1) * (h + 1)];
    for y in 0..h {
        for x in 0..w {
            let here = u32::from(changed[y * w + x]);
            sums[(y + 1) * (w + 1) + x + 1] =
                here + sums[y * (w + 1) + x + 1] + sums[(y + 1) * (w + 1) + x] - sums[y * (w + 1) + x];
        }
    }
    let at = |x: usize, y: usize| sums[y * (w + 1) + x];
    [(w / 2, h / 2), (w, h / 2), (w / 2, h)].into_iter().all(|(ww, wh)| {
        (0..=h - wh).all(|y| (0..=w - ww).all(|x| at(x + ww, y + wh) + at(x, y) > at(x + ww, y) + at(x, y + wh)))
    })
}

#[test]
fn png_is_marked_in_every_half() {
    for (width, height) in SIZES {
        let mut page = sample::page(60, 20.0, width, height, 96.0);
        let plain = decode(&draw::png(&page)).pixels;
        page.marked = true;
        let marked = decode(&draw::png(&page)).pixels;
        let changed: Vec<_> =
            plain.iter().zip(&marked).map(|(a, b)| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > 16)).collect();
        assert!(every_half_differs(width, height, &changed), "{width}×{height}");
    }
}

#[test]
fn svg_is_marked_in_every_half() {
    for (width, height) in SIZES {
        let mut page = sample::page(60, 20.0, width, height, 96.0);
        let plain = svg_alpha(&page);
        page.marked = true;
        let marked = svg_alpha(&page);
        let changed: Vec<_> = plain.iter().zip(&marked).map(|(a, b)| a.abs_diff(*b) > 12).collect();
        assert!(every_half_differs(width, height, &changed), "{width}×{height}");
    }
}

#[test]
fn the_mark_is_over_the_ink_and_leaves_it_readable() {
    let mut page = crate::page(400, 300, &[&[(0.0, 150.0, 80.0), (400.0, 150.0, 80.0)]]);
    page.marked = true;
    let pixels = decode(&draw::png(&page)).pixels;
    let band = &pixels[130 * 400..170 * 400];
    // Lighter where a bar lies over the ink, but opaque; pure ink for the most part.
    assert!(band.iter().any(|p| p[0] >= 45 && p[3] == 255));
    let pure = band.iter().filter(|p| **p == [26, 42, 108, 255]).count();
    assert!(pure > band.len() * 7 / 10, "{pure} of {}", band.len());
}
