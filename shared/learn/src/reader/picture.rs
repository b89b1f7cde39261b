//! Ink as a reader of pictures sees it: columns of cells, whoever drew what in whichever order.

use longhand_ink::geometry::Vec2;
use ndarray::Array2;

use crate::polyline::bounds;
use crate::recordings::Polyline;

/// Width and height of a cell, x-heights.
pub const CELL: Vec2 = Vec2 { x: 0.1, y: 0.13 };
/// Cells of a column.
pub const ROWS: usize = 32;
/// Top of the uppermost cell, x-heights below the baseline.
pub const TOP: f32 = -2.6;
/// Paper that is seen before and after the ink, x-heights.
pub const MARGIN: f32 = 0.5;
/// Half the width of an ordinary pen's ink, x-heights.
pub const NIB: f32 = 0.08;

/// The picture of upright strokes (x-heights, baseline 0) by a pen of this half width: one row a column, from left to
/// right, and in it how much of each cell is inked, from above.
pub fn columns(strokes: &[Polyline], nib: f32) -> Array2<f32> {
    let [left, _, right, _] = bounds(strokes.iter().flatten());
    if left > right {
        return Array2::zeros((0, ROWS));
    }
    let (from, mut out) = paper(left, right);
    for stroke in strokes {
        let ends = stroke.iter().zip(stroke.iter().skip(1).chain(stroke.last()));
        for (a, b) in ends {
            ink(&mut out, *a - Vec2::new(from, TOP), *b - Vec2::new(from, TOP), nib);
        }
    }
    out
}

/// Where the paper about ink begins, and its cells, blank.
pub fn paper(left: f32, right: f32) -> (f32, Array2<f32>) {
    let from = left - MARGIN;
    (from, Array2::zeros((((right + MARGIN - from) / CELL.x).ceil() as usize, ROWS)))
}

/// Inks the cells about a line, each by the distance of its middle.
fn ink(cells: &mut Array2<f32>, a: Vec2, b: Vec2, nib: f32) {
    let reach = nib + CELL.y;
    let range = |low: f32, high: f32, cell: f32, cells: usize| {
        let first = ((low - reach) / cell).max(0.0) as usize;
        first..(((high + reach) / cell).max(0.0) as usize + 1).min(cells)
    };
    let (columns, rows) = cells.dim();
    for column in range(a.x.min(b.x), a.x.max(b.x), CELL.x, columns) {
        for row in range(a.y.min(b.y), a.y.max(b.y), CELL.y, rows) {
            let middle = Vec2::new((column as f32 + 0.5) * CELL.x, (row as f32 + 0.5) * CELL.y);
            let covered = (0.5 + (nib - distance(middle, a, b)) / CELL.y).clamp(0.0, 1.0);
            let cell = &mut cells[[column, row]];
            *cell = cell.max(covered);
        }
    }
}

/// Distance of a point from a line between two others.
fn distance(p: Vec2, a: Vec2, b: Vec2) -> f32 {
    let way = b - a;
    let from = p - a;
    let along = (from.x * way.x + from.y * way.y) / (way.x * way.x + way.y * way.y).max(1e-12);
    (from - way * along.clamp(0.0, 1.0)).length()
}
