//! Whole requests: parameters to PNG.

use longhand_ink::page::Page;
use longhand_ink::params::{Format, RenderRequest};
use longhand_ink::{draw, layout};

/// Any hand: this one needs no catalogue.
const HAND: &str = "hand:7";
const NOTE: &str = "Dear Anna, thank you so much for the thoughtful gift; it hangs in the kitchen now, where \
    everybody sees it and asks who made it. We had rain all week and then, on Sunday at 4, a sky so clear that the \
    children stayed in the garden until dark. Come and see us in June, or write when you can. ";

/// Ordinary English of so many characters.
pub fn text(characters: usize) -> String {
    NOTE.chars().cycle().take(characters).collect()
}

/// Lays a text out in letters of 40 px, 1920 px wide.
pub fn page(text: &str, height: &str) -> Page {
    let pairs = [
        ("handwriting_id", HAND),
        ("text", text),
        ("handwriting_size", "40px"),
        ("width", "1920px"),
        ("height", height),
        ("random_seed", "42"),
    ];
    let request = RenderRequest::from_pairs(Format::Png, pairs).unwrap();
    layout::compose(&request, request.hand(), 1).unwrap().page
}

/// Does everything a render does.
pub fn png(text: &str, height: &str) -> Vec<u8> {
    draw::png(&page(text, height))
}
