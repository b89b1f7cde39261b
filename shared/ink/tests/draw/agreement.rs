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
    let tree = Tree::from_str(svg, &Options::default()).unwrap();
    let (width, height) = (page.width_px, page.height_px);
    let mut pixmap = Pixmap::new(width, height).unwrap();
    let size = tree.size();
    let scale = (width as f32 / size.width(), height as f32 / size.height());
    resvg::render(&tree, Transform::from_scale(scale.0, scale.1), &mut pixmap.as_mut());
    pixmap.pixels().iter().map(|p| p.alpha()).collect()
}

/// Sum of differences, and difference of sums, over the sum of ink.
pub fn differences(a: &[u8], b: &[u8]) -> (f64, f64) {
    let sum = |levels: &[u8]| levels.iter().map(|&l| f64::from(l)).sum::<f64>();
    let apart: f64 = a.iter().zip(b).map(|(&a, &b)| (f64::from(a) - f64::from(b)).abs()).sum();
    (apart / sum(a), (sum(b) - sum(a)) / sum(a))
}

#[test]
fn svg_and_raster_show_the_same_ink() {
    // What differs at small sizes: a viewer adds up the half covered pixels where two paths meet, and
    // measures coverage of an edge in its own way.
    for (cap, most_apart, most_more) in
        [(20.0, 0.10, 0.04), (40.0, 0.06, 0.01), (120.0, 0.03, 0.01), (300.0, 0.02, 0.01)]
    {
        let page = sample::page(12, cap, 1200, 1800, 96.0);
        let (ink, svg) = (draw::coverage(&page).levels, svg_alpha(&page));
        let (apart, more) = differences(&ink, &svg);
        assert!(apart < most_apart && more.abs() < most_more, "{cap}: {apart:.4} {more:+.4}");
        // Where the writing is, the pixels are within one part in a hundred of full ink on average.
        let words: usize = 1200 * 1800 / 4;
        let mean = ink.iter().zip(&svg).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>();
        assert!(mean / words as f64 / 255.0 < 0.01, "{cap}");
    }
}
