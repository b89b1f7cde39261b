//! The PDF's operators, carried out, show the same ink as the raster.

use std::fmt::Write as _;

use longhand_ink::draw;
use resvg::tiny_skia::Transform;

use crate::agreement::{alpha, differences};
use crate::{sample, text_files};

const STROKE: &str = "fill='none' stroke='#000' stroke-linecap='round'";

/// Carries out the few operators that the PDF uses; each painting becomes a path of an SVG in points.
fn to_svg(content: &str, (width, height): (f64, f64)) -> String {
    let mut svg = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'>");
    let (mut state, mut saved) = ((Transform::identity(), 1.0), Vec::new());
    let (mut numbers, mut path, mut last) = (Vec::<f32>::new(), String::new(), [0.0f32; 2]);
    for token in content.split_whitespace() {
        if let Ok(number) = token.parse() {
            numbers.push(number);
            continue;
        }
        match token {
            "q" => saved.push(state),
            "Q" => state = saved.pop().unwrap(),
            "cm" => {
                let [a, b, c, d, e, f] = numbers[..] else { panic!("{numbers:?}") };
                state.0 = state.0.pre_concat(Transform::from_row(a, b, c, d, e, f));
            }
            "w" => state.1 = numbers[0],
            "m" | "l" | "c" | "v" | "y" => {
                // A curve may leave out the handle that is one of its ends.
                let left_out = match token {
                    "v" => Some((0, last)),
                    "y" => Some((2, [numbers[2], numbers[3]])),
                    _ => None,
                };
                if let Some((at, handle)) = left_out {
                    numbers.splice(at..at, handle);
                }
                last = [numbers[numbers.len() - 2], numbers[numbers.len() - 1]];
                path.push_str(if matches!(token, "m" | "l") { token } else { "c" }.to_uppercase().as_str());
                for at in numbers.chunks(2) {
                    let mut at = resvg::tiny_skia::Point::from_xy(at[0], at[1]);
                    state.0.map_point(&mut at);
                    // PDF counts upwards.
                    write!(path, " {} {}", at.x, height as f32 - at.y).unwrap();
                }
            }
            "S" => {
                write!(svg, "<path {STROKE} stroke-width='{}' d='{path}'/>", state.1 * state.0.sx).unwrap();
                path.clear();
            }
            _ => {}
        }
        numbers.clear();
    }
    assert!(saved.is_empty() && path.is_empty());
    svg + "</svg>"
}

/// Wide ink of the darkness of a pencil that crosses itself.
#[test]
fn a_pencil_is_evenly_grey_in_every_format() {
    let mut page =
        crate::page(60, 60, &[&[(10.0, 10.0, 8.0), (50.0, 50.0, 4.0)], &[(10.0, 50.0, 8.0), (50.0, 10.0, 8.0)]]);
    page.darkness = 0.72;
    let most = |levels: &[u8]| levels.iter().copied().max().unwrap();
    let png: Vec<u8> = crate::decode(&draw::png(&page)).pixels.iter().map(|p| p[3]).collect();
    assert_eq!((most(&png), most(&crate::agreement::svg_alpha(&page))), (184, 184));
    page.color = longhand_ink::page::Color::Cmyk([0.5, 0.25, 0.0, 1.0]);
    let (content, _) = text_files::pdf_parts(&page);
    assert!(content.contains("0.36 0.18 0 0.72 K\n"), "{content}");
}

#[test]
fn pdf_and_raster_show_the_same_ink() {
    for cap in [60.0, 150.0] {
        let page = sample::page(40, cap, 1500, 1500, 96.0);
        let (content, _) = text_files::pdf_parts(&page);
        let size = (page.width_mm * 72.0 / 25.4, page.height_mm * 72.0 / 25.4);
        let shown = alpha(&to_svg(&content, size), &page);
        let (apart, more) = differences(&draw::coverage(&page).levels, &shown);
        assert!(apart < 0.06 && more.abs() < 0.02, "{cap}: {apart:.4} {more:+.4}");
    }
}
