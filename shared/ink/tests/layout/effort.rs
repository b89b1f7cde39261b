//! What would take too much to draw is refused before it is drawn.

use longhand_ink::layout::compose_pages;
use longhand_ink::params::{Format, RenderRequest};

/// The fields at fault of a request with lines upon lines of text.
fn refused(format: Format, letters: usize, pairs: &[(&str, &str)]) -> Vec<String> {
    let text = "mwWMQ@&% ".repeat(letters / 9);
    let own = [("handwriting_id", "Perry"), ("text", text.as_str()), ("line_spacing", "0"), ("random_seed", "5")];
    let pairs = own.into_iter().chain(pairs.iter().copied());
    let request = RenderRequest::from_pairs(format, pairs).expect("a request within its limits");
    let composed = compose_pages(&request, request.hand(), 5);
    composed.err().map(|faults| faults.as_slice().iter().map(|fault| fault.field.clone()).collect()).unwrap_or_default()
}

#[test]
fn ink_beyond_what_a_request_may_draw_is_a_fault_of_its_size() {
    let page = |size| [("width", "9000px"), ("height", "9000px"), ("handwriting_size", size)];
    for format in [Format::Png, Format::Webp] {
        assert_eq!(refused(format, 9000, &page("2000px")), ["handwriting_size"]);
        assert_eq!(refused(format, 9000, &page("500px")), [""; 0]);
        assert_eq!(refused(format, 90, &page("2000px")), [""; 0], "it is the ink that counts, not the size");
    }
    let inked = |pen| [page("600px").as_slice(), &[("pen", pen)]].concat();
    assert_eq!(refused(Format::Png, 9000, &inked("ball")), [""; 0]);
    assert_eq!(refused(Format::Png, 9000, &inked("felt")), ["handwriting_size"], "a broad pen has more ink");
}

#[test]
fn paths_and_pen_movements_are_measured_by_their_length() {
    let page = |size| [("width", "100in"), ("height", "100in"), ("handwriting_size", size)];
    assert_eq!(refused(Format::Pdf, 9000, &page("20in")), ["handwriting_size"]);
    assert_eq!(refused(Format::Pdf, 9000, &page("1in")), [""; 0]);
    let page = |size| [("width", "9000px"), ("height", "9000px"), ("handwriting_size", size)];
    for format in [Format::Svg, Format::Json, Format::Inkml, Format::Gcode, Format::Hpgl] {
        assert_eq!(refused(format, 9000, &page("2000px")), ["handwriting_size"], "{}", format.name());
        assert_eq!(refused(format, 9000, &page("100px")), [""; 0], "{}", format.name());
    }
}

#[test]
fn an_animation_is_measured_by_all_of_its_pictures() {
    let page = |side| [("width", side), ("height", side), ("handwriting_size", "100px"), ("duration", "60")];
    assert_eq!(refused(Format::Webp, 9000, &page("2000px")), ["duration"]);
    assert_eq!(refused(Format::Webp, 270, &page("2000px")), [""; 0]);
}
