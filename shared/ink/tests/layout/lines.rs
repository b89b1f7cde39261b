//! Baselines, edges and what varies from line to line.

use longhand_ink::hand::catalogue;
use longhand_ink::layout::Composed;

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

/// The hands that join the least and the most.
fn ends_of_cursivity() -> (&'static str, &'static str) {
    let ends =
        (catalogue().iter().min_by_key(|h| h.rating_cursivity), catalogue().iter().max_by_key(|h| h.rating_cursivity));
    (ends.0.expect("a hand").id, ends.1.expect("a hand").id)
}

/// Width of a word of twelve letters, mm, by a hand that does not join.
fn width_of_twelve(spacing: &str) -> f32 {
    let request = Request::new("nnnnnnnnnnnn").with("width", "auto").with("height", "auto");
    let page = request.with("handwriting_id", ends_of_cursivity().0).with("letter_spacing", spacing).compose();
    page.words[0].ink.right - page.words[0].ink.left
}

#[test]
fn letters_move_apart_in_step_with_their_spacing() {
    let at = ["-0.3", "0", "0.3", "0.6", "1"].map(width_of_twelve);
    assert!(at.windows(2).all(|w| w[1] > w[0]), "{at:?}");
    // From 0 to 1 each of eleven gaps grows by an x-height, and as much from one step to the next.
    let (three, six, ten) = (at[2] - at[1], at[3] - at[1], at[4] - at[1]);
    assert!((six / three - 2.0).abs() < 0.05 && (ten / three - 10.0 / 3.0).abs() < 0.1, "{at:?}");
}

#[test]
fn joined_letters_stay_joined_however_far_apart() {
    for spacing in ["-0.3", "0.5", "1"] {
        let plain = Request::new("minimum").with("handwriting_id", ends_of_cursivity().1);
        let wide = plain.clone().with("letter_spacing", spacing).compose();
        let plain = plain.compose();
        assert_eq!(wide.page.strokes.len(), plain.page.strokes.len(), "{spacing}");
        let longest = |c: &Composed| {
            let steps = c
                .page
                .strokes
                .iter()
                .flat_map(|s| s.points.windows(2))
                .map(|w| (w[1].x - w[0].x).hypot(w[1].y - w[0].y));
            steps.fold(0.0f32, f32::max)
        };
        assert!(longest(&wide) < 3.0 * longest(&plain) + 1e-3, "the pen does not jump");
    }
}

#[test]
fn a_tired_hand_grows_uneven_and_one_that_is_not_changes_nothing() {
    let text = "nil mill ".repeat(160);
    let plain = Request::new(&text).with("width", "900px").with("height", "auto");
    assert_eq!(plain.clone().compose(), plain.clone().with("fatigue", "0").compose());
    let spread = |composed: &Composed, part: std::ops::Range<usize>| {
        let gaps: Vec<f32> = composed.words[part]
            .windows(2)
            .filter(|w| w[0].line == w[1].line)
            .map(|w| w[1].ink.left - w[0].ink.right)
            .collect();
        let mean = gaps.iter().sum::<f32>() / gaps.len() as f32;
        (gaps.iter().map(|g| (g - mean).powi(2)).sum::<f32>() / gaps.len() as f32).sqrt()
    };
    let tired = plain.clone().with("fatigue", "1").compose();
    let (first, last) = (spread(&tired, 0..80), spread(&tired, 240..320));
    assert!(last > 1.3 * first, "{first} to {last}");
    let rested = plain.compose();
    assert!(spread(&rested, 240..320) < 1.3 * spread(&rested, 0..80));
}
