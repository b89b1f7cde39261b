//! The formats show the same ink.

use longhand_ink::draw;
use longhand_ink::page::Page;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::sample;

/// Alpha of each pixel of the page's SVG at the page's pixel size, drawn by resvg.
pub fn svg_alpha(page: &Page) -> Vec<u8> {
    alpha(&draw::svg(page), page)
}

/// Alpha of each pixel of an SVG at the page's pixel size, drawn by resvg.
pub fn alpha(svg: &str, page: &Page) -> Vec<u8> {
    enlarged(svg, page, 1)
}

/// Alpha of each pixel of an SVG drawn by resvg at `times` the page's pixel size and averaged: resvg
/// measures the coverage of an edge on a grid of 4 × 4, which is coarser than a pixel of thin ink can bear.
fn enlarged(svg: &str, page: &Page, times: u32) -> Vec<u8> {
    let tree = Tree::from_str(svg, &Options::default()).unwrap();
    let (width, height) = (page.width_px * times, page.height_px * times);
    let mut pixmap = Pixmap::new(width, height).unwrap();
    let size = tree.size();
    let scale = (width as f32 / size.width(), height as f32 / size.height());
    resvg::render(&tree, Transform::from_scale(scale.0, scale.1), &mut pixmap.as_mut());
    let mut sums = vec![0u32; (page.width_px * page.height_px) as usize];
    for (at, pixel) in (0u32..).zip(pixmap.pixels()) {
        let (x, y) = (at % width / times, at / width / times);
        sums[(y * page.width_px + x) as usize] += u32::from(pixel.alpha());
    }
    sums.into_iter().map(|sum| ((sum + times * times / 2) / (times * times)) as u8).collect()
}

/// Sum of differences, and difference of sums, over the sum of ink.
pub fn differences(a: &[u8], b: &[u8]) -> (f64, f64) {
    let sum = |levels: &[u8]| levels.iter().map(|&l| f64::from(l)).sum::<f64>();
    let apart: f64 = a.iter().zip(b).map(|(&a, &b)| (f64::from(a) - f64::from(b)).abs()).sum();
    (apart / sum(a), (sum(b) - sum(a)) / sum(a))
}

/// Mean difference of alpha over the least rectangle that holds all ink of `a`, as a share of full ink.
fn in_the_writing(a: &[u8], b: &[u8], width: u32) -> f64 {
    let at = |i: usize| (i as u32 % width, i as u32 / width);
    let inked = || (0..a.len()).filter(|&i| a[i] > 0).map(at);
    let (left, right) = (inked().map(|p| p.0).min().unwrap(), inked().map(|p| p.0).max().unwrap());
    let (top, bottom) = (inked().map(|p| p.1).min().unwrap(), inked().map(|p| p.1).max().unwrap());
    let inside = |i: &usize| (left..=right).contains(&at(*i).0) && (top..=bottom).contains(&at(*i).1);
    let apart: f64 = (0..a.len()).filter(inside).map(|i| f64::from(a[i].abs_diff(b[i]))).sum();
    apart / f64::from((right - left + 1) * (bottom - top + 1)) / 255.0
}

/// The measure of agreement, from capitals of 20 px up: total ink differs by at most 1 %, and so does, on
/// average, a pixel's alpha in the rectangle of the writing. Of single pixels of the thinnest ink, resvg's
/// own sampling of edges is more than half of what is left.
#[test]
fn svg_and_raster_agree_to_one_percent() {
    for (cap, letters, most_apart) in [(20.0, 300, 0.04), (40.0, 80, 0.025), (120.0, 12, 0.01), (300.0, 12, 0.01)] {
        let page = sample::page(letters, cap, 1200, 1800, 96.0);
        let (ink, svg) = (draw::coverage(&page).levels, draw::svg(&page));
        let plain = alpha(&svg, &page);
        let (_, more) = differences(&ink, &plain);
        assert!(more.abs() <= 0.01, "{cap}: {more:+.4}");
        let mean = in_the_writing(&ink, &plain, page.width_px);
        assert!(mean <= 0.01, "{cap}: {mean:.4}");
        // Stricter: sampled finely, and over the ink alone.
        let (apart, more) = differences(&ink, &enlarged(&svg, &page, 4));
        assert!(apart <= most_apart && more.abs() <= 0.005, "{cap}: {apart:.4} {more:+.4}");
    }
}

/// Bends from gentle to far tighter than half the ink's width, which also changes.
#[test]
fn outlines_have_no_holes_where_ink_turns_in_itself() {
    for (bend, width) in (0..16u8).flat_map(|k| [4.0, 10.0, 16.0].map(|width| (0.6 * f32::from(k), width))) {
        let line: Vec<_> = (0..24)
            .map(|k| {
                let (sin, cos) = libm::sincosf(k as f32 * 0.7);
                (40.0 + 5.0 * k as f32 + bend * sin, 100.0 + 20.0 * cos, width + 0.05 * width * sin)
            })
            .collect();
        let page = crate::page(200, 200, &[&line]);
        let (ink, svg) = (draw::coverage(&page).levels, svg_alpha(&page));
        let (apart, _) = differences(&ink, &svg);
        let lost = ink.iter().zip(&svg).map(|(a, b)| a.saturating_sub(*b)).max();
        assert!(apart < 0.025 && lost < Some(190), "{bend} {width}: {apart:.4} {lost:?}");
    }
}
