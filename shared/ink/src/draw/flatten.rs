//! Strokes to straight pieces of linearly changing width, in pixels.

use super::spline::{self, Span};
use crate::geometry::Vec2;
use crate::page::Stroke;

/// Chords stay this close to the spline, px. With [`MERGED`] it is under a sixteenth of a pixel, one
/// level of the image.
const CHORD: f32 = 0.02;
/// Points this close to the chord of their neighbours are left out, px.
const MERGED: f32 = 0.04;
/// At most so many chords in a span and points under a chord.
const MOST_PARTS: u32 = 256;
const MOST_MERGED: usize = 8;

/// A place on the centre line and the half width of the ink there, px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Knot {
    pub at: Vec2,
    pub r: f32,
}

/// A piece of ink between two knots; both may be the same place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    pub a: Knot,
    pub b: Knot,
    /// How far the ink at either end is this piece's own: the sine of the turn to the neighbour there,
    /// 1 at the end of a stroke or a turn back.
    pub ends: [f32; 2],
}

/// The pieces of all strokes in writing order at `scale` pixels a millimetre.
pub(super) fn pieces(strokes: &[Stroke], scale: f32) -> Vec<Piece> {
    let count: usize = strokes.iter().map(|s| s.points.len()).sum();
    let mut pieces = Vec::with_capacity(count);
    let (mut points, mut knots) = (Vec::new(), Vec::new());
    for stroke in strokes {
        points.clear();
        points.extend(spline::drawable(&stroke.points).map(|(at, w)| (at * scale, w * scale)));
        knots.clear();
        for span in spline::spans(&points) {
            chords(&span, &mut knots);
        }
        let first = pieces.len();
        merge(&knots, &mut pieces);
        share_joints(&mut pieces[first..]);
    }
    pieces
}

/// Beyond a joint the neighbour has drawn all but the wedge on the outer side of the turn.
fn share_joints(pieces: &mut [Piece]) {
    for i in 1..pieces.len() {
        let (p, q) = (pieces[i - 1].b.at - pieces[i - 1].a.at, pieces[i].b.at - pieces[i].a.at);
        let lengths = p.length() * q.length();
        if p.x * q.x + p.y * q.y > 0.0 && lengths > 1e-6 {
            let sine = (p.x * q.y - p.y * q.x).abs() / lengths;
            (pieces[i - 1].ends[1], pieces[i].ends[0]) = (sine, sine);
        }
    }
}

/// Appends the knots of a span; its first only if it is the stroke's first.
fn chords(span: &Span, knots: &mut Vec<Knot>) {
    if knots.is_empty() {
        knots.push(Knot { at: span.p[0], r: 0.5 * span.w[0] });
    }
    let parts = span.parts(CHORD, MOST_PARTS);
    for k in 1..parts {
        let t = k as f32 / parts as f32;
        knots.push(Knot { at: span.at(t), r: 0.5 * span.width(t) });
    }
    knots.push(Knot { at: span.p[3], r: 0.5 * span.w[1] });
}

/// Joins knots into pieces as long as those passed over lie on the piece, greedily.
fn merge(knots: &[Knot], pieces: &mut Vec<Piece>) {
    let mut i = 0;
    while i + 1 < knots.len() {
        let mut j = i + 1;
        while j + 1 < knots.len() && j - i < MOST_MERGED && on_piece(&knots[i..=j + 1]) {
            j += 1;
        }
        pieces.push(Piece { a: knots[i], b: knots[j], ends: [1.0, 1.0] });
        i = j;
    }
}

/// Whether all inner knots lie within tolerance on the piece from the first to the last, in order.
fn on_piece(knots: &[Knot]) -> bool {
    let (a, b) = (knots[0], knots[knots.len() - 1]);
    let d = b.at - a.at;
    let length2 = d.x * d.x + d.y * d.y;
    let limit = MERGED * MERGED * length2;
    knots[1..knots.len() - 1].iter().all(|k| {
        let e = k.at - a.at;
        let (along, across) = (e.x * d.x + e.y * d.y, e.x * d.y - e.y * d.x);
        let r = a.r * length2 + (b.r - a.r) * along;
        along >= 0.0 && along <= length2 && across * across <= limit && (k.r * length2 - r).abs() <= MERGED * length2
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Point;

    fn stroke(at: &[(f32, f32)]) -> Stroke {
        let point = |&(x, y): &(f32, f32)| Point { x, y, width: 1.0, ..Point::default() };
        Stroke { char_index: 0, points: at.iter().map(point).collect() }
    }

    #[test]
    fn straight_points_are_joined() {
        let line: Vec<_> = (0..8).map(|k| (k as f32, 2.0 * k as f32)).collect();
        let made = pieces(&[stroke(&line)], 4.0);
        assert!(made.len() <= 4, "{made:?}");
        assert_eq!(made[made.len() - 1].b.at, Vec2::new(28.0, 56.0));
    }

    #[test]
    fn pieces_stay_within_tolerance_of_a_circle() {
        let turn = |k: i32| k as f32 * core::f32::consts::TAU / 48.0;
        let circle: Vec<_> = (0..=48).map(|k| (libm::cosf(turn(k)), libm::sinf(turn(k)))).collect();
        for scale in [5.0, 40.0, 400.0] {
            let made = pieces(&[stroke(&circle)], scale);
            // The spline itself leaves the circle by 2e-5 of its radius, more at its loose ends.
            for piece in made.iter().filter(|p| p.a.at.x.max(p.b.at.x) < 0.98 * scale) {
                let middle = piece.a.at.lerp(piece.b.at, 0.5).length();
                assert!((middle - scale).abs() < 0.06 + 3e-5 * scale, "{middle} at {scale}");
            }
            assert!(made.len() < 2000);
        }
    }

    #[test]
    fn a_turn_back_on_itself_is_kept() {
        let made = pieces(&[stroke(&[(0.0, 0.0), (5.0, 0.0), (10.0, 0.0), (4.0, 0.0)])], 1.0);
        let reach = made.iter().map(|p| p.b.at.x).fold(0.0, f32::max);
        assert!(reach >= 10.0, "{reach}");
    }

    #[test]
    fn a_point_is_one_piece_and_nothing_is_none() {
        assert_eq!(pieces(&[stroke(&[(1.0, 1.0)])], 2.0).len(), 1);
        assert!(pieces(&[stroke(&[])], 2.0).is_empty());
        assert!(pieces(&[stroke(&[(f32::NAN, 1.0)])], 2.0).is_empty());
    }
}
