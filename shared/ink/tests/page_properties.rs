//! What holds for any text and any parameters in range.

mod support;

use proptest::prelude::*;
use support::{Request, is_inside};

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![8 => "[a-zA-Z]{1,9}", 2 => "[!-~]{1,12}", 1 => "[a-z-]{20,90}"];
    let gap = prop_oneof![8 => Just(" "), 1 => Just("   "), 1 => Just("\n"), 1 => Just("\n\n\t"), 1 => Just("\u{a0}")];
    prop::collection::vec((word, gap), 1..40)
        .prop_map(|parts| parts.into_iter().map(|(word, gap)| word + gap).collect())
}

fn side() -> impl Strategy<Value = String> {
    prop_oneof![3 => (1..1500u32).prop_map(|n| format!("{n}px")), 1 => Just("auto".to_owned())]
}

fn size() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (1.0..80.0f64).prop_map(|n| format!("{n:.2}px")),
        1 => (80..9000u32).prop_map(|n| format!("{n}px")),
        1 => Just("auto".to_owned()),
    ]
}

fn number(most: f64) -> impl Strategy<Value = String> {
    prop_oneof![Just("0".to_owned()), (0.0..=most).prop_map(|n| n.to_string())]
}

fn parameters() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let one_of = |names: &'static [&'static str]| prop::sample::select(names).prop_map(str::to_owned);
    (
        (side(), side(), size(), number(5.0), number(1.0), number(1.0), number(1.0), number(1.0)),
        (
            one_of(&["left", "center", "right"]),
            one_of(&["ball", "gel", "felt"]),
            one_of(&["clip", "error"]),
            72..1200u32,
            prop::option::of(0..60u32),
            prop::option::of(0..60u32),
            any::<i64>(),
        ),
    )
        .prop_map(
            |((width, height, size, spacing, a, b, c, d), (align, pen, overflow, dpi, padding, margin, seed))| {
                let always = [
                    ("width", width),
                    ("height", height),
                    ("handwriting_size", size),
                    ("line_spacing", spacing),
                    ("line_spacing_variance", a),
                    ("word_spacing_variance", b),
                    ("baseline_variance", c),
                    ("margin_variance", d),
                    ("align", align),
                    ("pen", pen),
                    ("overflow", overflow),
                    ("dpi", dpi.to_string()),
                    ("random_seed", seed.to_string()),
                ];
                let padding = padding.map(|n| ("min_padding", format!("{n}px")));
                let margin = margin.map(|n| ("margin", format!("{n}px")));
                always.into_iter().chain(padding).chain(margin).collect()
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn all_ink_is_on_the_page_or_the_error_names_its_fields(text in text(), parameters in parameters(), entropy: u64) {
        let mut request = Request::new(&text);
        for (name, value) in &parameters {
            request = request.with(name, value);
        }
        match request.try_compose(entropy) {
            Ok(page) => {
                prop_assert!(is_inside(&page.page));
                let written = page.words.last().map_or(0, |w| w.end);
                prop_assert_eq!(page.overflow.is_none(), text.trim().chars().count() <= written + (text.chars().count() - text.trim_start().chars().count()));
                prop_assert!(page.page.strokes.iter().all(|s| s.points.iter().all(|p| p.x.is_finite() && p.y.is_finite() && p.width > 0.0)));
                prop_assert!(page.page.strokes.is_sorted_by(|a, b| a.points[0].t <= b.points[0].t));
            }
            Err(errors) => {
                for fault in errors.as_slice() {
                    let known = ["text", "min_padding", "margin"].contains(&fault.field.as_str());
                    prop_assert!(known, "{}", fault);
                }
            }
        }
    }

    #[test]
    fn any_text_at_all_is_written_or_refused(text in any::<String>()) {
        match Request::new(&text).try_compose(1) {
            Ok(page) => prop_assert!(is_inside(&page.page)),
            Err(errors) => prop_assert_eq!(&errors.as_slice()[0].field, "text"),
        }
    }
}
