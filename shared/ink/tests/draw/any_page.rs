//! Any page at all can be drawn, and its ink stays inside.

use longhand_ink::draw;
use longhand_ink::page::{Color, Page, Point, Stroke};
use proptest::prelude::*;

use crate::decode;

fn coordinate() -> impl Strategy<Value = f32> {
    prop_oneof![
        8 => -20.0f32..120.0,
        1 => any::<f32>(),
        1 => prop_oneof![Just(0.0f32), Just(-0.0), Just(f32::MAX), Just(f32::MIN), Just(f32::MIN_POSITIVE)],
    ]
}

fn point() -> impl Strategy<Value = Point> {
    (coordinate(), coordinate(), 0.0f32..1e6, 0.0f32..1.0, prop_oneof![9 => 0.0f32..5.0, 1 => any::<f32>()])
        .prop_map(|(x, y, t, pressure, width)| Point { x, y, t, pressure, width })
}

fn strokes() -> impl Strategy<Value = Vec<Stroke>> {
    let stroke = (any::<u32>(), prop::collection::vec(point(), 0..12));
    let stroke = stroke.prop_map(|(char_index, points)| Stroke { char_index, points });
    prop::collection::vec(stroke, 0..6)
}

fn color() -> impl Strategy<Value = Color> {
    prop_oneof![any::<[u8; 3]>().prop_map(Color::Rgb), any::<[f32; 4]>().prop_map(Color::Cmyk)]
}

prop_compose! {
    fn any_page()(
        (width_px, height_px) in (0u32..300, 0u32..300),
        (width_mm, height_mm) in (0.0f64..3000.0, 0.0f64..3000.0),
        dpi in prop_oneof![5 => 10.0f64..1200.0, 1 => any::<f64>()],
        color in color(),
        darkness in prop_oneof![5 => 0.0f32..=1.0, 1 => any::<f32>()],
        strokes in strokes(),
        marked in any::<bool>(),
    ) -> Page {
        let mut page = Page { width_mm, height_mm, width_px, height_px, dpi, color, darkness, strokes, marked: false };
        if marked {
            draw::mark(&mut page);
        }
        page
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_draws_any_page(page in any_page()) {
        let picture = decode(&draw::png(&page));
        prop_assert_eq!(picture.info.width, page.width_px.max(1));
        prop_assert_eq!(picture.info.height, page.height_px.max(1));
        prop_assert!(draw::pdf([&page]).starts_with(b"%PDF-1."));
        resvg::usvg::roxmltree::Document::parse(&draw::svg(&page)).unwrap();
        serde_json::from_str::<serde_json::Value>(&draw::strokes(&page)).unwrap();
        for xml in [draw::inkml(&page), draw::svg_lines(&page), draw::svg_animated(&page, 0.5)] {
            resvg::usvg::roxmltree::Document::parse(&xml).unwrap();
        }
        prop_assert!(draw::gcode(&page).is_ascii() && draw::hpgl(&page).is_ascii());
        for webp in [draw::webp(&page), draw::webp_animated(&page, 0.2)] {
            let decoded = image_webp::WebPDecoder::new(std::io::Cursor::new(&webp)).unwrap();
            prop_assert_eq!(decoded.dimensions(), (page.width_px.max(1), page.height_px.max(1)));
        }
    }

    #[test]
    fn drawing_twice_gives_the_same_bytes(page in any_page()) {
        prop_assert_eq!(draw::png(&page), draw::png(&page));
        prop_assert_eq!(draw::pdf([&page]), draw::pdf([&page]));
        prop_assert_eq!(draw::svg(&page), draw::svg(&page));
    }

    #[test]
    fn ink_is_where_the_points_are(
        points in prop::collection::vec((30.0f32..70.0, 30.0f32..70.0), 1..10),
        width in 0.2f32..6.0,
    ) {
        let points: Vec<_> = points.into_iter().map(|(x, y)| (x, y, width)).collect();
        let drawn = draw::coverage(&crate::page(100, 100, &[&points]));
        for &(x, y, _) in &points {
            let near = |x: f32, y: f32| drawn.levels[y as usize * 100 + x as usize];
            let inked = [(0.5, 0.5), (-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5)]
                .iter().any(|(dx, dy)| near(x + dx, y + dy) > 0);
            prop_assert!(inked, "no ink at {x},{y}");
        }
        // A spline leaves the box of its points by at most a sixth of its size on each side.
        for (i, &level) in drawn.levels.iter().enumerate() {
            let (x, y) = (i % 100, i / 100);
            let outside = !(19..81).contains(&x) || !(19..81).contains(&y);
            prop_assert!(!outside || level == 0, "ink at {x},{y}");
        }
    }
}
