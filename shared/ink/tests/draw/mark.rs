//! The mark of test renders survives cropping to any half, in every format.

use longhand_ink::draw;
use longhand_ink::page::Page;

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
        draw::mark(&mut page);
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
        draw::mark(&mut page);
        let marked = svg_alpha(&page);
        let changed: Vec<_> = plain.iter().zip(&marked).map(|(a, b)| a.abs_diff(*b) > 12).collect();
        assert!(every_half_differs(width, height, &changed), "{width}×{height}");
    }
}

/// The page's mark without any ink, each pixel of full mark true.
fn mark_of(page: &Page) -> Vec<bool> {
    let mut empty = page.with(Vec::new());
    draw::mark(&mut empty);
    let pixels = decode(&draw::png(&empty)).pixels;
    let full = pixels.iter().map(|p| p[3]).max();
    pixels.iter().map(|p| Some(p[3]) == full).collect()
}

/// The page as a test render.
fn marked(mut page: Page) -> Page {
    draw::mark(&mut page);
    page
}

#[test]
fn no_picture_has_the_ink_that_the_mark_hides() {
    for (width, height) in SIZES {
        let page = marked(sample::page(60, 20.0, width, height, 96.0));
        let ink = Page { marked: false, ..page.clone() };
        let pictures = [draw::coverage(&ink).levels, svg_alpha(&ink)];
        for (hidden, i) in mark_of(&page).into_iter().zip(0..) {
            let shown = pictures.each_ref().map(|p| p[i]);
            // The mark covers such a pixel nearly, and drawing is exact to a sixteenth: an eighth may be ink.
            assert!(!hidden || shown.iter().all(|level| *level <= 32), "{width}×{height}: {shown:?} at {i}");
        }
    }
}

#[test]
fn what_the_mark_does_not_touch_is_as_without_it() {
    for (width, height) in [(504, 360), (1920, 1080), (300, 2000)] {
        let plain = sample::page(60, 20.0, width, height, 96.0);
        let page = marked(plain.clone());
        let ink = |page: &Page| draw::coverage(&Page { marked: false, ..page.clone() }).levels;
        let (before, after) = (ink(&plain), ink(&page));
        let mark = mark_of(&page);
        let (columns, rows) = (width as usize, height as usize);
        let far = |i: usize| {
            // As far as the cut can reach: the width of the ink and of the mark's line.
            let near = |at: usize, side: usize| at.saturating_sub(14)..(at + 15).min(side);
            near(i / columns, rows).all(|y| near(i % columns, columns).all(|x| !mark[y * columns + x]))
        };
        let clear: Vec<usize> = (0..before.len()).filter(|&i| before[i] > 0 && far(i)).collect();
        assert!(clear.len() > 500, "{}", clear.len());
        for i in clear {
            assert!(before[i].abs_diff(after[i]) <= 24, "{} and {} at {i}", before[i], after[i]);
        }
    }
}

#[test]
fn no_stroke_goes_under_the_mark() {
    let page = marked(sample::page(120, 20.0, 1920, 1080, 96.0));
    let mark = mark_of(&page);
    let px = 96.0 / 25.4;
    let inside = page.strokes.iter().flat_map(|s| &s.points).filter(|p| {
        let (x, y) = ((p.x * px) as usize, (p.y * px) as usize);
        x < 1920 && y < 1080 && mark[y * 1920 + x]
    });
    assert_eq!(inside.count(), 0);
    assert!(page.strokes.iter().all(|s| !s.points.is_empty()));
    let times: Vec<f32> = page.strokes.iter().flat_map(|s| &s.points).map(|p| p.t).collect();
    assert!(times.is_sorted(), "what is left is written in its order");
}

#[test]
fn the_mark_leaves_most_of_the_ink() {
    let plain = sample::page(200, 20.0, 1920, 1080, 96.0);
    let sum = |page: &Page| -> u64 { draw::coverage(page).levels.iter().map(|l| u64::from(*l)).sum() };
    let (all, left) = (sum(&plain), sum(&marked(plain.clone())));
    assert!(left * 100 > all * 75 && left * 100 < all * 97, "{left} of {all}");
}
