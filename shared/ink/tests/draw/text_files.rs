//! PDF, SVG, JSON and InkML hold what they should and nothing else.

use std::io::Read as _;

use longhand_ink::draw;
use longhand_ink::hand::catalogue;
use longhand_ink::layout::compose;
use longhand_ink::page::{Color, Page, Point, Stroke};
use longhand_ink::params::{Format, RenderRequest};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::{page, sample};

/// The operators of a PDF's page and everything around them.
pub fn pdf_parts(page: &Page) -> (String, String) {
    let bytes = draw::pdf([page]);
    let find = |what: &[u8], from: usize| from + bytes[from..].windows(what.len()).position(|w| w == what).unwrap();
    let start = find(b"stream\n", 0) + 7;
    let end = find(b"\nendstream", start);
    let mut content = String::new();
    flate2::read::ZlibDecoder::new(&bytes[start..end]).read_to_string(&mut content).unwrap();
    let rest = [&bytes[..start], &bytes[end..]].concat();
    (content, String::from_utf8_lossy(&rest).into_owned())
}

fn letter(letters: usize) -> Page {
    sample::page(letters, 17.0, 816, 1056, 96.0)
}

#[test]
fn pdf_holds_path_operators_only() {
    for marked in [false, true] {
        let mut page = letter(80);
        if marked {
            draw::mark(&mut page);
        }
        let (content, rest) = pdf_parts(&page);
        let mut known = vec!["q", "Q", "cm", "w", "J", "j", "K", "m", "l", "c", "v", "y", "S"];
        known.extend(marked.then_some("gs"));
        let operators: std::collections::BTreeSet<_> =
            content.split_whitespace().filter(|t| t.starts_with(char::is_alphabetic)).collect();
        assert!(operators.iter().all(|o| known.contains(o)), "{operators:?}");
        for absent in ["/Font", "/XObject", "/Image", "Date", "/ID"] {
            assert!(!rest.contains(absent), "{absent}");
        }
    }
}

#[test]
fn pdf_page_is_the_size_asked_in_points() {
    let (_, rest) = pdf_parts(&letter(3));
    assert!(rest.contains("/MediaBox [0 0 612 792]"), "{rest}");
    assert_eq!(rest.matches("/MediaBox").count(), 1);
}

#[test]
fn pdf_writes_the_four_numbers_asked() {
    let mut page = page(50, 50, &[&[(10.0, 10.0, 1.0), (40.0, 40.0, 1.0)]]);
    page.color = Color::Cmyk([0.1, 0.25, 0.0, 0.7]);
    let (content, _) = pdf_parts(&page);
    assert!(content.contains("0.1 0.25 0 0.7 K\n"), "{content}");
}

#[test]
fn pdf_of_a_full_letter_page_is_small_in_every_hand() {
    let text = "Anna, who had not slept since Tuesday, wrote another letter to her sister; it was late. ".repeat(60);
    for hand in catalogue() {
        let page =
            [("handwriting_id", hand.title), ("text", text.as_str()), ("random_seed", "1"), ("margin", "0.75in")];
        let letter = [("handwriting_size", "11pt"), ("width", "8.5in"), ("height", "11in")];
        let request = RenderRequest::from_pairs(Format::Pdf, page.into_iter().chain(letter)).unwrap();
        let composed = compose(&request, request.hand(), 1).unwrap();
        assert!(composed.overflow.is_some(), "{} leaves room on the page", hand.title);
        let bytes = draw::pdf([&composed.page]).len();
        assert!(bytes <= 150_000, "{}: {bytes}", hand.title);
    }
}

#[test]
fn pdf_of_a_test_render_has_the_marks_paths() {
    let mut page = letter(10);
    draw::mark(&mut page);
    let (plain, _) = pdf_parts(&Page { marked: false, ..page.clone() });
    let (marked, rest) = pdf_parts(&page);
    let ink = plain.trim_end();
    assert!(marked.starts_with(ink), "the ink that is left is drawn first");
    assert!(marked[ink.len()..].matches(" m\n").count() > 200);
    assert!(rest.contains("/CA 0.5"));
}

#[test]
fn svg_is_in_millimetres_without_script_or_references() {
    let mut page = letter(30);
    draw::mark(&mut page);
    let svg = draw::svg(&page);
    assert!(svg.contains("width=\"215.9mm\" height=\"279.4mm\" viewBox=\"0 0 215.9 279.4\""));
    let mut elements = std::collections::BTreeSet::new();
    let mut reader = Reader::from_str(&svg);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) | Event::Empty(e) => {
                elements.insert(e.name().as_ref().to_string());
                for attribute in e.attributes() {
                    let attribute = attribute.unwrap();
                    assert!(!attribute.key.as_ref().ends_with("href"));
                    assert!(!attribute.key.as_ref().starts_with("on"));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(elements.into_iter().collect::<Vec<_>>(), ["g", "path", "svg"]);
}

/// The page read back from its stroke data.
fn redrawn(page: &Page) -> Page {
    let data: serde_json::Value = serde_json::from_str(&draw::strokes(page)).unwrap();
    let number = |v: &serde_json::Value| v.as_f64().unwrap() as f32;
    let stroke = |s: &serde_json::Value| {
        let widths = s["widths_mm"].as_array().unwrap();
        let points = s["points"].as_array().unwrap().iter().zip(widths);
        Stroke {
            char_index: s["char"].as_u64().unwrap() as u32,
            points: points
                .map(|(p, width)| Point {
                    x: number(&p[0]),
                    y: number(&p[1]),
                    t: number(&p[2]),
                    pressure: number(&p[3]),
                    width: number(width),
                })
                .collect(),
        }
    };
    Page {
        width_mm: data["width_mm"].as_f64().unwrap(),
        height_mm: data["height_mm"].as_f64().unwrap(),
        strokes: data["strokes"].as_array().unwrap().iter().map(stroke).collect(),
        ..page.clone()
    }
}

#[test]
fn stroke_data_redraws_the_page() {
    let page = sample::page(60, 40.0, 900, 400, 96.0);
    let again = redrawn(&page);
    assert_eq!(again.strokes.len(), page.strokes.len());
    for (a, b) in page.strokes.iter().zip(&again.strokes) {
        assert_eq!((a.char_index, a.points.len()), (b.char_index, b.points.len()));
        for (a, b) in a.points.iter().zip(&b.points) {
            assert!((a.x - b.x).abs() < 1e-4 && (a.y - b.y).abs() < 1e-4);
            assert!((a.width - b.width).abs() < 1e-4 && (a.t - b.t).abs() < 0.06);
        }
    }
    // What is printed once is printed the same again.
    assert_eq!(draw::strokes(&again), draw::strokes(&redrawn(&again)));
    assert_eq!(draw::svg(&again), draw::svg(&redrawn(&again)));
    let (a, b) = (draw::coverage(&page).levels, draw::coverage(&again).levels);
    // Rounding can move the ends of a straight piece, by less than a level of the image.
    assert!(a.iter().zip(&b).all(|(a, b)| a.abs_diff(*b) <= 17));
    let apart: u32 = a.iter().zip(&b).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
    let ink: u32 = a.iter().map(|&l| u32::from(l)).sum();
    assert!(apart * 200 < ink, "{apart} of {ink}");
}

#[test]
fn inkml_has_a_trace_a_stroke_with_five_channels_a_point() {
    let page = letter(20);
    let inkml = draw::inkml(&page);
    let (mut channels, mut traces, mut inside) = (Vec::new(), Vec::new(), false);
    let mut reader = Reader::from_str(&inkml);
    loop {
        match reader.read_event().unwrap() {
            Event::Empty(e) if e.name().as_ref() == "channel" => {
                let name = e.try_get_attribute("name").unwrap().unwrap();
                channels.push(name.value.into_owned());
            }
            Event::Start(e) => inside = e.name().as_ref() == "trace",
            Event::Text(text) if inside => traces.push(text.to_string()),
            Event::End(_) => inside = false,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(channels, ["X", "Y", "T", "F", "W"]);
    assert_eq!(traces.len(), page.strokes.len());
    for (trace, stroke) in traces.iter().zip(&page.strokes) {
        let points: Vec<_> = trace.split(',').collect();
        assert_eq!(points.len(), stroke.points.len());
        assert!(points.iter().all(|p| p.split_whitespace().count() == 5));
    }
}
