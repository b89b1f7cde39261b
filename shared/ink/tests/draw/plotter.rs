//! Paths for plotters cover the ink and lift the pen between strokes.

use longhand_ink::draw;
use longhand_ink::layout::compose;
use longhand_ink::page::Page;
use longhand_ink::params::{Format, RenderRequest};

use crate::agreement::alpha;

fn note(hand: &str, pen: &str) -> Page {
    let pairs = [
        ("handwriting_id", hand),
        ("pen", pen),
        ("text", "Dear Anna, six of the quick brown foxes jumped over 47 lazy dogs & hid."),
        ("random_seed", "3"),
        ("dpi", "300"),
        ("width", "5in"),
        ("height", "2in"),
        ("handwriting_size", "5mm"),
    ];
    let request = RenderRequest::from_pairs(Format::Svg, pairs).unwrap();
    compose(&request, request.hand(), 1).unwrap().page
}

#[test]
fn single_lines_at_pen_width_cover_97_percent_of_the_ink() {
    for hand in ["Perry", "Cedar", "Squire", "Winters"] {
        for pen in ["ball", "gel", "felt", "fountain", "pencil"] {
            let page = note(hand, pen);
            let ink = draw::coverage(&page).levels;
            let lines = alpha(&draw::svg_lines(&page), &page);
            let sum = |levels: &[u8]| levels.iter().map(|&l| f64::from(l)).sum::<f64>();
            let covered: f64 = ink.iter().zip(&lines).map(|(&a, &b)| f64::from(a.min(b))).sum();
            assert!(covered >= 0.97 * sum(&ink), "{hand} {pen}: {:.4}", covered / sum(&ink));
        }
    }
}

/// Pen-down lines in mm from the lower left corner.
fn read_gcode(text: &str) -> Vec<Vec<[f64; 2]>> {
    let (mut lines, mut at, mut down) = (Vec::new(), [f64::NAN; 2], false);
    for line in text.lines() {
        let words: Vec<&str> = line.split(';').next().unwrap().split_whitespace().collect();
        let number = |letter: char| words.iter().find_map(|w| w.strip_prefix(letter)?.parse::<f64>().ok());
        if let Some(z) = number('Z') {
            if z <= 0.0 {
                lines.push(vec![at]);
            }
            down = z <= 0.0;
        }
        if let (Some(x), Some(y)) = (number('X'), number('Y')) {
            at = [x, y];
            if down {
                assert_eq!(words[0], "G1", "ink is drawn at drawing speed");
                lines.last_mut().unwrap().push(at);
            }
        }
    }
    assert!(!down, "the pen is up in the end");
    lines
}

/// The same of HP-GL, in its units.
fn read_hpgl(text: &str) -> Vec<Vec<[i32; 2]>> {
    let pairs = |list: &str| -> Vec<[i32; 2]> {
        let numbers: Vec<i32> = list.split(',').filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect();
        numbers.chunks_exact(2).map(|p| [p[0], p[1]]).collect()
    };
    let (mut lines, mut at) = (Vec::new(), Vec::new());
    for command in text.split(';').map(str::trim) {
        if let Some(list) = command.strip_prefix("PU") {
            at = pairs(list);
        } else if let Some(list) = command.strip_prefix("PD") {
            lines.push([at.clone(), pairs(list)].concat());
        }
    }
    lines
}

#[test]
fn plotters_get_every_stroke_once_in_order_and_on_the_page() {
    let page = note("Cedar", "ball");
    let gcode = read_gcode(&draw::gcode(&page));
    let hpgl = read_hpgl(&draw::hpgl(&page));
    assert_eq!((gcode.len(), hpgl.len()), (page.strokes.len(), page.strokes.len()));
    for ((stroke, mm), units) in page.strokes.iter().zip(&gcode).zip(&hpgl) {
        let ends = [stroke.points.first().unwrap(), stroke.points.last().unwrap()];
        for (end, at) in ends.into_iter().zip([mm[0], mm[mm.len() - 1]]) {
            let away = (f64::from(end.x) - at[0]).hypot(page.height_mm - f64::from(end.y) - at[1]);
            assert!(away < 0.02, "{away} mm");
        }
        assert_eq!(mm.len(), units.len());
        for (mm, units) in mm.iter().zip(units) {
            assert!((0.0..=page.width_mm).contains(&mm[0]) && (0.0..=page.height_mm).contains(&mm[1]));
            assert!(
                (mm[0] * 40.0 - f64::from(units[0])).abs() <= 1.0 && (mm[1] * 40.0 - f64::from(units[1])).abs() <= 1.0
            );
        }
    }
}

#[test]
fn a_test_render_is_marked_on_the_plotter_too() {
    let mut page = note("Cedar", "ball");
    draw::mark(&mut page);
    assert!(read_gcode(&draw::gcode(&page)).len() > page.strokes.len() + 100);
}
