//! Words, the space between them, and what each draws.

use longhand_ink::draw;
use longhand_ink::hand::{Hand, covers};
use longhand_ink::layout::Composed;
use longhand_ink::page::Stroke;

use crate::PANGRAM;
use crate::support::{PX, Request, ink_of_line, words_of};

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
fn white_space_survives_into_the_layout() {
    let left = |text: &str| {
        let page = Request::new(text).with("width", "auto").with("height", "auto").compose();
        page.words.iter().map(|w| w.ink.left).collect::<Vec<f32>>()
    };
    let metrics = Hand::find("Perry").expect("a hand").metrics();
    let gap = 20.0 * PX as f32 / metrics.cap_height * metrics.word_gap;
    let (one, four) = (left("a b"), left("a    b"));
    assert!((four[1] - one[1] - 3.0 * gap).abs() < 0.01, "runs of spaces: {one:?} {four:?} {gap}");
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
    let alone = |word: &str| Request::new(word).with("width", "auto").compose().page.width_px;
    let narrow = format!("{}px", alone("wonderful-") + 30);
    assert_eq!(pieces("my wonderful-things", &narrow), ["my", "wonderful-", "things"]);
    let alone = alone("555-123-456");
    for width in alone + 60..alone + 200 {
        assert_eq!(
            pieces("wonderful 555-123-456", &format!("{width}px")).last().map(String::as_str),
            Some("555-123-456")
        );
    }
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
fn the_tests_write_with_characters_that_hands_have() {
    assert!((' '..='~').filter(|c| *c != ' ').all(covers));
}
