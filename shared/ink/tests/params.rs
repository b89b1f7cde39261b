//! What a request accepts, what it assumes, and how it refuses.

use longhand_ink::page::Color;
use longhand_ink::params::{
    Align, ENGINE_VERSION, Extent, FieldError, FieldErrors, Format, Length, Margins, Overflow, RenderRequest, Size,
};
use longhand_ink::pen::Pen;
use longhand_ink::text::Text;
use proptest::prelude::*;

type Pairs<'a> = Vec<(&'a str, &'a str)>;

fn read<'a>(format: Format, more: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<RenderRequest, FieldErrors> {
    let pairs: Pairs = [("handwriting_id", "Perry"), ("text", "Dear Anna")].into_iter().chain(more).collect();
    RenderRequest::from_pairs(format, pairs)
}

fn faults(result: Result<RenderRequest, FieldErrors>) -> Vec<FieldError> {
    result.err().map(|e| e.as_slice().to_vec()).unwrap_or_default()
}

fn fields(result: Result<RenderRequest, FieldErrors>) -> Vec<String> {
    faults(result).into_iter().map(|f| f.field).collect()
}

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
fn what_is_no_distance_is_refused_in_the_originals_words() {
    let distances = ["width", "height", "handwriting_size", "min_padding", "margin", "margin_left"];
    for field in distances {
        for bad in ["5gophers", "80%", "-5px", "double wide", "NaN", "1e400", "1e400px", "", "5", "infpx", "5 px"] {
            let found = faults(read(Format::Png, [(field, bad)]));
            let messages: Vec<&str> = found.iter().map(|f| f.message.as_str()).collect();
            assert_eq!(messages, [format!("{field} unable to parse: {bad:?}")]);
            assert!(found[0].field == field && !found[0].accepted.is_empty());
        }
    }
    assert_eq!(fields(read(Format::Png, [("min_padding", "auto")])), ["min_padding"]);
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
fn an_absent_or_empty_id_and_text_are_required() {
    let messages = |pairs: Pairs| -> Vec<String> {
        faults(RenderRequest::from_pairs(Format::Png, pairs)).into_iter().map(|f| f.message).collect()
    };
    let both = ["handwriting_id is required", "text is required"];
    assert_eq!(messages(vec![]), both);
    assert_eq!(messages(vec![("text", ""), ("handwriting_id", "")]), both);
    assert_eq!(messages(vec![("text", "x")]), &both[..1]);
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
fn every_fault_is_reported_at_once_each_with_its_field() {
    let bad = [
        ("handwriting_id", ""),
        ("text", "☃"),
        ("handwriting_size", "80%"),
        ("handwriting_color", "(0,0,0,1)"),
        ("width", "double wide"),
        ("height", "5gophers"),
        ("min_padding", "-1px"),
        ("line_spacing", "9"),
        ("line_spacing_variance", "2"),
        ("word_spacing_variance", "x"),
        ("random_seed", "one"),
        ("min", "1px"),
        ("max", "1px"),
        ("dpi", "20"),
        ("pen", "quill"),
        ("align", "justify"),
        ("margin", "x"),
        ("margin_top", "x"),
        ("margin_right", "x"),
        ("margin_bottom", "x"),
        ("margin_left", "x"),
        ("baseline_variance", "-1"),
        ("margin_variance", "-1"),
        ("overflow", "scroll"),
        ("engine_version", "99"),
        ("colour", "red"),
    ];
    let mut found = fields(RenderRequest::from_pairs(Format::Png, bad));
    found.sort();
    let mut expected: Vec<&str> = bad.iter().map(|(field, _)| *field).collect();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(fields(read(Format::Png, [("width", "1in"), ("width", "2in")])), ["width"]);
}

#[test]
fn missing_characters_come_with_hex_name_and_all_positions() {
    let result = RenderRequest::from_pairs(Format::Png, [("handwriting_id", "Perry"), ("text", "a☃b\u{1}☃")]);
    let json = serde_json::to_value(result.expect_err("a snowman")).expect("JSON");
    let expected = serde_json::json!({"errors": [{
        "error": "text has characters that this handwriting lacks",
        "field": "text",
        "missing_characters": [
            {"character": "☃", "hex": "2603", "id": "2603", "name": "SNOWMAN", "positions": [1, 4]},
            {"character": "\u{1}", "hex": "0001", "id": "0001", "name": "", "positions": [3]},
        ],
    }]});
    assert_eq!(json, expected);
}

#[test]
fn a_fault_serialises_as_the_originals_envelope() {
    let json = serde_json::to_value(read(Format::Pdf, [("line_spacing", "6")]).expect_err("too far")).expect("JSON");
    let expected = serde_json::json!({"errors": [
        {"error": "line_spacing must be a number from 0 to 5", "field": "line_spacing"},
    ]});
    assert_eq!(json, expected);
}

#[test]
fn edges_that_meet_are_faults_of_those_that_were_given() {
    let cases: [(&[(&str, &str)], &[&str]); 5] = [
        (&[("min_padding", "180px")], &["min_padding"]),
        (&[("margin", "252px")], &["margin"]),
        (&[("margin_left", "300px"), ("margin_right", "300px")], &["margin_left", "margin_right"]),
        (&[("margin_top", "200px"), ("min_padding", "80px")], &["margin_top", "min_padding"]),
        (&[("margin", "100px"), ("min_padding", "79px")], &[]),
    ];
    for (given, expected) in cases {
        assert_eq!(fields(read(Format::Png, given.iter().copied())), expected, "{given:?}");
    }
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
    assert_eq!([seed("5"), seed("0"), seed("-1"), seed("-7")], [Ok(5), Ok(99), Ok(99), Ok(99)]);
}

proptest! {
    #[test]
    fn no_parameters_panic_and_refusals_name_a_field(
        pairs in prop::collection::vec((
            prop_oneof![Just("width".to_owned()), Just("handwriting_color".to_owned()), Just("text".to_owned()),
                Just("line_spacing".to_owned()), Just("handwriting_id".to_owned()), any::<String>()],
            prop_oneof![any::<String>(), "[0-9.,()#e+-]{0,12}(px|in|)"],
        ), 0..8),
        format in prop::sample::select(Format::ALL.to_vec()),
    ) {
        let result = RenderRequest::from_pairs(format, pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())));
        if let Err(errors) = result {
            prop_assert!(!errors.as_slice().is_empty());
            for fault in errors.as_slice() {
                prop_assert!(fault.message.starts_with(&fault.field));
            }
        }
    }
}
