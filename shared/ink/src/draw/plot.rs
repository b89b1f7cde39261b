//! Pen movements for plotters: single lines as SVG, G-code and HP-GL.
//!
//! A plotter's own pen makes the width, so only the centre lines are given, each stroke with the pen down
//! and a lift between.

use core::fmt::Write as _;

use super::paths::{self, Detail};
use super::spline;
use super::{colour, mark};
use crate::geometry::Vec2;
use crate::page::{Page, Stroke};

/// Lines follow the ink to a hundredth of a millimetre, the step of a good plotter.
const TOLERANCE: f32 = 0.01;
const MOST_PARTS: u32 = 64;
/// Grid lines in a width; one width for a whole stroke.
const DETAIL: Detail = Detail { grid: 100.0, step: i32::MAX, tolerance: 2.0 };
/// Height of the lifted pen, mm, and speed of drawing, mm a minute.
const LIFT: f32 = 3.0;
const FEED: u32 = 2000;
/// HP-GL's units in a millimetre.
const PLOTTER_UNITS: f32 = 40.0;

/// The page as an SVG of single lines, millimetres as user units: one path for each pen stroke in writing
/// order, as wide as three quarters of the ink are at most.
#[must_use]
pub fn svg_lines(page: &Page) -> String {
    let strokes = with_mark(page);
    let unit = paths::unit(&page.strokes, DETAIL.grid);
    let [r, g, b] = colour::rgb(page.color);
    let mut text = super::svg::open(page);
    let width = libm::roundf(pen_width(page) / unit);
    put(
        &mut text,
        format_args!(
            "<g fill=\"none\" stroke=\"#{r:02x}{g:02x}{b:02x}\" stroke-width=\"{width}\" stroke-linecap=\"round\" \
             stroke-linejoin=\"round\" transform=\"scale({unit})\">\n"
        ),
    );
    for path in paths::paths(&strokes, unit, DETAIL) {
        text.push_str("<path d=\"");
        super::svg::data(&mut text, &path);
        text.push_str("\"/>\n");
    }
    text.push_str("</g>\n</svg>\n");
    text
}

/// The page as G-code: millimetres from the lower left corner of the page, Z up to lift the pen.
#[must_use]
pub fn gcode(page: &Page) -> String {
    let mut text = format!("G21 ; mm\nG90 ; absolute\nG0 Z{LIFT}\n");
    let height = page.height_mm as f32;
    for stroke in &with_mark(page) {
        for (i, at) in polyline(stroke).into_iter().enumerate() {
            let (x, y) = (at.x, height - at.y);
            match i {
                0 => put(&mut text, format_args!("G0 X{x:.2} Y{y:.2}\nG1 Z0 F{FEED}\n")),
                _ => put(&mut text, format_args!("G1 X{x:.2} Y{y:.2}\n")),
            }
        }
        put(&mut text, format_args!("G0 Z{LIFT}\n"));
    }
    text.push_str("G0 X0 Y0\nM2\n");
    text
}

/// The page as HP-GL: 40 units a millimetre from the lower left corner of the page, pen 1.
#[must_use]
pub fn hpgl(page: &Page) -> String {
    let mut text = String::from("IN;SP1;\n");
    let height = page.height_mm as f32;
    for stroke in &with_mark(page) {
        let at = |at: Vec2| [at.x, height - at.y].map(|mm| libm::roundf(mm * PLOTTER_UNITS) as i32);
        for (i, [x, y]) in polyline(stroke).into_iter().map(at).enumerate() {
            match i {
                0 => put(&mut text, format_args!("PU{x},{y};PD")),
                1 => put(&mut text, format_args!("{x},{y}")),
                _ => put(&mut text, format_args!(",{x},{y}")),
            }
        }
        text.push_str(";\n");
    }
    text.push_str("PU0,0;SP0;\n");
    text
}

/// The strokes that have ink, and those of the mark, which a plotter draws after them.
fn with_mark(page: &Page) -> Vec<Stroke> {
    let mut strokes: Vec<Stroke> =
        page.strokes.iter().filter(|s| spline::drawable(&s.points).next().is_some()).cloned().collect();
    if page.marked {
        strokes.extend(mark::strokes(page));
    }
    strokes
}

/// The width, mm, that three quarters of the page's ink do not exceed; 0 without ink.
fn pen_width(page: &Page) -> f32 {
    let mut widths: Vec<f32> = page.strokes.iter().flat_map(|s| spline::drawable(&s.points)).map(|p| p.1).collect();
    widths.sort_unstable_by(f32::total_cmp);
    widths.get(widths.len() * 3 / 4).copied().unwrap_or(0.0)
}

/// Places along a stroke's centre line, mm.
fn polyline(stroke: &Stroke) -> Vec<Vec2> {
    let points: Vec<_> = spline::drawable(&stroke.points).collect();
    let mut line: Vec<Vec2> = points.first().map(|p| p.0).into_iter().collect();
    for span in spline::spans(&points) {
        let parts = span.parts(TOLERANCE, MOST_PARTS);
        line.extend((1..=parts).map(|k| span.at(k as f32 / parts as f32)));
    }
    line
}

/// Writing to a `String` cannot fail.
fn put(text: &mut String, what: core::fmt::Arguments<'_>) {
    let _ = text.write_fmt(what);
}
