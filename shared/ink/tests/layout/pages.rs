//! Text on several pages, and the boxes of its words.

use longhand_ink::draw;
use longhand_ink::layout::{Composed, compose_pages};
use longhand_ink::params::{FieldErrors, Format, RenderRequest};

use crate::PANGRAM;
use crate::support::{Request, ink_of, is_inside, words_of};

fn paginate(text: &str, more: &[(&str, &str)]) -> Result<Vec<Composed>, FieldErrors> {
    let pairs = [("handwriting_id", "Perry"), ("text", text), ("random_seed", "7"), ("overflow", "paginate")];
    let request = RenderRequest::from_pairs(Format::Pdf, pairs.into_iter().chain(more.iter().copied()))?;
    compose_pages(&request, request.hand(), 1)
}

#[test]
fn further_pages_have_every_word_once_in_order() {
    let text = format!("{}\n\n\n{}", PANGRAM.repeat(9), PANGRAM.repeat(9));
    let pages = paginate(&text, &[("width", "4in"), ("height", "2in"), ("line_spacing_variance", "0.2")]).unwrap();
    assert!(pages.len() > 5, "{} pages", pages.len());
    let chars: Vec<char> = text.chars().collect();
    let words: Vec<String> =
        pages.iter().flat_map(|page| &page.words).map(|word| chars[word.start..word.end].iter().collect()).collect();
    assert_eq!(words, text.split_whitespace().collect::<Vec<_>>());
    for page in &pages {
        assert!(is_inside(&page.page) && page.overflow.is_none() && !page.words.is_empty());
        assert_eq!((page.page.width_mm, page.size_mm), (pages[0].page.width_mm, pages[0].size_mm));
        let first = &page.lines[0];
        assert!(!first.ink.is_empty(), "no page begins with a blank line");
        for stroke in &page.page.strokes {
            let word = page.words.iter().find(|w| (w.start..w.end).contains(&(stroke.char_index as usize)));
            assert!(word.is_some(), "a stroke's index is that in the whole text");
        }
    }
    assert_eq!(pages.iter().filter(|p| p.lines.len() > 1).count(), pages.len());
}

#[test]
fn what_fits_is_the_one_page_it_was() {
    let page = &paginate("Dear Anna", &[]).unwrap()[..];
    let clipped = [("handwriting_id", "Perry"), ("text", "Dear Anna"), ("random_seed", "7")];
    let request = RenderRequest::from_pairs(Format::Pdf, clipped).unwrap();
    assert_eq!(page, compose_pages(&request, request.hand(), 1).unwrap());
}

#[test]
fn a_page_without_room_for_any_word_is_an_error_not_pages_without_end() {
    for (text, fitting) in [("Wide", "any of"), ("an\nWide", "the first 3 characters of")] {
        // Too low for capitals.
        let errors = paginate(text, &[("height", "17pt"), ("width", "2in"), ("min_padding", "0pt")]).unwrap_err();
        assert!(errors.to_string().contains(fitting), "{errors}");
    }
}

#[test]
fn automatic_size_that_does_not_fit_is_one_size_on_all_pages() {
    let more = [("handwriting_size", "auto"), ("min", "14pt"), ("max", "30pt"), ("width", "3in"), ("height", "1in")];
    let pages = paginate(&PANGRAM.repeat(3), &more).unwrap();
    assert!(pages.len() > 1);
    assert!(pages.iter().all(|p| (p.size_mm - 14.0 * 25.4 / 72.0).abs() < 1e-5));
}

#[test]
fn a_words_box_holds_its_ink() {
    let page = Request::new("Dear Anna, quick foxes\njump; \u{201c}why?\u{201d}").with("pen", "felt").compose();
    let json: serde_json::Value = serde_json::from_str(&draw::strokes_with_boxes(&page)).unwrap();
    let words = json["words"].as_array().unwrap();
    assert_eq!(words.len(), 6);
    assert_eq!(json["lines"].as_array().unwrap().len(), 2);
    for ((word, placed), strokes) in words.iter().zip(&page.words).zip(words_of(&page)) {
        let side = |i: usize| word["box_mm"][i].as_f64().unwrap();
        let ink = ink_of(&strokes);
        let outside = [side(0) - f64::from(ink.left), side(1) - f64::from(ink.top)];
        let beyond = [f64::from(ink.right) - side(2), f64::from(ink.bottom) - side(3)];
        assert!(outside.into_iter().chain(beyond).all(|mm| mm < 1e-3), "{word}");
        // And little else.
        assert!(outside.into_iter().chain(beyond).all(|mm| mm > -0.5), "{word}");
        assert_eq!(word["start"], placed.start);
        let baseline = word["baseline_mm"].as_f64().unwrap();
        assert!((baseline - page.lines[placed.line].baseline_mm).abs() < 1e-3);
    }
}
