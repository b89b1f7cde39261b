//! The mark of test renders: "LONGHAND TEST" in single-line capitals, tiled on a rising diagonal.
//!
//! The tiles shrink with the page so that any half of it, a quarter even, holds several letters.

mod cut;

use crate::geometry::Vec2;
use crate::page::{Page, Point, Stroke};

/// Colour of the mark.
pub(super) const GREY: [u8; 3] = [128; 3];
/// Its opacity: lighter than ink on paper, plain to see across the ink.
pub(super) const OPACITY: f32 = 0.5;
/// The direction of its lines, 30 degrees upwards.
const ALONG: Vec2 = Vec2::new(0.866_025_4, -0.5);
const DOWN: Vec2 = Vec2::new(0.5, 0.866_025_4);
/// Measures in cap heights: line width, from line to line, white space between letters, words, tiles.
const PEN: f32 = 0.11;
const LEADING: f32 = 3.6;
const LETTER_SPACE: f32 = 0.3;
const WORD_SPACE: f32 = 0.75;
const TILE_SPACE: f32 = 2.2;
/// No page is treated as larger or smaller than this, mm.
const PAGE: (f32, f32) = (0.01, 1e5);

/// One pen movement of a letter: x to the right from its left edge, y upwards from the baseline, in
/// cap heights.
enum Part {
    /// A straight bar.
    Bar([f32; 4]),
    /// An arc: centre, radii, from and to which angle in turns, counted from the right upwards.
    Arc([f32; 6]),
    /// A curve through points.
    Curve(&'static [(f32, f32)]),
}
use Part::{Arc, Bar, Curve};

/// A letter's width and parts.
type Letter = (f32, &'static [Part]);

const L: Letter = (0.5, &[Bar([0.0, 1.0, 0.0, 0.0]), Bar([0.0, 0.0, 0.5, 0.0])]);
const O: Letter = (0.8, &[Arc([0.4, 0.5, 0.4, 0.5, 0.0, 1.0])]);
const N: Letter = (0.64, &[Bar([0.0, 0.0, 0.0, 1.0]), Bar([0.0, 1.0, 0.64, 0.0]), Bar([0.64, 0.0, 0.64, 1.0])]);
const G: Letter =
    (0.8, &[Arc([0.4, 0.5, 0.4, 0.5, 0.11, 0.88]), Bar([0.46, 0.46, 0.74, 0.46]), Bar([0.74, 0.46, 0.69, 0.16])]);
const H: Letter = (0.64, &[Bar([0.0, 0.0, 0.0, 1.0]), Bar([0.64, 0.0, 0.64, 1.0]), Bar([0.0, 0.52, 0.64, 0.52])]);
const A: Letter = (0.72, &[Bar([0.0, 0.0, 0.36, 1.0]), Bar([0.36, 1.0, 0.72, 0.0]), Bar([0.12, 0.32, 0.6, 0.32])]);
const D: Letter = (
    0.68,
    &[
        Bar([0.0, 0.0, 0.0, 1.0]),
        Bar([0.0, 1.0, 0.24, 1.0]),
        Bar([0.0, 0.0, 0.24, 0.0]),
        Arc([0.24, 0.5, 0.44, 0.5, -0.25, 0.25]),
    ],
);
const T: Letter = (0.64, &[Bar([0.0, 1.0, 0.64, 1.0]), Bar([0.32, 1.0, 0.32, 0.0])]);
const E: Letter = (
    0.5,
    &[Bar([0.0, 0.0, 0.0, 1.0]), Bar([0.0, 1.0, 0.5, 1.0]), Bar([0.0, 0.52, 0.42, 0.52]), Bar([0.0, 0.0, 0.5, 0.0])],
);
const S: Letter = (
    0.56,
    &[Curve(&[
        (0.53, 0.84),
        (0.42, 0.96),
        (0.28, 1.0),
        (0.13, 0.95),
        (0.04, 0.81),
        (0.06, 0.66),
        (0.17, 0.56),
        (0.30, 0.5),
        (0.46, 0.42),
        (0.56, 0.28),
        (0.53, 0.13),
        (0.42, 0.03),
        (0.27, 0.0),
        (0.12, 0.04),
        (0.01, 0.17),
    ])],
);
/// The words; `None` is the space between them.
const WORDS: [Option<&Letter>; 13] = [
    Some(&L),
    Some(&O),
    Some(&N),
    Some(&G),
    Some(&H),
    Some(&A),
    Some(&N),
    Some(&D),
    None,
    Some(&T),
    Some(&E),
    Some(&S),
    Some(&T),
];

/// The colour and alpha of a pixel covered by so much ink and so much mark, each 0 to 1: the mark over the
/// ink (Porter, Duff, 1984).
pub(super) fn over(ink: [u8; 3], inked: f32, marked: f32) -> [u8; 4] {
    let over = OPACITY * marked;
    let under = (1.0 - over) * inked;
    let alpha = over + under;
    let mix = |mark: u8, ink: u8| {
        let mixed =
            if alpha > 0.0 { (f32::from(mark) * over + f32::from(ink) * under) / alpha } else { f32::from(ink) };
        (mixed + 0.5) as u8
    };
    let [r, g, b] = core::array::from_fn(|k| mix(GREY[k], ink[k]));
    [r, g, b, (255.0 * alpha + 0.5) as u8]
}

/// Makes a page one of a test render: every format draws the mark on it, and none has the ink that the mark hides, so
/// that the ink cannot be had by taking the mark away.
pub fn mark(page: &mut Page) {
    page.strokes = cut::cut(page);
    page.marked = true;
}

/// The mark's strokes for a page, all of one width.
pub(super) fn strokes(page: &Page) -> Vec<Stroke> {
    let (width, height) = (side(page.width_mm), side(page.height_mm));
    let cap = cap_height(width, height);
    let tile = tile_length();
    let mut strokes = Vec::new();
    let corners = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)];
    let reach = |axis: Vec2, step: f32| {
        let places = corners.map(|(x, y)| (x * axis.x + y * axis.y) / (step * cap));
        let low = places.iter().copied().fold(f32::MAX, f32::min);
        let high = places.iter().copied().fold(f32::MIN, f32::max);
        (low as i32 - 2)..(high as i32 + 3)
    };
    for line in reach(DOWN, LEADING) {
        // Half a tile of stagger, so that the spaces between tiles do not line up.
        let stagger = if line % 2 == 0 { 0.25 } else { 0.75 };
        for place in reach(ALONG, tile) {
            let start = ALONG * ((place as f32 - stagger) * tile * cap);
            write(start + DOWN * (line as f32 * LEADING * cap), cap, (width, height), &mut strokes);
        }
    }
    strokes
}

/// Height of the letters for a page: small enough to be in every window, on a large page no larger
/// than needs be, on a narrow one no more of them than needs be.
fn cap_height(width: f32, height: f32) -> f32 {
    let (short, long) = (width.min(height), width.max(height));
    (0.08 * short).min(4.5).max(0.008 * long)
}

/// A page's side in a range that can be computed with.
fn side(mm: f64) -> f32 {
    if mm.is_finite() { (mm as f32).clamp(PAGE.0, PAGE.1) } else { PAGE.0 }
}

/// From the start of one tile to the start of the next, cap heights.
fn tile_length() -> f32 {
    WORDS.iter().map(|letter| step(*letter)).sum::<f32>() + TILE_SPACE
}

/// From the left edge of a letter to the next.
fn step(letter: Option<&Letter>) -> f32 {
    letter.map_or(WORD_SPACE, |l| l.0 + LETTER_SPACE)
}

/// Appends the parts of one tile that can touch the page.
fn write(start: Vec2, cap: f32, page: (f32, f32), strokes: &mut Vec<Stroke>) {
    let mut left = 0.0;
    for letter in WORDS {
        let origin = start + ALONG * (left * cap);
        left += step(letter);
        let near = |at: f32, side: f32| at > -1.5 * cap && at < side + 1.5 * cap;
        if let Some((_, parts)) = letter
            && near(origin.x, page.0)
            && near(origin.y, page.1)
        {
            strokes.extend(parts.iter().map(|part| {
                let at = |(x, y): (f32, f32)| origin + ALONG * (x * cap) - DOWN * (y * cap);
                stroke(part, cap, at)
            }));
        }
    }
}

/// One part of a letter as a stroke.
fn stroke(part: &Part, cap: f32, place: impl Fn((f32, f32)) -> Vec2) -> Stroke {
    let point = |place: Vec2| Point { x: place.x, y: place.y, width: PEN * cap, ..Point::default() };
    let at = |xy| point(place(xy));
    let points = match part {
        Bar([x0, y0, x1, y1]) => vec![at((*x0, *y0)), at((*x1, *y1))],
        Curve(points) => points.iter().copied().map(at).collect(),
        Arc([x, y, rx, ry, from, to]) => (0..=16)
            .map(|k| {
                let turn = from + (to - from) * k as f32 / 16.0;
                let angle = turn * core::f32::consts::TAU;
                at((x + rx * libm::cosf(angle), y + ry * libm::sinf(angle)))
            })
            .collect(),
    };
    Stroke { char_index: 0, points }
}
