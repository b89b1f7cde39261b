//! Coverage of one piece of ink: the kernel all raster images come from.
//!
//! A piece covers a pixel by what the pixel's square shares with the half plane behind the nearest
//! point of the outline, so edges in every direction are as sharp as an exact area makes them, and ends
//! and joins are round without being drawn. Ink thinner than a pixel has a second edge in it.
//! Pieces are united by the maximum: ink over ink is as dark as ink, and where a line crosses itself
//! no hole appears.

use super::flatten::Piece;

/// Pixels computed at a time: a multiple of every vector register's width from SSE2 to AVX2, and about
/// as wide as a line of ink.
pub(super) const LANES: usize = 8;
/// From the centre of a pixel to its corner, and a little: no edge further away touches it.
const CORNER: f32 = 0.707_2;
/// Edges closer to upright or level than this are taken to be so steep, to divide by something.
const STEEP: f32 = 1.0 / 64.0;
/// Neighbours overlap by so much, against rounding, px.
const JOINT: f32 = 0.05;
/// Added to a small non-negative float, it leaves its rounded value in the low bits: 2^23.
const ROUND: f32 = 8_388_608.0;

/// A piece made ready for the kernel, with a.y <= b.y.
pub(super) struct Capsule {
    ax: f32,
    ay: f32,
    by: f32,
    bx: f32,
    dx: f32,
    dy: f32,
    ra: f32,
    dr: f32,
    /// One over the squared length, 0 for a dot.
    inverse: f32,
    /// Distance from the centre line at which no ink is left.
    reach: f32,
    /// From where to where along the piece the ink is its own, px from a.
    before: f32,
    after: f32,
    /// The direction of the piece; zero for a dot.
    ux: f32,
    uy: f32,
    /// The offset of the straight left and right sides from the centre line.
    side_x: f32,
    side_y: f32,
    /// Size of the normal's components, as small as not to matter beside a distance.
    nx: f32,
    ny: f32,
    /// Whether a pixel can see both edges.
    thin: bool,
}

impl Capsule {
    /// Prepares a piece; `None` when it has no ink.
    pub fn new(piece: &Piece) -> Option<Self> {
        let (a, b, ends) = if piece.a.at.y <= piece.b.at.y {
            (piece.a, piece.b, piece.ends)
        } else {
            (piece.b, piece.a, [piece.ends[1], piece.ends[0]])
        };
        let thickest = a.r.max(b.r);
        if thickest <= 0.0 {
            return None;
        }
        let (dx, dy) = (b.at.x - a.at.x, b.at.y - a.at.y);
        let length2 = dx * dx + dy * dy;
        let inverse = if length2 > 1e-12 { 1.0 / length2 } else { 0.0 };
        let reach = thickest + CORNER;
        let per_length = inverse.sqrt();
        let unit = reach * per_length;
        Some(Self {
            ax: a.at.x,
            ay: a.at.y,
            bx: b.at.x,
            by: b.at.y,
            dx,
            dy,
            ra: a.r,
            dr: b.r - a.r,
            inverse,
            reach,
            before: -reach * ends[0] - JOINT,
            after: length2 * per_length + reach * ends[1] + JOINT,
            ux: dx * per_length,
            uy: dy * per_length,
            side_x: dy * unit,
            side_y: dx * unit,
            nx: 1e-3 * dy.abs() * per_length,
            ny: 1e-3 * dx.abs() * per_length,
            thin: a.r.min(b.r) < CORNER,
        })
    }

    /// The first row with ink and the row after the last, cut to 0 .. `rows`.
    pub fn rows(&self, rows: u32) -> (u32, u32) {
        let rows = rows as f32;
        let (mut top, mut bottom) = (self.ay - self.reach, self.by + self.reach);
        if self.inverse > 0.0 {
            let across = self.reach * self.ux.abs();
            top = top.max(self.ay + self.before * self.uy - across);
            bottom = bottom.min(self.ay + self.after * self.uy + across);
        }
        (top.clamp(0.0, rows) as u32, (bottom + 1.0).clamp(0.0, rows) as u32)
    }

    /// The first column with ink in the row with centre `y` and the column after the last, cut to
    /// 0 .. `columns`. The hull of two discs: its edge is a side where the side passes the row, a disc
    /// elsewhere. Of that, what is between `before` and `after`.
    pub fn columns(&self, y: f32, columns: u32) -> (u32, u32) {
        let mut left = self.edge(y, self.side_y) - self.side_or_disc(y, self.side_y);
        let mut right = self.edge(y, -self.side_y) + self.side_or_disc(y, -self.side_y);
        if self.ux.abs() > 1e-3 {
            let level = (y - self.ay) * self.uy;
            let (p, q) = ((self.before - level) / self.ux, (self.after - level) / self.ux);
            let (p, q) = if p < q { (p, q) } else { (q, p) };
            (left, right) = (left.max(self.ax + p), right.min(self.ax + q));
        }
        let columns = columns as f32;
        let first = (left - 0.5).clamp(0.0, columns);
        let after = (right + 0.5).clamp(0.0, columns);
        (first as u32, libm::ceilf(after) as u32)
    }

    /// Where on the centre line the outline at row `y` is carried from.
    fn edge(&self, y: f32, side: f32) -> f32 {
        let (top, bottom) = (self.ay + side, self.by + side);
        if y <= top {
            self.ax
        } else if y >= bottom {
            self.bx
        } else {
            self.ax + self.dx * ((y - top) / (bottom - top))
        }
    }

    /// How far the outline at row `y` is from there.
    fn side_or_disc(&self, y: f32, side: f32) -> f32 {
        let (top, bottom) = (self.ay + side, self.by + side);
        let away = if y <= top {
            y - self.ay
        } else if y >= bottom {
            y - self.by
        } else {
            return self.side_x;
        };
        let rest = self.reach * self.reach - away * away;
        if rest > 0.0 { rest.sqrt() } else { 0.0 }
    }

    /// Raises the pixels of `row` to this piece's coverage times `full`. The first pixel's centre is
    /// (`x`, `y`); the row's length is a multiple of [`LANES`].
    pub fn cover(&self, row: &mut [u8], x: f32, y: f32, full: f32) {
        if self.thin {
            self.cover_edges::<true>(row, x, y, full);
        } else {
            self.cover_edges::<false>(row, x, y, full);
        }
    }

    fn cover_edges<const BOTH: bool>(&self, row: &mut [u8], x: f32, y: f32, full: f32) {
        let ey = y - self.ay;
        let along_y = ey * self.dy;
        for (block, pixels) in row.chunks_exact_mut(LANES).enumerate() {
            let start = x + (block * LANES) as f32 - self.ax;
            let mut levels = [0u8; LANES];
            for (lane, level) in levels.iter_mut().enumerate() {
                let ex = start + lane as f32;
                let t = unit((ex * self.dx + along_y) * self.inverse);
                let (qx, qy) = (ex - t * self.dx, ey - t * self.dy);
                let r = self.ra + t * self.dr;
                let distance = (qx * qx + qy * qy).sqrt();
                // On the centre line itself the way to the outline is the piece's normal.
                let edge = Edge::new(qx.abs() + self.nx, qy.abs() + self.ny, distance);
                let mut covered = edge.behind(r - distance);
                if BOTH {
                    covered += edge.behind(r + distance) - 1.0;
                }
                *level = (unit(covered) * full + ROUND).to_bits() as u8;
            }
            for (pixel, level) in pixels.iter_mut().zip(levels) {
                *pixel = (*pixel).max(level);
            }
        }
    }
}

/// An edge of some direction near a pixel: what the pixel shares with the half plane behind it is the
/// integral of two box filters, as wide as the normal's components, one after the other.
struct Edge {
    outer: f32,
    inner: f32,
    inverse: f32,
}

impl Edge {
    /// The edge whose normal has components of this size, `distance` apart from being normalised.
    fn new(nx: f32, ny: f32, distance: f32) -> Self {
        let inverse = 1.0 / (distance + 1e-3);
        let (nx, ny) = (nx * inverse, ny * inverse);
        let (wide, narrow) = if nx > ny { (nx, ny) } else { (ny, nx) };
        let wide = if wide > 0.5 { wide } else { 0.5 };
        let narrow = if narrow > STEEP { narrow } else { STEEP };
        Self { outer: 0.5 * (wide + narrow), inner: 0.5 * (wide - narrow), inverse: 0.5 / (wide * narrow) }
    }

    /// The covered part of a pixel whose centre is `inside` behind the edge.
    fn behind(&self, inside: f32) -> f32 {
        let s = if inside < 1.0 { inside } else { 1.0 };
        let s = if s > -1.0 { s } else { -1.0 };
        let square = |x: f32| {
            let x = if x > 0.0 { x } else { 0.0 };
            x * x
        };
        let rise = square(s + self.outer) - square(s + self.inner);
        let fall = square(s - self.inner) - square(s - self.outer);
        (rise - fall) * self.inverse
    }
}

/// Cut to 0 ..= 1; compiles to a minimum and a maximum.
fn unit(x: f32) -> f32 {
    let x = if x > 0.0 { x } else { 0.0 };
    if x < 1.0 { x } else { 1.0 }
}
