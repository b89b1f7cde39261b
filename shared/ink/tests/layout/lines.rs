//! Baselines, edges and what varies from line to line.

use crate::PANGRAM;
use crate::support::{PX, Request, ink_of_line, ink_of_page, is_inside};

#[test]
fn baselines_are_exactly_size_times_spacing_apart() {
    let text = "a\n".repeat(60);
    for spacing in ["0", "0.7", "1.5", "5"] {
        let page = Request::new(&text)
            .with("line_spacing", spacing)
            .with("height", "auto")
            .with("handwriting_size", "12px")
            .compose();
        let expected = 12.0 * PX * spacing.parse::<f64>().expect("a number");
        for pair in page.lines.windows(2) {
            assert!((pair[1].baseline_mm - pair[0].baseline_mm - expected).abs() < 1e-5, "{spacing}");
        }
    }
}

#[test]
fn line_spacing_varies_within_its_share_and_by_enough() {
    let text = "a\n".repeat(201);
    let page = Request::new(&text).with("line_spacing_variance", "0.1").with("height", "auto").compose();
    let shares: Vec<f64> =
        page.lines.windows(2).map(|pair| (pair[1].baseline_mm - pair[0].baseline_mm) / (30.0 * PX) - 1.0).collect();
    assert!(shares.len() > 200 && shares.iter().all(|s| s.abs() <= 0.1 + 1e-6));
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    let variance = shares.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / shares.len() as f64;
    assert!(variance.sqrt() > 0.03 && mean.abs() < 0.02, "sd {}, mean {mean}", variance.sqrt());
}

#[test]
fn lines_are_aligned_within_a_pixel() {
    for (align, edge) in
        [("left", (|l, _| l) as fn(f32, f32) -> f32), ("right", |_, r| r), ("center", |l, r| 0.5 * (l + r))]
    {
        for (size, padding) in [("8px", None), ("20px", Some("30px")), ("60px", None)] {
            let mut request = Request::new(&PANGRAM.repeat(4)).with("align", align).with("handwriting_size", size);
            request = request.with("pen", "felt").with("height", "auto");
            if let Some(padding) = padding {
                request = request.with("min_padding", padding);
            }
            let page = request.compose();
            let edges: Vec<f32> =
                (0..page.lines.len()).map(|i| ink_of_line(&page, i)).map(|ink| edge(ink.left, ink.right)).collect();
            assert!(edges.len() > 1);
            let spread = edges.iter().fold(f32::MIN, |a, &b| a.max(b)) - edges.iter().fold(f32::MAX, |a, &b| a.min(b));
            assert!(f64::from(spread) < PX, "{align} {size}: {} px", f64::from(spread) / PX);
        }
    }
}

#[test]
fn given_margins_are_kept_and_filled() {
    let margins =
        [("margin_left", "40px"), ("margin_right", "70px"), ("margin_top", "30px"), ("margin_bottom", "10px")];
    let mut left = Request::new(PANGRAM).with("height", "auto");
    for (name, value) in margins {
        left = left.with(name, value);
    }
    let page = left.clone().compose();
    let ink = ink_of_page(&page);
    assert!((f64::from(ink.left) / PX - 40.0).abs() < 1.0, "{ink:?}");
    assert!((page.page.height_mm - f64::from(ink.bottom)) / PX > 10.0 - 1e-3);
    assert!(f64::from(ink.top) / PX >= 30.0);
    let right = ink_of_page(&left.with("align", "right").compose());
    assert!((f64::from(right.right) / PX - (504.0 - 70.0)).abs() < 1.0, "{right:?}");
}

#[test]
fn bend_and_drift_change_nothing_at_zero_and_stay_within_bounds() {
    let plain = Request::new(PANGRAM).with("height", "auto");
    let zero = plain.clone().with("baseline_variance", "0").with("margin_variance", "0.0").compose();
    assert_eq!(plain.clone().compose(), zero);
    let bent = plain.clone().with("baseline_variance", "0.5").compose();
    assert_ne!(bent.page.strokes, zero.page.strokes);
    let drifted = plain.with("margin_variance", "1").compose();
    let lefts: Vec<f64> = (0..drifted.lines.len()).map(|i| f64::from(ink_of_line(&drifted, i).left) / PX).collect();
    assert!(lefts.iter().all(|l| (4.0..=26.0).contains(l)), "{lefts:?}");
}

#[test]
fn a_drifting_margin_never_leaves_an_automatic_page() {
    for seed in 1..60 {
        for align in ["left", "center", "right"] {
            let request = Request::new("a\nbb\nccc").with("random_seed", &seed.to_string()).with("align", align);
            let request = request.with("margin_variance", "1").with("width", "auto").with("height", "auto");
            assert!(is_inside(&request.with("margin", "0px").compose().page), "{align} {seed}");
        }
    }
}
