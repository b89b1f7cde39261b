//! The strokes themselves, for programs that animate, plot or analyse: JSON and W3C InkML.
//!
//! Ink is redrawn from this data as the page's own documentation says: each stroke a uniform
//! Catmull-Rom spline through its points, its width linear between them. The widths follow from speed
//! and pressure by the rules of [`pen`](crate::pen); they are given all the same, so that nobody has to
//! know the pen.

use core::fmt::Write as _;

use crate::layout::{Bounds, Composed};
use crate::page::{Page, Point, Stroke};

/// The page's strokes in writing order as JSON:
///
/// ```json
/// {"width_mm":152.4,"height_mm":50,"strokes":[
/// {"char":0,"points":[[12.3456,20,0,0.42]],"widths_mm":[0.4]}
/// ]}
/// ```
///
/// `char` is the index in the text (Unicode scalar values) of the character the stroke begins. A point
/// is x and y in mm (y downwards), time in ms since the pen first touched the page, pressure 0 to 1;
/// `widths_mm` has the ink's width at each of them. Points that are not finite are left out.
#[must_use]
pub fn strokes(page: &Page) -> String {
    let mut text = String::with_capacity(64 + 40 * count(page));
    text.push_str("{\"width_mm\":");
    decimal(&mut text, page.width_mm, 4);
    text.push_str(",\"height_mm\":");
    decimal(&mut text, page.height_mm, 4);
    text.push_str(",\"strokes\":[");
    for (i, stroke) in page.strokes.iter().enumerate() {
        text.push_str(if i == 0 { "\n" } else { ",\n" });
        json_stroke(&mut text, stroke);
    }
    text.push_str("\n]}\n");
    text
}

/// The same with two more members, the boxes of lines and words around their ink and their baselines, mm:
///
/// ```json
/// "lines":[{"baseline_mm":12,"box_mm":[2,5.1,80.2,14.5]}],
/// "words":[{"start":0,"end":4,"line":0,"baseline_mm":12,"box_mm":[2,5.1,22.4,12.3]}]
/// ```
///
/// A box is left, top, right and bottom; a blank line has none. `start` and `end` are indices in the text
/// of the word's first character and of the one after its last.
#[must_use]
pub fn strokes_with_boxes(composed: &Composed) -> String {
    let mut text = strokes(&composed.page);
    text.truncate(text.len() - "}\n".len());
    text.push_str(",\"lines\":[");
    for (i, line) in composed.lines.iter().enumerate() {
        text.push_str(if i == 0 { "\n{" } else { ",\n{" });
        placed(&mut text, line.baseline_mm, &line.ink);
    }
    text.push_str("\n],\"words\":[");
    for (i, word) in composed.words.iter().enumerate() {
        text.push_str(if i == 0 { "\n{" } else { ",\n{" });
        put(&mut text, format_args!("\"start\":{},\"end\":{},\"line\":{},", word.start, word.end, word.line));
        placed(&mut text, composed.lines.get(word.line).map_or(0.0, |line| line.baseline_mm), &word.ink);
    }
    text.push_str("\n]}\n");
    text
}

/// A baseline and a box, with the brace that ends their object.
fn placed(text: &mut String, baseline: f64, ink: &Bounds) {
    text.push_str("\"baseline_mm\":");
    decimal(text, baseline, 4);
    if !ink.is_empty() {
        for (mark, side) in ["[", ",", ",", ","].into_iter().zip([ink.left, ink.top, ink.right, ink.bottom]) {
            text.push_str(if mark == "[" { ",\"box_mm\":[" } else { mark });
            decimal(text, f64::from(side), 4);
        }
        text.push(']');
    }
    text.push('}');
}

fn json_stroke(text: &mut String, stroke: &Stroke) {
    put(text, format_args!("{{\"char\":{},\"points\":[", stroke.char_index));
    for (i, point) in finite(stroke).enumerate() {
        text.push_str(if i == 0 { "[" } else { ",[" });
        channels(text, point, ',');
        text.push(']');
    }
    text.push_str("],\"widths_mm\":[");
    for (i, point) in finite(stroke).enumerate() {
        if i > 0 {
            text.push(',');
        }
        decimal(text, f64::from(point.width), 4);
    }
    text.push_str("]}");
}

/// The page's strokes as W3C `InkML` (Recommendation of 20 September 2011): one trace a stroke, channels
/// X and Y in mm (y downwards), T in ms since the pen first touched the page, F the force from 0 to 1
/// and W the width of the ink in mm. Traces without finite points are left out.
#[must_use]
pub fn inkml(page: &Page) -> String {
    let mut text = String::with_capacity(1024 + 40 * count(page));
    text.push_str(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ink xmlns=\"http://www.w3.org/2003/InkML\">\n\
         <definitions>\n\
         <context xml:id=\"page\">\n\
         <inkSource xml:id=\"pen\">\n\
         <traceFormat xml:id=\"format\">\n\
         <channel name=\"X\" type=\"decimal\" units=\"mm\"/>\n\
         <channel name=\"Y\" type=\"decimal\" units=\"mm\"/>\n\
         <channel name=\"T\" type=\"decimal\" units=\"ms\"/>\n\
         <channel name=\"F\" type=\"decimal\" min=\"0\" max=\"1\" units=\"dev\"/>\n\
         <channel name=\"W\" type=\"decimal\" units=\"mm\"/>\n\
         </traceFormat>\n\
         </inkSource>\n\
         </context>\n\
         </definitions>\n",
    );
    for (i, stroke) in page.strokes.iter().enumerate() {
        if finite(stroke).next().is_none() {
            continue;
        }
        put(&mut text, format_args!("<trace xml:id=\"s{i}\" contextRef=\"#page\">"));
        for (k, point) in finite(stroke).enumerate() {
            if k > 0 {
                text.push_str(", ");
            }
            channels(&mut text, point, ' ');
            text.push(' ');
            decimal(&mut text, f64::from(point.width), 4);
        }
        text.push_str("</trace>\n");
    }
    text.push_str("</ink>\n");
    text
}

/// x, y, t and pressure.
fn channels(text: &mut String, point: &Point, separator: char) {
    decimal(text, f64::from(point.x), 4);
    text.push(separator);
    decimal(text, f64::from(point.y), 4);
    text.push(separator);
    decimal(text, f64::from(point.t), 1);
    text.push(separator);
    decimal(text, f64::from(point.pressure), 3);
}

/// The points with nothing but numbers in them.
fn finite(stroke: &Stroke) -> impl Iterator<Item = &Point> {
    let numbers = |p: &&Point| [p.x, p.y, p.t, p.pressure, p.width].iter().all(|v| v.is_finite());
    stroke.points.iter().filter(numbers)
}

fn count(page: &Page) -> usize {
    page.strokes.iter().map(|s| s.points.len()).sum()
}

/// A number with at most `places` decimals (0 to 4), without zeros at its end; 0 for what is no number.
fn decimal(text: &mut String, value: f64, places: usize) {
    let unit = [1i64, 10, 100, 1000, 10_000][places.min(4)];
    let scaled = if value.is_finite() { libm::round(value * unit as f64) as i64 } else { 0 };
    if scaled < 0 {
        text.push('-');
    }
    let (whole, mut rest) = (scaled.unsigned_abs() / unit as u64, scaled.unsigned_abs() % unit as u64);
    put(text, format_args!("{whole}"));
    if rest > 0 {
        let mut digits = places;
        while rest % 10 == 0 {
            (rest, digits) = (rest / 10, digits - 1);
        }
        put(text, format_args!(".{rest:0digits$}"));
    }
}

/// Writing to a `String` cannot fail.
fn put(text: &mut String, what: core::fmt::Arguments<'_>) {
    let _ = text.write_fmt(what);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_short_and_exact() {
        for (value, places, expected) in [
            (0.0, 4, "0"),
            (-0.000_04, 4, "0"),
            (1.5, 4, "1.5"),
            (-12.345_67, 4, "-12.3457"),
            (0.05, 1, "0.1"),
            (3.002, 3, "3.002"),
            (100.0, 1, "100"),
            (f64::NAN, 3, "0"),
            (f64::INFINITY, 3, "0"),
        ] {
            let mut text = String::new();
            decimal(&mut text, value, places);
            assert_eq!(text, expected);
        }
    }
}
