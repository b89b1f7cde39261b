//! Where the ink goes.

mod support;

use longhand_ink::draw;
use longhand_ink::hand::covers;
use longhand_ink::layout::Composed;
use longhand_ink::page::Stroke;
use longhand_ink::params::{Extent, Length};
use support::{PX, Request, ink_of_line, ink_of_page, words_of};

const PANGRAM: &str = "The quick brown fox jumps over the lazy dog and runs far away into the deep dark woods";

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
fn word_spacing_variance_moves_words_but_leaves_their_ink_alone() {
    let still = Request::new(PANGRAM).with("width", "auto").compose();
    let moved = Request::new(PANGRAM).with("width", "auto").with("word_spacing_variance", "0.5").compose();
    let (a, b) = (words_of(&still), words_of(&moved));
    assert!(a.iter().zip(&b).all(|(a, b)| same_shape(a, b)));
    let gaps = |c: &Composed| c.words.windows(2).map(|w| w[1].ink.left - w[0].ink.right).collect::<Vec<f32>>();
    let changed = gaps(&still).iter().zip(gaps(&moved)).filter(|(a, b)| (*a - b).abs() > 0.01).count();
    assert!(changed >= 15, "{changed} of 17 gaps");
}

/// Whether two words have the same ink, wherever they stand.
fn same_shape(a: &[Stroke], b: &[Stroke]) -> bool {
    let flat = |word: &[Stroke]| {
        let points: Vec<_> = word.iter().flat_map(|s| s.points.clone()).collect();
        points.iter().flat_map(|p| [p.x - points[0].x, p.y - points[0].y, p.width]).collect::<Vec<f32>>()
    };
    let (a, b) = (flat(a), flat(b));
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-3)
}

#[test]
fn changing_one_word_leaves_the_ink_of_all_others_the_same() {
    let before = words_of(&Request::new("Dear Anna, the train was late again today").compose());
    let after = words_of(&Request::new("Dear Bo, the train was late again today").compose());
    let same: Vec<bool> = before.iter().zip(&after).map(|(a, b)| same_shape(a, b)).collect();
    assert_eq!(same, [true, false, true, true, true, true, true, true]);
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
fn padding_centres_the_block_and_keeps_its_distance() {
    for (width, height) in [("504px", "360px"), ("auto", "auto"), ("300px", "auto"), ("auto", "500px")] {
        let page = Request::new("Dear Anna,\nthank you for the apples.\nYours")
            .with("min_padding", "25px")
            .with("width", width)
            .with("height", height)
            .compose();
        let ink = ink_of_page(&page);
        let free = [
            f64::from(ink.left),
            page.page.width_mm - f64::from(ink.right),
            f64::from(ink.top),
            page.page.height_mm - f64::from(ink.bottom),
        ];
        assert!(free.iter().all(|f| f / PX >= 25.0 - 1e-3), "{width} {height}: {free:?}");
        assert!((free[0] - free[1]).abs() < PX && (free[2] - free[3]).abs() < PX, "{width} {height}: {free:?}");
        if width == "auto" && height == "auto" {
            assert!(free.iter().all(|f| f / PX < 27.0), "{free:?}");
        }
    }
}

#[test]
fn padding_without_room_for_ink_is_an_error_that_names_it() {
    let fault = Request::new("Wide").with("min_padding", "175px").fault();
    assert_eq!(fault.field, "min_padding");
    assert_eq!(fault.message, "min_padding leaves no room for any of the text");
}

#[test]
fn automatic_sides_hold_all_ink_and_little_else() {
    let page = Request::new("one\ntwo three\n\nfour").with("width", "auto").with("height", "auto").compose();
    let ink = ink_of_page(&page);
    assert_eq!((page.lines.len(), page.overflow), (4, None));
    assert!(page.page.width_mm - f64::from(ink.right) < 8.0 * PX);
    assert!(page.page.height_mm - f64::from(ink.bottom) < 8.0 * PX);
    let px = page.page.width_mm / PX;
    assert!((px - px.round()).abs() < 1e-6 && page.page.width_px == px.round() as u32);
}

#[test]
fn white_space_survives_into_the_layout() {
    let left = |text: &str| {
        let page = Request::new(text).with("width", "auto").with("height", "auto").compose();
        page.words.iter().map(|w| w.ink.left).collect::<Vec<f32>>()
    };
    let one = left("a b");
    let four = left("a    b");
    assert!(four[1] - four[0] > 2.5 * (one[1] - one[0]), "runs of spaces");
    let tabs = left("a\tb\nccc\td\n\te");
    assert!((tabs[1] - tabs[3]).abs() < 0.5 && (tabs[3] - tabs[4]).abs() < 0.5, "tab stops line up: {tabs:?}");
    assert!(left("a\n   b")[1] > left("a\nb")[1] + 5.0, "an indent is kept");
    let page = Request::new("a\n\n\nb\n").with("height", "auto").compose();
    assert_eq!(page.words.iter().map(|w| w.line).collect::<Vec<_>>(), [0, 3]);
}

#[test]
fn a_wrapped_line_begins_without_the_space_it_was_wrapped_at() {
    let page = Request::new(&"word    ".repeat(40)).with("height", "auto").compose();
    let lefts: Vec<f32> = (0..page.lines.len() - 1).map(|i| ink_of_line(&page, i).left).collect();
    assert!(lefts.len() > 3 && lefts.iter().all(|l| (l - lefts[0]).abs() < 0.4), "{lefts:?}");
}

#[test]
fn a_word_too_long_for_the_line_is_broken_rather_than_lost() {
    let page = Request::new(&"incomprehensibilities".repeat(8)).with("width", "200px").with("height", "auto").compose();
    assert_eq!(page.overflow, None);
    assert!(page.lines.len() > 5);
    let mut next = 0;
    for word in &page.words {
        assert_eq!(word.start, next);
        next = word.end;
    }
    assert_eq!(next, 168);
}

#[test]
fn a_hyphen_between_words_may_end_a_line_but_numbers_stay_whole() {
    let pieces = |text: &str, width: &str| {
        let page = Request::new(text).with("width", width).with("height", "auto").compose();
        page.words.iter().map(|w| text[w.start..w.end].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(pieces("my wonderful-things", "170px"), ["my", "wonderful-", "things"]);
    assert_eq!(pieces("wonderful 555-123-456-789", "260px"), ["wonderful", "555-123-456-789"]);
}

#[test]
fn a_no_break_space_keeps_its_words_on_one_line() {
    let text = "some words then 10\u{a0}kg";
    for width in 120..400 {
        let page = Request::new(text).with("width", &format!("{width}px")).with("height", "auto").compose();
        let lines: Vec<usize> = page.words.iter().map(|w| w.line).collect();
        assert_eq!(lines[3], lines[4], "{width}px: {lines:?}");
    }
}

#[test]
fn overflow_is_the_first_character_without_room() {
    let text = PANGRAM.repeat(20);
    let page = Request::new(&text).compose();
    let first = page.overflow.expect("an overflow");
    assert!(page.page.strokes.iter().all(|s| (s.char_index as usize) < first));
    assert_eq!(page.words.last().map(|w| w.end), Some(first - 1), "up to the space before it");
    let fault = Request::new(&text).with("overflow", "error").fault();
    assert_eq!(fault.field, "text");
    assert!(fault.message.contains(&format!("only the first {first} characters")), "{}", fault.message);
    let chars: Vec<char> = text.chars().collect();
    let fitting: String = chars[..first].iter().collect();
    assert_eq!(Request::new(&fitting).with("overflow", "error").compose().overflow, None);
}

#[test]
fn automatic_size_is_the_largest_that_fits_by_brute_force() {
    for (seed, words, width) in [(1, 3, 200), (2, 17, 300), (3, 17, 504), (4, 60, 504), (5, 100, 700)] {
        let text: String = PANGRAM.split(' ').cycle().take(words).collect::<Vec<_>>().join(" ");
        let request = Request::new(&text).with("random_seed", &seed.to_string()).with("width", &format!("{width}px"));
        let fits = |k: u32| {
            let size = format!("{:.1}px", 6.0 + 0.1 * f64::from(k));
            let page = request.clone().with("handwriting_size", &size).compose();
            page.overflow.is_none() && page.words.len() == words
        };
        let best = (0..=640).rev().find(|&k| fits(k)).expect("some size fits");
        let auto = request.clone().with("handwriting_size", "auto").with("min", "6px").with("max", "70px").compose();
        assert!((auto.size_mm / PX - (6.0 + 0.1 * f64::from(best))).abs() < 1e-4, "{} {best}", auto.size_mm / PX);
        assert_eq!(auto.overflow, None);
    }
}

#[test]
fn automatic_size_without_a_size_that_fits_takes_the_smallest() {
    let page = Request::new(&PANGRAM.repeat(50)).with("handwriting_size", "auto").with("min", "15px").compose();
    assert!((page.size_mm / PX - 15.0).abs() < 1e-4 && page.overflow.is_some());
}

#[test]
fn a_positive_seed_repeats_every_byte_and_any_other_does_not() {
    let png = |seed: &str, entropy| {
        draw::png(&Request::new("Dear Anna, it is me").with("random_seed", seed).compose_with(entropy).page)
    };
    assert_eq!(png("42", 1), png("42", 2));
    assert_ne!(png("42", 1), png("43", 1));
    for seed in ["-1", "0"] {
        assert_ne!(png(seed, 1), png(seed, 2));
        assert_eq!(png(seed, 1), png(seed, 1));
    }
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
fn the_same_distance_in_other_units_is_the_same_page() {
    let page = |width| Request::new(PANGRAM).with("width", width).compose();
    assert_eq!(page("7in"), page("177.8mm"));
    assert_eq!(page("504px"), page("17.78cm"));
}

#[test]
fn nine_thousand_characters_without_a_space_are_all_written() {
    let text = "abcdefghij".repeat(900);
    let page = Request::new(&text).with("handwriting_size", "4px").with("height", "auto").compose();
    assert_eq!((page.overflow, page.words.last().map(|w| w.end)), (None, Some(9000)));
}

#[test]
fn only_space_is_an_empty_page() {
    for text in [" ", "\n", "\t \n"] {
        let page = Request::new(text).with("width", "auto").with("height", "auto").compose();
        assert!(page.page.strokes.is_empty() && page.overflow.is_none());
        assert!(page.page.width_px >= 1 && page.page.height_px >= 1);
    }
}

#[test]
fn a_page_too_small_for_a_letter_is_empty_and_says_so() {
    let page = Request::new("MMM").with("width", "3px").compose();
    assert_eq!((page.page.strokes.len(), page.overflow), (0, Some(0)));
}

#[test]
fn a_page_has_the_size_asked_for() {
    let page = Request::new("x").with("width", "321px").with("height", "123px").with("dpi", "300").compose().page;
    assert_eq!((page.width_px, page.height_px), (321, 123));
    let sides = Request::new("x").with("width", "321px").with("dpi", "300").request().paper().width;
    assert_eq!(sides, Extent::Fixed(Length::from_mm(page.width_mm).expect("a length")));
}

#[test]
fn the_tests_write_with_characters_that_hands_have() {
    assert!((' '..='~').filter(|c| *c != ' ').all(covers));
}
