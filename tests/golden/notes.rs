//! Pages written by hands: their goldens change when the model, a hand, the layout or the drawing does.

use longhand_ink::layout::compose;
use longhand_ink::page::Page;
use longhand_ink::params::{Format, RenderRequest};

/// A note by a request with these parameters besides its text and seed.
pub fn note(pairs: &[(&str, &str)]) -> Page {
    let fixed = [
        ("text", "Dear Zoë,\n\tthe “quick” brown fox – 12 of them! – jumps over $3.50 & a lazy dog’s naïve façade."),
        ("handwriting_size", "26px"),
        ("handwriting_color", "#1a2a6c"),
        ("width", "620px"),
        ("height", "260px"),
        ("line_spacing", "2"),
        ("random_seed", "42"),
    ];
    let request = RenderRequest::from_pairs(Format::Png, fixed.iter().chain(pairs).copied()).expect("a good request");
    compose(&request, request.hand(), 0).expect("room for the note").page
}
