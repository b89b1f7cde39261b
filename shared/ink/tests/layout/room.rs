//! Pages, padding, automatic sizes and what has no room.

use longhand_ink::params::{Extent, Length};

use crate::PANGRAM;
use crate::support::{PX, Request, ink_of_page, is_inside};

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
    assert!((px - px.round()).abs() < 1e-5 && page.page.width_px == px.round() as u32);
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
fn the_same_distance_in_other_units_is_the_same_page() {
    let page = |width| Request::new(PANGRAM).with("width", width).compose();
    assert_eq!(page("7in"), page("177.8mm"));
    assert_eq!(page("504px"), page("17.78cm"));
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
fn no_line_is_written_that_reaches_beyond_the_page() {
    let mut lines = 0;
    for height in (20..400).step_by(3) {
        let page =
            Request::new(&"gap\n".repeat(30)).with("margin", "0px").with("height", &format!("{height}px")).compose();
        assert!(is_inside(&page.page), "{height}px");
        assert!(page.lines.len() >= lines, "more room never holds less");
        lines = page.lines.len();
    }
    assert!(lines > 10);
}
