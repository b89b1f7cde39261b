//! Notes to mark: hands, lengths and sizes of every kind.

use longhand_ink::draw;
use longhand_ink::hand::catalogue;
use longhand_ink::layout::compose;
use longhand_ink::page::Page;
use longhand_ink::params::{Format, RenderRequest};

const WORDS: &str = "Dear Anna, thank you for the lovely flowers that stood on my table all week; the children drew them, \
    and even the cat sat still for once. We would be glad to see you in spring, when the garden is less of a swamp.";
/// Width and height in px, height of the capitals, words.
const KINDS: [(&str, &str, &str, usize); 5] = [
    ("504", "360", "20", 14),
    ("900", "300", "40", 8),
    ("816", "1056", "17", 41),
    ("1000", "700", "60", 10),
    ("600", "auto", "28", 30),
];

/// So many notes, no two alike.
///
/// # Panics
/// If one cannot be written.
pub fn notes(count: usize) -> impl Iterator<Item = Page> {
    (0..count).map(|n| {
        let hands = catalogue();
        let (width, height, size, words) = KINDS[n % KINDS.len()];
        let hand = hands[n * 7 % hands.len()].title;
        let text: Vec<&str> = WORDS.split_whitespace().cycle().skip(n * 3 % 41).take(words).collect();
        let px = |length: &str| if length == "auto" { length.to_string() } else { format!("{length}px") };
        let (text, seed) = (text.join(" "), n.to_string());
        let lengths = [("width", px(width)), ("height", px(height)), ("handwriting_size", px(size))];
        let pairs = [("handwriting_id", hand), ("text", text.as_str()), ("random_seed", seed.as_str())];
        let lengths = lengths.iter().map(|(name, length)| (*name, length.as_str()));
        let request = RenderRequest::from_pairs(Format::Png, pairs.into_iter().chain(lengths)).expect("a request");
        compose(&request, request.hand(), 1).expect("a note").page
    })
}

/// A note's picture on paper, as a test render or not.
#[must_use]
pub fn picture(page: &Page, marked: bool) -> image::RgbImage {
    let mut page = page.clone();
    if marked {
        draw::mark(&mut page);
    }
    super::on_paper(&draw::png(&page))
}
