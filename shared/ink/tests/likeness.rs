//! A sample leads to the hand that wrote it.

use longhand_ink::draw::coverage;
use longhand_ink::hand::{HandInfo, catalogue};
use longhand_ink::layout::compose;
use longhand_ink::likeness::{Likeness, by_likeness, drawn};
use longhand_ink::params::{Format, RenderRequest};

/// Other texts than the one that hands are known by.
const TEXTS: [&str; 3] = [
    "Dear Mr Wilson, thank you so much for the beautiful flowers\nyou sent last week; they brightened up the whole office.",
    "We hope to see you again next summer. Our garden is full of\nroses and the children ask about you every single day.",
    "Please find the keys under the mat, feed the fish twice\nand call me when the plumber has been to fix the tap.",
];

/// How like each other what a hand writes this way and what it is known by are: its place among all hands.
fn place(hand: &HandInfo, text: &str, more: [(&str, &str); 3], on: impl Fn(usize, u8) -> u8) -> usize {
    let pairs = [("handwriting_id", hand.id), ("text", text), ("width", "auto"), ("height", "auto")];
    let request = RenderRequest::from_pairs(Format::Png, pairs.into_iter().chain(more)).expect("a good request");
    let drawn = coverage(&compose(&request, request.hand(), 7).expect("a page").page);
    let luma: Vec<u8> = drawn.levels.iter().enumerate().map(|(i, ink)| on(i, *ink)).collect();
    let likeness = Likeness::of(drawn.width as usize, &luma).expect("enough ink");
    by_likeness(&likeness).iter().position(|(found, _)| found.id == hand.id).expect("all hands are listed")
}

/// How many hundredths of samples have their hand among the first three, and at the top.
fn found(places: &[usize]) -> (usize, usize) {
    let share = |most| 100 * places.iter().filter(|place| **place <= most).count() / places.len();
    (share(2), share(0))
}

#[test]
fn what_hands_are_known_by_is_what_they_draw() {
    let (kept, drawn) = (concat!(env!("CARGO_MANIFEST_DIR"), "/model/likeness.lhl"), drawn());
    if std::fs::read(kept).is_ok_and(|bytes| bytes == drawn) {
        return;
    }
    if std::env::var_os("LONGHAND_ACCEPT").is_some() {
        std::fs::write(kept, drawn).expect("written");
        panic!("accepted; run again without LONGHAND_ACCEPT");
    }
    panic!("{kept} is not what the hands draw; accept it with LONGHAND_ACCEPT=1");
}

#[test]
fn of_samples_of_any_text_and_size_nine_in_ten_have_their_hand_among_the_first_three() {
    let sizes = ["60px", "40px", "30px"];
    let places: Vec<usize> = catalogue()
        .iter()
        .enumerate()
        .map(|(i, hand)| {
            let style = [("handwriting_size", sizes[i % 3]), ("random_seed", "100"), ("pen", "ball")];
            place(hand, TEXTS[i % 3], style, |_, ink| 255 - ink)
        })
        .collect();
    let (three, first) = found(&places);
    assert!(three >= 95, "{three} of 100 in the first three, {first} first: {places:?}");
}

#[test]
fn samples_on_grey_paper_in_uneven_light_with_other_pens_are_found_too() {
    let places: Vec<usize> = catalogue()
        .iter()
        .enumerate()
        .map(|(i, hand)| {
            let pen = ["gel", "felt", "fountain", "pencil"][i % 4];
            let style = [("handwriting_size", "50px"), ("random_seed", "200"), ("pen", pen)];
            // From light to shadow over the image, with some grain.
            let paper = |pixel: usize| 150 + (pixel / 40_000 % 60) as u8 + (pixel * 7919 % 13) as u8;
            place(hand, TEXTS[(i + 1) % 3], style, |pixel, ink| {
                (u16::from(paper(pixel)) * u16::from(255 - ink / 10 * 9) / 255) as u8
            })
        })
        .collect();
    let (three, first) = found(&places);
    assert!(three >= 95, "{three} of 100 in the first three, {first} first: {places:?}");
}
