//! A word: letters chosen, joined, spaced, dotted and leaned.

use crate::geometry::Vec2;
use crate::model::Link;
use crate::rng::{Purpose, Rng, Stream};
use crate::spacing::Sides;

use super::Hand;
use super::corners::sharpen;
use super::forms::Drawn;
use super::join::join;
use super::letter::{After, skeleton};

/// The ink of one word: unit the x-height, origin on the baseline where the word begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordInk {
    /// Pen strokes in writing order: dots and bars after the word's main ink.
    pub strokes: Vec<PenStroke>,
    /// Where the next thing's space begins: the right edge of the ink between baseline and x-height.
    pub advance: f32,
}

/// One pen-down movement of a word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PenStroke {
    /// Which character of the word (by scalar value, from 0) this stroke begins.
    pub char_offset: u32,
    /// Which one it ends: the same, or a later one where letters are joined.
    pub last_char: u32,
    /// Points about 0.05 to 0.15 x-heights apart.
    pub points: Vec<Vec2>,
}

/// How far arms, tails and bars may reach into the space beside a word, x-heights.
const OVERHANG: f32 = 0.18;

/// Least distance between the inks of letters that are not joined, x-heights.
const TOUCH: f32 = 0.13;
/// How much of a narrower spacing letters that nearly touch already follow.
const PRESSED: f32 = 0.4;
/// Free width after a point, x-heights, and twice what is before it; other signs may reach half as far over the letter
/// before them.
const BESIDE: f32 = 0.24;
/// Least distance between the bodies of joined letters, x-heights: nearer ones read as one letter.
const CLEAR: f32 = 0.24;

/// The word so far, upright.
#[derive(Default)]
struct Desk {
    done: Vec<PenStroke>,
    late: Vec<PenStroke>,
    pen: Option<PenStroke>,
    sides: Sides,
    /// Sides of the last letter alone, its marks included.
    last: Sides,
    after: After,
    /// Right edge of the last letter's body.
    body: f32,
}

impl Hand {
    /// Writes one word of supported characters (no white space).
    #[must_use]
    pub fn write_word(&self, word: &str, stream: Stream) -> WordInk {
        let mut desk = Desk::default();
        let chars: Vec<char> = word.chars().collect();
        for (i, c) in chars.iter().enumerate() {
            let mut rng = stream.sub(Purpose::Letter, i as u64).rng();
            let next = chars.get(i + 1).copied();
            let Some(letter) = self.letter(*c, desk.after, next, &mut rng) else { continue };
            let after = After { exit: letter.exit, letter: skeleton(*c).map(|s| (s, letter.form)) };
            let before = i.checked_sub(1).map(|k| bare(chars[k]));
            self.place(&mut desk, letter, i as u32, before, *c, &mut rng);
            desk.after = after;
        }
        self.finish(desk, &mut stream.rng())
    }

    fn place(&self, desk: &mut Desk, mut letter: Drawn, offset: u32, before: Option<char>, c: char, rng: &mut Rng) {
        let joined = letter.entry != Link::None && desk.after.exit != Link::None;
        let long_bar = self.long_bars && c == 't' && before == Some('t');
        if !self.dots_wait && !joined && !long_bar {
            desk.done.extend(desk.pen.take());
            desk.done.append(&mut desk.late);
        }
        let own = Sides::of(letter.main.iter().map(Vec::as_slice));
        let first = letter.main.first().and_then(|p| p.first()).copied().unwrap_or_default();
        let dx = match (&desk.pen, before) {
            (Some(pen), _) if joined => {
                let meet = pen.points.last().copied().unwrap_or_default().x - first.x;
                meet.max(desk.body + CLEAR - body_left(&letter)) + self.spacing
            }
            (_, Some(b)) => self.apart(desk, &own, b, bare(c), rng),
            _ => 0.0,
        };
        for p in letter.main.iter_mut().chain(&mut letter.late).flatten() {
            p.x += dx;
        }
        desk.last = Sides::of(letter.main.iter().chain(&letter.late).map(Vec::as_slice));
        desk.sides = desk.sides.merged(&own.shifted(dx));
        desk.body = body_right(&letter);
        let stroke = |points| PenStroke { char_offset: offset, last_char: offset, points };
        for (k, points) in letter.main.into_iter().enumerate() {
            match &mut desk.pen {
                Some(pen) if k == 0 && joined => {
                    join(&mut pen.points, &points, self.spacing);
                    pen.last_char = offset;
                }
                pen => desk.done.extend(pen.replace(stroke(points))),
            }
        }
        let bar = long_bar.then(|| lengthen(&mut desk.late, offset, &letter.late));
        let late = letter.late.into_iter().map(stroke);
        if bar == Some(true) {
            // The bar before crosses this one too.
        } else if c.is_lowercase() {
            desk.late.extend(late);
        } else {
            desk.done.extend(desk.pen.take_if(|_| letter.exit == Link::None));
            desk.done.extend(late);
        }
    }

    /// How far to move a letter that is not joined to the one before.
    fn apart(&self, desk: &Desk, own: &Sides, a: char, b: char, rng: &mut Rng) -> f32 {
        let letters = a.is_ascii_alphabetic() && b.is_ascii_alphabetic();
        let near = if self.joined > 0.5 && letters { 0.8 } else { 1.0 };
        let pair = self.model.pair_gap(a, b).max(-0.1);
        let least = if a.is_ascii_alphanumeric() || b.is_ascii_alphanumeric() { 0.17 } else { 0.3 };
        let gap =
            (near * self.letter_gap + pair + self.letter_gap_sd * rng.normal_within(2.0)).max(least) + self.spacing;
        // A stem that nearly touches the next bowl makes another letter of both: lo is read as b.
        let touch = TOUCH + PRESSED * self.spacing.min(0.0);
        let optical = (gap - desk.sides.gap(own)).max(touch - desk.sides.nearest(own));
        // Signs stand beside their neighbours, whatever room those leave over or under them: a point under the
        // overhang of a 5 is lost.
        let room = match (a, b) {
            ('.' | ',' | ':' | ';' | '!' | '?', _) => BESIDE,
            // An apostrophe over a letter is read as its dot, or not at all: people begin the letter behind it.
            ('\'' | '"' | '’' | '‘' | '”' | '“', _) => 0.0,
            (_, '.' | ',' | ':' | ';') => 0.5 * BESIDE,
            (_, b) if !b.is_ascii_alphanumeric() => -0.5 * BESIDE,
            _ => return optical,
        };
        optical.max(desk.last.span().1 - own.span().0 + room + self.spacing.max(0.0))
    }

    /// Corners, lean, a little tilt, and the word's left edge at 0.
    fn finish(&self, mut desk: Desk, rng: &mut Rng) -> WordInk {
        desk.done.extend(desk.pen.take());
        desk.done.append(&mut desk.late);
        for stroke in &mut desk.done {
            sharpen(&mut stroke.points, self.corners);
        }
        let slant = self.slant + 0.07 * rng.normal_within(2.0);
        let tilt = 0.04 * rng.normal_within(2.0);
        let size = 1.0 + 0.03 * rng.normal_within(2.0);
        let body = (desk.sides.left_edge(), desk.sides.right_edge());
        let (far_left, far_right) = extent(&desk.done);
        let left = body.0.min(far_left + OVERHANG);
        let right = body.1.max(far_right - OVERHANG);
        for p in desk.done.iter_mut().flat_map(|s| &mut s.points) {
            let (x, y) = ((p.x - left) * size * self.breadth, p.y * size);
            *p = Vec2::new(x + slant * y, y + tilt * x);
        }
        WordInk { strokes: desk.done, advance: (right - left).max(0.1) * size * self.breadth }
    }
}

/// A character without its marks, if it has any.
fn bare(c: char) -> char {
    skeleton(c).unwrap_or(c)
}

/// Draws the last bar on to where `next`, the only bar of the letter `offset`, ends. False if that is no bar after a
/// bar of the letter before.
fn lengthen(late: &mut [PenStroke], offset: u32, next: &[Vec<Vec2>]) -> bool {
    let ([next], Some(bar)) = (next, late.last_mut()) else { return false };
    let (Some((a, b)), Some((c, d))) = (ends(&bar.points), ends(next)) else { return false };
    if bar.char_offset + 1 != offset || c.x <= a.x || d.x <= b.x {
        return false;
    }
    let (stretch, rise) = ((d.x - a.x) / (b.x - a.x), d.y - b.y);
    for p in &mut bar.points {
        let along = (p.x - a.x) / (b.x - a.x);
        *p = Vec2::new(a.x + (p.x - a.x) * stretch, p.y + 0.5 * rise * along);
    }
    bar.last_char = offset;
    true
}

/// Both ends of a bar; `None` for a stroke that is none.
pub(super) fn ends(bar: &[Vec2]) -> Option<(Vec2, Vec2)> {
    let (a, b) = (*bar.first()?, *bar.last()?);
    (b.x - a.x > 0.3 && (b.y - a.y).abs() < 0.6 * (b.x - a.x)).then_some((a, b))
}

/// Whether a point is at half the height of small letters, where bodies are widest apart from their links.
fn at_half_height(p: Vec2) -> bool {
    (-0.72..-0.28).contains(&p.y)
}

/// Left edge of a letter's body: its ink at half height after its first top, so without the link up to it.
fn body_left(letter: &Drawn) -> f32 {
    let Some(first) = letter.main.first() else { return 0.0 };
    let top = first.windows(2).position(|w| w[0].y < -0.6 && w[1].y > w[0].y).unwrap_or(0);
    let body = first[top..].iter().chain(letter.main[1..].iter().flatten());
    body.filter(|p| at_half_height(**p)).map(|p| p.x).fold(f32::INFINITY, f32::min).min(1e3)
}

/// Right edge of a letter's body: its ink at half height up to its last touch of the baseline if it leaves
/// from there, so without the link away from it.
fn body_right(letter: &Drawn) -> f32 {
    let Some((last, before)) = letter.main.split_last() else { return 0.0 };
    let low = |p: &Vec2| p.y > -0.2;
    let end = match letter.exit {
        Link::Low => last.iter().rposition(low).unwrap_or(last.len()),
        _ => last.len(),
    };
    let body = before.iter().flatten().chain(&last[..end]);
    body.filter(|p| at_half_height(**p)).map(|p| p.x).fold(f32::NEG_INFINITY, f32::max).max(-1e3)
}

/// Leftmost and rightmost x of all strokes; zeros for none.
fn extent(strokes: &[PenStroke]) -> (f32, f32) {
    let x = strokes.iter().flat_map(|s| &s.points).map(|p| p.x);
    x.fold(None, |e: Option<(f32, f32)>, x| Some(e.map_or((x, x), |(a, b)| (a.min(x), b.max(x))))).unwrap_or_default()
}
