//! What a request accepts and assumes.

use longhand_ink::page::Color;
use longhand_ink::params::{Align, ENGINE_VERSION, Extent, Format, Length, Margins, Overflow, RenderRequest, Size};
use longhand_ink::pen::Pen;
use longhand_ink::text::Text;

use crate::{fields, read};

fn mm(mm: f64) -> Length {
    Length::from_mm(mm).expect("a length")
}

#[test]
fn defaults_are_the_originals() {
    for format in Format::ALL {
        let request = read(format, []).expect("defaults");
        let (paper, style) = (request.paper(), request.style());
        assert_eq!((paper.width, paper.height), (Extent::Fixed(mm(177.8)), Extent::Fixed(mm(127.0))));
        assert_eq!(style.size, Size::Fixed(mm(20.0 * 25.4 / 72.0)));
        let black = if format == Format::Pdf { Color::Cmyk([0.0, 0.0, 0.0, 1.0]) } else { Color::Rgb([0; 3]) };
        assert_eq!(style.color, black);
        let numbers = [
            (style.line_spacing, 1.5),
            (style.line_spacing_variance, 0.0),
            (style.word_spacing_variance, 0.0),
            (style.letter_spacing, 0.0),
            (style.fatigue, 0.0),
            (style.baseline_variance, 0.0),
            (style.margin_variance, 0.0),
            (paper.dpi, 72.0),
        ];
        assert!(numbers.iter().all(|(a, b)| (a - b).abs() < f64::EPSILON), "{numbers:?}");
        assert_eq!((paper.min_padding, paper.margins), (None, Margins::default()));
        assert_eq!((style.pen, style.align, request.overflow()), (Pen::Ball, Align::Left, Overflow::Clip));
        assert_eq!((request.engine_version(), request.seed(77)), (ENGINE_VERSION, 77));
    }
}

#[test]
fn every_distance_takes_every_unit() {
    let units = [("720px", 254.0), ("72pt", 25.4), ("1.5in", 38.1), ("40mm", 40.0), ("4cm", 40.0), (".5in", 12.7)];
    for format in [Format::Png, Format::Pdf] {
        for (text, length) in units {
            for field in ["width", "height"] {
                let request = read(format, [(field, text)]).expect(text);
                let side = if field == "width" { request.paper().width } else { request.paper().height };
                assert_eq!(side, Extent::Fixed(mm(length)), "{field}={text}");
            }
            let request = read(format, [("handwriting_size", text)]).expect(text);
            assert_eq!(request.style().size, Size::Fixed(mm(length)), "{text}");
        }
        let auto = read(format, [("width", "auto"), ("height", "auto"), ("handwriting_size", "auto")]).expect("auto");
        assert_eq!((auto.paper().width, auto.paper().height), (Extent::Auto, Extent::Auto));
        assert!(matches!(auto.style().size, Size::Fit { .. }));
    }
}

#[test]
fn limits_are_the_originals_and_inclusive() {
    let accepted = [
        (Format::Png, "width", "9000px"),
        (Format::Png, "height", "125in"),
        (Format::Png, "height", "1px"),
        (Format::Png, "handwriting_size", "9000px"),
        (Format::Pdf, "width", "100in"),
        (Format::Pdf, "handwriting_size", "2540mm"),
        (Format::Png, "line_spacing", "0"),
        (Format::Png, "line_spacing", "5.0"),
        (Format::Png, "line_spacing_variance", "1"),
        (Format::Png, "random_seed", "-9223372036854775808"),
        (Format::Png, "random_seed", "9223372036854775807"),
        (Format::Png, "dpi", "1200"),
        (Format::Png, "min_padding", "0px"),
    ];
    for (format, field, value) in accepted {
        assert_eq!(fields(read(format, [(field, value)])), [""; 0], "{field}={value}");
    }
    let refused = [
        (Format::Png, "width", "9001px"),
        (Format::Png, "width", "0px"),
        (Format::Png, "height", "126in"),
        (Format::Png, "handwriting_size", "0px"),
        (Format::Pdf, "width", "100.1in"),
        (Format::Pdf, "width", "2541mm"),
        (Format::Png, "line_spacing", "5.01"),
        (Format::Png, "line_spacing", "-0.1"),
        (Format::Png, "line_spacing", "NaN"),
        (Format::Png, "line_spacing", "inf"),
        (Format::Png, "word_spacing_variance", "1.01"),
        (Format::Png, "random_seed", "9223372036854775808"),
        (Format::Png, "random_seed", "4.5"),
        (Format::Png, "dpi", "71"),
        (Format::Png, "dpi", "1201"),
        (Format::Png, "engine_version", "0"),
        (Format::Png, "align", "justify"),
    ];
    for (format, field, value) in refused {
        assert_eq!(fields(read(format, [(field, value)])), [field], "{field}={value}");
    }
}

#[test]
fn a_pixel_is_an_inch_over_dpi() {
    let request = read(Format::Png, [("dpi", "300"), ("width", "600px"), ("height", "1in")]).expect("300 dpi");
    assert_eq!(request.paper().width, Extent::Fixed(mm(50.8)));
    assert_eq!(request.paper().height, Extent::Fixed(mm(25.4)));
    // So no raster is larger than 9000 pixels a side, whatever the units.
    assert_eq!(fields(read(Format::Png, [("dpi", "300"), ("width", "31in")])), ["width"]);
}

#[test]
fn each_format_has_one_colour_space() {
    let of = |format, color| read(format, [("handwriting_color", color)]).map(|r| r.style().color);
    assert_eq!(of(Format::Png, "1a2a6c"), Ok(Color::Rgb([0x1a, 0x2a, 0x6c])));
    assert_eq!(of(Format::Pdf, "(1,.5, 0,0.25)"), Ok(Color::Cmyk([1.0, 0.5, 0.0, 0.25])));
    let message = |format, color| of(format, color).err().map(|e| e.as_slice()[0].message.clone());
    for bad in ["cheesecake", "#1a2a6c"] {
        assert_eq!(message(Format::Pdf, bad).as_deref(), Some("handwriting_color must be valid CMYK"));
    }
    for format in [Format::Png, Format::Svg, Format::Json, Format::Inkml] {
        assert_eq!(message(format, "(0,0,0,1)").as_deref(), Some("handwriting_color must be valid RGB"));
    }
}

#[test]
fn nine_thousand_characters_pass_and_one_more_fails() {
    let text =
        |text: &str| fields(RenderRequest::from_pairs(Format::Png, [("handwriting_id", "Perry"), ("text", text)]));
    assert_eq!(text(&"ab\n".repeat(3000)), [""; 0]);
    assert_eq!(text(&"a".repeat(9001)), ["text"]);
    // Counted in composed form, where a letter and its mark are one.
    assert_eq!(Text::new(&"e\u{301}".repeat(9000)).chars().len(), 9000);
}

#[test]
fn min_and_max_belong_to_an_automatic_size() {
    let auto = ("handwriting_size", "auto");
    assert_eq!(fields(read(Format::Png, [("min", "9px")])), ["min"]);
    assert_eq!(fields(read(Format::Png, [auto, ("min", "9px"), ("max", "8px")])), ["min", "max"]);
    let size = read(Format::Png, [auto, ("min", "9mm"), ("max", "9mm")]).map(|r| r.style().size);
    assert_eq!(size, Ok(Size::Fit { min: mm(9.0), max: mm(9.0) }));
}

#[test]
fn only_a_positive_seed_is_kept() {
    let seed = |s: &str| read(Format::Png, [("random_seed", s)]).map(|r| r.seed(99));
    assert_eq!([seed("1"), seed("0"), seed("-1"), seed("-7")], [Ok(1), Ok(99), Ok(99), Ok(99)]);
}
