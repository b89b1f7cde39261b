//! Sets the parts of a recipe on ink.

use super::trace::{Bounds, bounds, bounds_of, crossings, curve, length};
use super::{Anchor, Ink, Knots, MarkHabit, Part, Recipe, Spot};
use crate::geometry::Vec2;
use crate::rng::Rng;

/// A mark is never nearer to its letter than this, however low the habit and the draw.
const LEAST_LIFT: f32 = 0.15;

/// The strokes to write after the base's ink (upright, origin on the baseline), in writing order.
///
/// `glyph` writes an ASCII character of the same hand, upright, whenever a part asks for one. Without a
/// base, `base` is empty. Strokes may begin left of x = 0 (ŉ, the bar of Đ): space letters by their ink.
/// Marks over and under letters may be kept until the word is written, as the dots of i are; what a
/// [`Spot::After`] places is a letter of its own and may not.
pub fn place(
    recipe: &Recipe,
    base: &[Vec<Vec2>],
    habit: &MarkHabit,
    rng: &mut Rng,
    glyph: &mut dyn FnMut(char) -> Ink,
) -> Ink {
    let mut added = Ink::new();
    for part in recipe.parts {
        let strokes = match *part {
            Part::Mark { strokes, at: Anchor::Free } => whole(strokes, rng),
            Part::Mark { strokes, at: Anchor::Across } => across(strokes, base, rng),
            Part::Mark { strokes, at } => mark(strokes, at, base, habit, rng),
            Part::Glyph { c, scale, at: Spot::Centre(x, y) } => centred(glyph(c), scale, Vec2::new(x, y), rng),
            Part::Glyph { c, scale, at: Spot::After(gap) } => after(glyph(c), scale, gap, base, rng),
        };
        added.extend(strokes);
    }
    added
}

/// A sign drawn whole: a little wider or taller, a little turned, no knot quite where it was.
fn whole(strokes: &[Knots], rng: &mut Rng) -> Ink {
    let (sx, sy) = (1.0 + 0.04 * rng.normal_within(2.0), 1.0 + 0.03 * rng.normal_within(2.0));
    let turn = 0.025 * rng.normal_within(2.0);
    draw(strokes, rng, 0.012, |p| rotate(Vec2::new(p.x * sx, p.y * sy), turn))
}

/// Strokes over the whole letter, stretched to its box.
fn across(strokes: &[Knots], base: &[Vec<Vec2>], rng: &mut Rng) -> Ink {
    let Some(b) = bounds(base) else { return Ink::new() };
    let origin = Vec2::new(b.left, b.top) + wander(rng, 0.025);
    let (w, h) = ((b.right - b.left) * (1.0 + 0.04 * rng.normal_within(2.0)), b.bottom - b.top);
    draw(strokes, rng, 0.01, |p| origin + Vec2::new(p.x * w, p.y * h))
}

/// A mark of its own size, tied to the base by one point.
fn mark(strokes: &[Knots], at: Anchor, base: &[Vec<Vec2>], habit: &MarkHabit, rng: &mut Rng) -> Ink {
    let Some(b) = bounds(base) else { return Ink::new() };
    let size = habit.size * (1.0 + 0.05 * rng.normal_within(2.0));
    let tilt = if at == Anchor::Above { habit.tilt } else { 0.0 } + 0.04 * rng.normal_within(2.0);
    let mut ink = draw(strokes, rng, 0.008, |p| rotate(p, tilt) * size);
    let lift = (habit.lift + 0.03 * rng.normal_within(2.0)).max(LEAST_LIFT);
    let own = bounds(&ink).unwrap_or(b);
    let shift = match at {
        Anchor::Above => {
            // A mark leans over its letter: its middle, not its foot, stands over the letter's top.
            let x = top_centre(base, b) - own.centre().x;
            Vec2::new(x + 0.04 * rng.normal_within(2.0), b.top.min(-1.0) - lift - own.bottom)
        }
        Anchor::Under => {
            let x = 0.5 * (foot(base, b, 0.5).x + b.centre().x) - own.centre().x;
            Vec2::new(x + 0.04 * rng.normal_within(2.0), b.bottom.max(0.0) + 0.7 * lift - own.top)
        }
        // The first point of the mark is a point of the ink, so that the two always touch.
        Anchor::Hung(fraction) => foot(base, b, fraction) - ink[0][0],
        Anchor::Through(fraction) => stem(base, b.at_height(fraction), 0.5) + wander(rng, 0.02),
        Anchor::OnStem(fraction) => stem(base, b.at_height(fraction), 0.0) + wander(rng, 0.02),
        Anchor::OffBar => stem(base, off_bar(base, b), 0.5) + wander(rng, 0.02),
        Anchor::RightOf(fraction) | Anchor::LeftOf(fraction) => {
            let y = b.at_height(fraction);
            let (left, right) = edges(base, b, y + own.top, y + own.bottom);
            Vec2::new(if matches!(at, Anchor::LeftOf(_)) { left } else { right }, y) + wander(rng, 0.02)
        }
        Anchor::Across | Anchor::Free => Vec2::default(),
    };
    ink.iter_mut().flatten().for_each(|p| *p = *p + shift);
    ink
}

/// A borrowed character, its box centred on a point.
fn centred(mut ink: Ink, scale: f32, centre: Vec2, rng: &mut Rng) -> Ink {
    let Some(b) = bounds(&ink) else { return ink };
    let scale = scale * (1.0 + 0.04 * rng.normal_within(2.0));
    let to = centre + wander(rng, 0.03);
    ink.iter_mut().flatten().for_each(|p| *p = to + (*p - b.centre()) * scale);
    ink
}

/// A borrowed character after the ink so far, as near as `gap` says.
fn after(mut ink: Ink, scale: f32, gap: f32, base: &[Vec<Vec2>], rng: &mut Rng) -> Ink {
    ink.iter_mut().flatten().for_each(|p| *p = *p * scale);
    let (Some(a), Some(b)) = (bounds(base), bounds(&ink)) else { return ink };
    let least = (-10..=40)
        .filter_map(|row| {
            let y = -0.05 * row as f32;
            Some(row_edges(&ink, y)?.0 - row_edges(base, y)?.1)
        })
        .reduce(f32::min)
        .unwrap_or(b.left - a.right);
    let dx = gap - least + 0.015 * rng.normal_within(2.0);
    ink.iter_mut().flatten().for_each(|p| p.x += dx);
    ink
}

/// The left and right edges of the ink in a row, strokes along the row included.
fn row_edges(ink: &[Vec<Vec2>], y: f32) -> Option<(f32, f32)> {
    let along = ink.iter().flatten().filter(|p| (p.y - y).abs() < 0.03).map(|p| p.x);
    along.chain(crossings(ink, y)).fold(None, |e, x| {
        let (left, right) = e.unwrap_or((x, x));
        Some((x.min(left), x.max(right)))
    })
}

/// Draws strokes through knots that miss their places by `slip`, moved by `to`.
fn draw(strokes: &[Knots], rng: &mut Rng, slip: f32, to: impl Fn(Vec2) -> Vec2) -> Ink {
    strokes
        .iter()
        .map(|knots| {
            let long: Vec<Vec2> = knots.iter().map(|&(x, y)| Vec2::new(x, y)).collect();
            // A dot that slipped as far as a line does would be a scribble.
            let slip = slip * length(&long).min(1.0);
            let mut last = None;
            let moved: Vec<Vec2> = knots
                .iter()
                .map(|&(x, y)| match last {
                    // A corner stays one: its second knot goes where the first went.
                    Some((of, at)) if of == (x, y) => at,
                    _ => {
                        let at = to(Vec2::new(x, y) + wander(rng, slip));
                        last = Some(((x, y), at));
                        at
                    }
                })
                .collect();
            curve(&moved)
        })
        .collect()
}

fn wander(rng: &mut Rng, sd: f32) -> Vec2 {
    Vec2::new(sd * rng.normal_within(2.0), sd * rng.normal_within(2.0))
}

fn rotate(p: Vec2, angle: f32) -> Vec2 {
    let (s, c) = (libm::sinf(angle), libm::cosf(angle));
    Vec2::new(c * p.x - s * p.y, s * p.x + c * p.y)
}

/// Where a mark over the letter is centred: over the topmost ink (the stem of h, the bowl of a, not the
/// stroke that leads out of it), drawn a little towards the middle of the letter.
fn top_centre(base: &[Vec<Vec2>], b: Bounds) -> f32 {
    let top = bounds_of(base.iter().flatten().filter(|p| p.y < b.top + 0.45)).unwrap_or(b);
    0.75 * top.centre().x + 0.25 * b.centre().x
}

/// The ink point in the letter's foot that is nearest to a fraction of the foot's width.
fn foot(base: &[Vec<Vec2>], b: Bounds, fraction: f32) -> Vec2 {
    let in_foot = || base.iter().flatten().filter(|p| p.y > b.bottom - 0.25);
    let f = bounds_of(in_foot()).unwrap_or(b);
    let aim = Vec2::new(f.left + fraction * (f.right - f.left), f.bottom);
    in_foot().copied().min_by(|p, q| (*p - aim).length().total_cmp(&(*q - aim).length())).unwrap_or(aim)
}

/// The ink at a height: its left edge at `side` 0, its middle at 0.5.
fn stem(base: &[Vec<Vec2>], y: f32, side: f32) -> Vec2 {
    let (left, right) = crossings(base, y).fold((f32::MAX, f32::MIN), |(l, r), x| (l.min(x), r.max(x)));
    if left <= right {
        return Vec2::new(left + side * (right - left), y);
    }
    base.iter().flatten().copied().min_by(|p, q| (p.y - y).abs().total_cmp(&(q.y - y).abs())).unwrap_or_default()
}

/// The height midway along the longer of the two parts into which the widest row cuts a letter.
fn off_bar(base: &[Vec<Vec2>], b: Bounds) -> f32 {
    let width = |y| row_edges(base, y).map_or(0.0, |(left, right)| right - left);
    let rows = (0..=50u8).map(|k| b.at_height(f32::from(k) / 50.0));
    let bar = rows.max_by(|&p, &q| width(p).total_cmp(&width(q))).unwrap_or(b.top);
    0.5 * (bar + if bar - b.top > b.bottom - bar { b.top } else { b.bottom })
}

/// The left and right edges of the ink between two heights, or next to them.
fn edges(base: &[Vec<Vec2>], b: Bounds, top: f32, bottom: f32) -> (f32, f32) {
    let near = bounds_of(base.iter().flatten().filter(|p| p.y > top - 0.15 && p.y < bottom + 0.15)).unwrap_or(b);
    (near.left, near.right)
}
