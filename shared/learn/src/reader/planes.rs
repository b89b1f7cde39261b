//! A convolution over pictures, forward and backward.
//!
//! A row of a matrix is one column of a picture: its cells from above, the channels of each side by side.

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, Axis, s};

use super::layers::{Spans, first_weights};

/// Cells seen either way.
const TAPS: usize = 3;

/// A convolution over columns and rows: each cell of the output sees three by three of the input about its own,
/// nothing beyond the edges.
#[derive(Clone, Debug)]
pub struct Plane {
    /// `9 · inputs` × outputs; what is seen lies column by column.
    pub weight: Array2<f32>,
    /// One an output.
    pub bias: Array1<f32>,
    /// Channels of a cell that is seen.
    inputs: usize,
    /// 1, or 2 to keep every second column.
    across: usize,
    /// 1, or 2 to keep every second row.
    down: usize,
}

impl Plane {
    /// With [`first_weights`].
    pub fn new(inputs: usize, outputs: usize, random: &mut dyn FnMut() -> f32) -> Self {
        let weight = first_weights(TAPS * TAPS * inputs, outputs, random);
        Self { weight, bias: Array1::zeros(outputs), inputs, across: 1, down: 1 }
    }

    /// The same, keeping one of so many columns and rows.
    pub fn keeping(self, across: usize, down: usize) -> Self {
        Self { across, down, ..self }
    }

    /// The columns of each picture that are kept.
    pub fn kept(&self, spans: &Spans) -> Spans {
        spans.each(self.across)
    }

    /// Cells of a column that are kept.
    fn rows(&self, width: usize) -> usize {
        (width / self.inputs).div_ceil(self.down)
    }

    /// Every run of numbers that a cell of the output sees: the cell, where the run lies in what it sees, the
    /// column that it is of, and where it lies there.
    fn each(&self, columns: usize, width: usize, mut with: impl FnMut(usize, Range<usize>, usize, Range<usize>)) {
        let (height, rows) = (width / self.inputs, self.rows(width));
        for (across, x) in (0..columns).step_by(self.across).enumerate() {
            for (down, y) in (0..height).step_by(self.down).enumerate() {
                let (top, bottom) = (y.saturating_sub(1), (y + 2).min(height));
                for tap in 0..TAPS {
                    let Some(column) = (x + tap).checked_sub(1).filter(|column| *column < columns) else { continue };
                    let at = (tap * TAPS + top + 1 - y) * self.inputs;
                    let run = top * self.inputs..bottom * self.inputs;
                    with(across * rows + down, at..at + run.len(), column, run);
                }
            }
        }
    }

    /// What each cell of the output of one picture sees, a row each.
    fn seen(&self, x: ArrayView2<f32>) -> Array2<f32> {
        let (columns, width) = x.dim();
        let mut seen = Array2::zeros((columns.div_ceil(self.across) * self.rows(width), TAPS * TAPS * self.inputs));
        let row = seen.ncols();
        let (Some(to), Some(from)) = (seen.as_slice_mut(), x.as_slice()) else { return seen };
        self.each(columns, width, |cell, at, column, run| {
            let from = &from[column * width..][run];
            to[cell * row..][at].copy_from_slice(from);
        });
        seen
    }

    /// The convolution of pictures, whose columns are `spans`.
    pub fn forward(&self, x: &Array2<f32>, spans: &Spans) -> Array2<f32> {
        let (kept, rows) = (self.kept(spans), self.rows(x.ncols()));
        let mut y = Array2::zeros((kept.rows(), rows * self.bias.len()));
        for ((from, to), (first, last)) in spans.iter().zip(kept.iter()) {
            let mut cells = self.seen(x.slice(s![from..to, ..])).dot(&self.weight);
            cells += &self.bias;
            if let Ok(columns) = cells.into_shape_with_order((last - first, y.ncols())) {
                y.slice_mut(s![first..last, ..]).assign(&columns);
            }
        }
        y
    }

    /// Adds to the gradient of the weights; returns that of `x`.
    pub fn backward(&self, x: &Array2<f32>, dy: &Array2<f32>, spans: &Spans, grad: &mut Self) -> Array2<f32> {
        let (kept, rows, width) = (self.kept(spans), self.rows(x.ncols()), x.ncols());
        let mut dx = Array2::zeros(x.raw_dim());
        for ((from, to), (first, last)) in spans.iter().zip(kept.iter()) {
            let own = dy.slice(s![first..last, ..]);
            let Ok(cells) = own.to_shape(((last - first) * rows, self.bias.len())) else { continue };
            grad.bias += &cells.sum_axis(Axis(0));
            general_mat_mul(1.0, &self.seen(x.slice(s![from..to, ..])).t(), &cells, 1.0, &mut grad.weight);
            let back = cells.dot(&self.weight.t());
            let mut dx = dx.slice_mut(s![from..to, ..]);
            let (Some(dx), Some(back), row) = (dx.as_slice_mut(), back.as_slice(), back.ncols()) else { continue };
            self.each(to - from, width, |cell, at, column, run| {
                let back = &back[cell * row..][at];
                dx[column * width..][run].iter_mut().zip(back).for_each(|(d, b)| *d += *b);
            });
        }
        dx
    }
}
