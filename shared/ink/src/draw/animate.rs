//! SVG that writes itself: each stroke's outline behind a mask that follows the pen.
//!
//! Only CSS moves it, no script. A reader who asks for reduced motion, and a program that knows no
//! animation, sees the whole page.

use core::fmt::Write as _;

use super::paths::{self, Detail};
use super::svg;
use super::timeline::Timeline;
use crate::geometry::Vec2;
use crate::page::{Page, Stroke};

/// The pen's way, one path for a stroke; coarse, for it only uncovers.
const WAY: Detail = Detail { grid: 400.0, step: i32::MAX, tolerance: 20.0 };
/// The mask is so much wider than the ink, since it follows only nearly.
const WIDER: f32 = 1.5;
/// A dash as long as the way moves along it. Off the way it begins a little before the start, where its
/// round end would already show.
const STYLE: &str = "<style>\
    .w{fill:none;stroke:#fff;stroke-linecap:round;stroke-linejoin:round;stroke-dasharray:1 2;animation:w linear both}\
    .d{animation:d .01s both}\
    @keyframes w{from{stroke-dashoffset:1.05}to{stroke-dashoffset:0}}\
    @keyframes d{from{opacity:0}to{opacity:1}}\
    @media(prefers-reduced-motion:reduce){.w,.d{animation:none}}\
    </style>\n";

/// The page as an SVG image in which the strokes are written in their order and at their pace, scaled to
/// `seconds`; once written it is the picture of [`svg`](super::svg()).
#[must_use]
pub fn svg_animated(page: &Page, seconds: f64) -> String {
    let mut text = svg::open(page);
    text.push_str(STYLE);
    let second = seconds / f64::from(Timeline::new(&page.strokes).end());
    svg::ink(&mut text, page, |text, number, stroke, unit| uncover(text, number, stroke, (unit, second)));
    svg::close(&mut text, page);
    text
}

/// Writes what uncovers a stroke in its time, and returns the attributes that have it do so.
fn uncover(text: &mut String, number: usize, stroke: &Stroke, (unit, second): (f32, f64)) -> String {
    let time = |t: Option<f32>| thousandths(t.filter(|t| t.is_finite()).map_or(0.0, |t| f64::from(t) * second));
    let begin = time(stroke.points.first().map(|p| p.t));
    let last = time(stroke.points.last().map(|p| p.t));
    let widest = stroke.points.iter().map(|p| p.width).filter(|w| w.is_finite()).fold(0.0, f32::max);
    let at = |i: usize| Vec2::new(stroke.points[i].x, stroke.points[i].y);
    let length: f32 = (1..stroke.points.len()).map(|i| (at(i) - at(i - 1)).length()).sum();
    let ways = paths::paths(core::slice::from_ref(stroke), unit, WAY);
    let [way] = ways.as_slice() else { return dot(begin) };
    // A dot has no way to follow.
    if length < widest || way.curves.is_empty() {
        return dot(begin);
    }
    // Writing to a `String` cannot fail.
    let _ = write!(
        text,
        "<mask id=\"m{number}\"><path class=\"w\" pathLength=\"1\" stroke-width=\"{}\" \
         style=\"animation-delay:{begin}s;animation-duration:{}s\" d=\"",
        libm::roundf(WIDER * widest / unit),
        thousandths(last - begin).max(0.001),
    );
    svg::data(text, way);
    text.push_str("\"/></mask>\n");
    format!(" mask=\"url(#m{number})\"")
}

fn dot(begin: f64) -> String {
    format!(" class=\"d\" style=\"animation-delay:{begin}s\"")
}

fn thousandths(seconds: f64) -> f64 {
    libm::round(seconds * 1e3) / 1e3
}
