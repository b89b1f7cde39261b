//! Pages made without the model, so that their goldens change only when drawing or composing does.

use longhand_ink::compound::{Ink, MarkHabit, all, place, recipe, without_dot};
use longhand_ink::geometry::Vec2;
use longhand_ink::page::{Color, Page, Point, Stroke};
use longhand_ink::rng::Stream;

const DPI: f64 = 96.0;

fn page(width_px: u32, height_px: u32, strokes: Vec<Stroke>) -> Page {
    let mm = 25.4 / DPI;
    Page {
        width_mm: f64::from(width_px) * mm,
        height_mm: f64::from(height_px) * mm,
        width_px,
        height_px,
        dpi: DPI,
        color: Color::Rgb([0; 3]),
        strokes,
        darkness: 1.0,
        marked: false,
    }
}

/// A stroke through points in millimetres, of one width.
fn stroke(points: &[Vec2], width: f32) -> Stroke {
    let point = |(k, p): (usize, &Vec2)| Point { x: p.x, y: p.y, t: 10.0 * k as f32, pressure: 0.5, width };
    Stroke { char_index: 0, points: points.iter().enumerate().map(point).collect() }
}

/// A wave of `n` points from (x, y), 12 mm long.
fn wave(x: f32, y: f32, n: u16) -> Vec<Vec2> {
    (0..n)
        .map(|k| Vec2::new(x + 12.0 * f32::from(k) / f32::from(n), y + 2.0 * libm::sinf(0.4 * f32::from(k))))
        .collect()
}

/// No ink.
pub fn blank() -> Page {
    page(40, 30, Vec::new())
}

/// Waves from hair to felt, one that swells, and dots.
pub fn widths() -> Page {
    let mut strokes: Vec<Stroke> = (0..8u8)
        .map(|k| stroke(&wave(2.0, 4.0 + 5.0 * f32::from(k), 30), 0.05 * f32::from(1u8 << k).min(30.0)))
        .collect();
    let mut swell = stroke(&wave(16.0, 8.0, 30), 0.0);
    swell.points.iter_mut().enumerate().for_each(|(k, p)| p.width = 0.1 + 0.06 * k as f32);
    strokes.push(swell);
    strokes.extend((0..6u8).map(|k| stroke(&[Vec2::new(18.0 + 1.7 * f32::from(k), 20.0)], 0.2 + 0.2 * f32::from(k))));
    page(120, 170, strokes)
}

/// Ink that runs off every edge, and ink that is wholly outside.
pub fn edges() -> Page {
    let lines = [(-3.0, -2.0, 29.0, 22.0), (29.0, -2.0, -3.0, 22.0), (-4.0, 10.0, 31.0, 10.0), (40.0, 3.0, 50.0, 9.0)];
    let strokes = lines.iter().map(|&(x, y, to_x, to_y)| stroke(&[Vec2::new(x, y), Vec2::new(to_x, to_y)], 0.7));
    page(100, 75, strokes.collect())
}

/// Coloured ink on a test render.
pub fn marked() -> Page {
    let strokes =
        (0..6u8).map(|k| stroke(&wave(4.0 + 14.0 * f32::from(k % 3), 10.0 + 12.0 * f32::from(k / 3), 40), 0.4));
    let mut page = Page { color: Color::Rgb([26, 42, 108]), ..page(190, 130, strokes.collect()) };
    longhand_ink::draw::mark(&mut page);
    page
}

/// Every composed character over stand-in letters.
pub fn compounds() -> Page {
    const COLUMNS: usize = 24;
    const X_HEIGHT: f32 = 2.6;
    let mut rng = Stream::root(1).rng();
    let habit = MarkHabit::default();
    let mut strokes = Vec::new();
    for (n, c) in all().enumerate() {
        let r = recipe(c).expect("all() names characters with recipes");
        let base = r.base.map(stand_in).unwrap_or_default();
        let base = if r.dotless { without_dot(base) } else { base };
        let added = place(&r, &base, &habit, &mut rng, &mut stand_in);
        let origin = Vec2::new(2.5 + 6.0 * (n % COLUMNS) as f32, 9.0 + 11.5 * (n / COLUMNS) as f32);
        let at = |s: &Vec<Vec2>| stroke(&s.iter().map(|&p| origin + p * X_HEIGHT).collect::<Vec<_>>(), 0.22);
        strokes.extend(base.iter().chain(&added).map(at));
    }
    let rows = all().count().div_ceil(COLUMNS) as u32;
    page(24 * 23 + 10, rows * 44 + 10, strokes)
}

/// An oval of the letter's height, with a dot if it has one.
fn stand_in(c: char) -> Ink {
    let height = match c {
        'a'..='z' if "bdfhkl".contains(c) => 1.9,
        't' => 1.5,
        'a'..='z' => 1.0,
        _ => 1.85,
    };
    let oval = |k: u8| {
        let a = 0.262 * f32::from(k);
        Vec2::new(0.35 + 0.3 * libm::sinf(a), height * (-0.5 + 0.5 * libm::cosf(a)))
    };
    let mut ink = vec![(0..=24).map(oval).collect()];
    if matches!(c, 'i' | 'j') {
        ink.push(vec![Vec2::new(0.35, -1.5), Vec2::new(0.37, -1.46)]);
    }
    ink
}
