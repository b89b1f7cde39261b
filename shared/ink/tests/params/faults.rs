//! How a request refuses.

use longhand_ink::params::{Format, RenderRequest};
use proptest::prelude::*;

use crate::{Pairs, faults, fields, read};

type Given = &'static [(&'static str, &'static str)];

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
        ("letter_spacing", "-0.4"),
        ("fatigue", "1.5"),
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
    let cases: [(Given, &[&str]); 5] = [
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
fn what_a_format_cannot_hold_is_a_fault() {
    let cases: [(Format, Given, &[&str]); 9] = [
        (Format::Svg, &[("paths", "lines")], &[]),
        (Format::Svg, &[("paths", "dots")], &["paths"]),
        (Format::Png, &[("paths", "lines"), ("duration", "3"), ("layout", "true")], &["duration", "layout", "paths"]),
        (Format::Webp, &[("duration", "60")], &[]),
        (Format::Webp, &[("duration", "61")], &["duration"]),
        (Format::Svg, &[("duration", "2"), ("paths", "lines")], &["duration"]),
        (Format::Json, &[("layout", "true")], &[]),
        (Format::Pdf, &[("overflow", "paginate")], &[]),
        (Format::Svg, &[("overflow", "paginate")], &["overflow"]),
    ];
    for (format, given, expected) in cases {
        let mut found = fields(read(format, given.iter().copied()));
        found.sort_unstable();
        assert_eq!(found, expected, "{format:?} {given:?}");
    }
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
