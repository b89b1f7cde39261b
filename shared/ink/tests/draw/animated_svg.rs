//! An SVG that writes itself.

use longhand_ink::draw;
use resvg::usvg::roxmltree::{Document, Node};

use crate::agreement::{alpha, differences, svg_alpha};
use crate::sample;

/// The number in `style` after this name.
fn seconds(node: Node<'_, '_>, name: &str) -> Option<f64> {
    let (_, rest) = node.attribute("style")?.split_once(&format!("{name}:"))?;
    rest.split_once('s')?.0.parse().ok()
}

#[test]
fn strokes_are_written_in_order_and_in_the_time_asked() {
    let page = sample::page(40, 40.0, 600, 400, 96.0);
    for asked in [1.0, 12.5] {
        let svg = draw::svg_animated(&page, asked);
        let document = Document::parse(&svg).unwrap();
        let timed: Vec<_> = document
            .descendants()
            .filter_map(|n| Some((seconds(n, "animation-delay")?, seconds(n, "animation-duration").unwrap_or(0.0))))
            .collect();
        assert_eq!(timed.len(), page.strokes.len());
        assert!(timed.windows(2).all(|w| w[0].0 + w[0].1 <= w[1].0 + 0.002), "one stroke after another");
        let end = timed.iter().map(|(delay, duration)| delay + duration).fold(0.0, f64::max);
        assert!((end - asked).abs() <= 0.04, "{end} s for {asked} s");
    }
}

#[test]
fn it_is_still_for_who_asks_for_reduced_motion_and_has_no_script() {
    let svg = draw::svg_animated(&sample::page(5, 40.0, 600, 400, 96.0), 2.0);
    assert!(svg.contains("@media(prefers-reduced-motion:reduce){.w,.d{animation:none}}"));
    let document = Document::parse(&svg).unwrap();
    assert!(document.descendants().all(|n| n.tag_name().name() != "script"));
    assert!(document.descendants().flat_map(|n| n.attributes()).all(|a| !a.name().contains("href")));
}

#[test]
fn once_written_it_is_the_still_picture() {
    for marked in [false, true] {
        let mut page = sample::page(40, 40.0, 600, 400, 96.0);
        if marked {
            draw::mark(&mut page);
        }
        // A program that knows no animation shows how it ends: masks that hide nothing.
        let shown = alpha(&draw::svg_animated(&page, 3.0), &page);
        let (apart, _) = differences(&svg_alpha(&page), &shown);
        assert!(apart < 0.001, "{apart}");
    }
}
