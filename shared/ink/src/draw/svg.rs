//! SVG: each pen stroke a filled outline, millimetres as user units.

use core::fmt::Write as _;

use super::outline::{Outliner, Part};
use super::paths::{self, Detail, Path};
use super::{colour, mark};
use crate::page::{Page, Stroke};

/// Finer than a screen shows at any zoom a reader will use: 0.8 % of the ink's width.
const DETAIL: Detail = Detail { grid: 400.0, step: 24, tolerance: 3.0 };

/// The page as an SVG image: `width_mm` × `height_mm`, transparent background, no script, nothing
/// outside the file. Each path is the outline of one pen stroke, in writing order.
#[must_use]
pub fn svg(page: &Page) -> String {
    let mut text = open(page);
    ink(&mut text, page, |_, _, _, _| String::new());
    close(&mut text, page);
    text
}

/// The beginning of a file.
pub(super) fn open(page: &Page) -> String {
    let [width, height] = [page.width_mm, page.height_mm].map(length);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" \
         viewBox=\"0 0 {width} {height}\">\n"
    )
}

/// The end of a file, before it the mark if the page has it.
pub(super) fn close(text: &mut String, page: &Page) {
    if page.marked {
        overlay(text, page);
    }
    text.push_str("</svg>\n");
}

/// Ten-thousandths of a millimetre without trailing zeros; nothing negative or without end.
fn length(mm: f64) -> f64 {
    if mm.is_finite() { libm::round(mm.clamp(0.0, 1e9) * 1e4) / 1e4 } else { 0.0 }
}

/// The ink; its strokes together have the opacity, not each on top of others. `before` is called ahead of
/// each stroke's path, with the stroke's number and the grid unit in mm, and gives the path's attributes.
pub(super) fn ink(text: &mut String, page: &Page, mut before: impl FnMut(&mut String, usize, &Stroke, f32) -> String) {
    let [r, g, b] = colour::rgb(page.color);
    let unit = paths::unit(&page.strokes, DETAIL.grid);
    let mut outliner = Outliner::new(unit, DETAIL.tolerance);
    let opacity = match colour::part(page.darkness) {
        1.0 => String::new(),
        part => format!(" opacity=\"{part}\""),
    };
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "<g fill=\"#{r:02x}{g:02x}{b:02x}\"{opacity} transform=\"scale({unit})\">");
    for (number, stroke) in page.strokes.iter().enumerate() {
        let parts = outliner.outline(stroke);
        if parts.is_empty() {
            continue;
        }
        let attributes = before(text, number, stroke, unit);
        let _ = write!(text, "<path{attributes} d=\"");
        for part in &parts {
            outline(text, part);
        }
        text.push_str("\"/>\n");
    }
    text.push_str("</g>\n");
}

/// One part of an outline.
fn outline(text: &mut String, part: &Part) {
    text.push('M');
    match part {
        Part::Disc([x, y], radius) => {
            let across = radius / 5;
            number(text, x - across / 2);
            separated(text, *y);
            // Two halves: an arc has two ends. Radius in tenths.
            let (whole, tenth) = (radius / 10, radius % 10);
            let _ = write!(
                text,
                "a{whole}.{tenth} {whole}.{tenth} 0 0 1 {across} 0 {whole}.{tenth} {whole}.{tenth} 0 0 1-{across} 0"
            );
        }
        Part::Body { start, there, back, home } => {
            number(text, start[0]);
            separated(text, start[1]);
            let far = curves(text, *start, there);
            text.push('l');
            number(text, back[0] - far[0]);
            separated(text, back[1] - far[1]);
            curves(text, *back, home);
        }
    }
    text.push('z');
}

/// The mark: one path, so that it is equally dark where its bars meet.
fn overlay(text: &mut String, page: &Page) {
    let strokes = mark::strokes(page);
    let unit = paths::unit(&strokes, DETAIL.grid);
    let paths = paths::paths(&strokes, unit, DETAIL);
    grey(text, unit);
    let width = paths.first().map_or(0, |p| p.width);
    let opacity = mark::OPACITY;
    // Writing to a `String` cannot fail.
    let _ = write!(text, "<path stroke-opacity=\"{opacity}\" stroke-width=\"{width}\" d=\"");
    for path in &paths {
        data(text, path);
    }
    text.push_str("\"/>\n</g>\n");
}

/// Opens a group of strokes in the mark's colour on a grid.
fn grey(text: &mut String, unit: f32) {
    let [r, g, b] = mark::GREY;
    let _ = writeln!(
        text,
        "<g fill=\"none\" stroke=\"#{r:02x}{g:02x}{b:02x}\" stroke-linecap=\"round\" \
         stroke-linejoin=\"round\" transform=\"scale({unit})\">"
    );
}

/// A path's commands: an absolute start, relative curves.
pub(super) fn data(text: &mut String, path: &Path) {
    text.push('M');
    number(text, path.start[0]);
    separated(text, path.start[1]);
    if path.curves.is_empty() {
        text.push_str("h0");
        return;
    }
    curves(text, path.start, &path.curves);
}

/// Relative curves; returns their end.
fn curves(text: &mut String, mut from: [i32; 2], curves: &[[[i32; 2]; 3]]) -> [i32; 2] {
    for (i, curve) in curves.iter().enumerate() {
        text.push(if i == 0 { 'c' } else { ' ' });
        for (k, to) in curve.iter().enumerate() {
            if k == 0 {
                number(text, to[0] - from[0]);
            } else {
                separated(text, to[0] - from[0]);
            }
            separated(text, to[1] - from[1]);
        }
        from = curve[2];
    }
    from
}

/// A number after another: a minus sign separates as well as a space.
fn separated(text: &mut String, value: i32) {
    if value >= 0 {
        text.push(' ');
    }
    number(text, value);
}

fn number(text: &mut String, value: i32) {
    let _ = write!(text, "{value}");
}
