//! The down strokes that make a small letter what it is.

use longhand_ink::geometry::Vec2;

use crate::cut::{Letter, Link};
use crate::recordings::Polyline;

/// Fewest and most down strokes of each small letter, a to z. A cut that takes a stroke of its neighbour or
/// leaves one to it has another number.
const DOWN_STROKES: [(usize, usize); 26] = [
    (2, 2),
    (1, 2),
    (1, 1),
    (2, 2),
    (1, 1),
    (1, 2),
    (2, 2),
    (2, 2),
    (1, 1),
    (1, 1),
    (2, 3),
    (1, 1),
    (3, 3),
    (2, 2),
    (1, 2),
    (2, 2),
    (2, 2),
    (1, 1),
    (1, 2),
    (1, 1),
    (1, 2),
    (1, 1),
    (2, 2),
    (1, 2),
    (1, 2),
    (1, 3),
];
/// A down stroke falls by at least this, in x-heights.
const DOWN: f32 = 0.4;

/// Whether a small letter has as many down strokes as it should; other characters may have any.
pub(super) fn usual(l: &Letter, main: &[&Polyline]) -> bool {
    if !l.c.is_ascii_lowercase() {
        return true;
    }
    let (least, most) = DOWN_STROKES[l.c as usize - 97];
    // An unjoined u may do without its stem.
    let least = if l.c == 'u' && l.exit != Link::None { 2 } else { least };
    let n: usize = main.iter().map(|p| down_strokes(p)).sum();
    (least..=most).contains(&n)
}

/// Falls of at least [`DOWN`] between rises of as much.
fn down_strokes(p: &[Vec2]) -> usize {
    // The highest point since the last fall, or the lowest since the last rise.
    let (mut turn, mut falling, mut n) = (p[0].y, false, 0);
    for q in p {
        let past = if falling { turn - q.y } else { q.y - turn };
        if past <= 0.0 {
            turn = q.y;
        } else if past > DOWN {
            falling = !falling;
            n += usize::from(falling);
            turn = q.y;
        }
    }
    n
}

#[cfg(test)]
mod tests;
