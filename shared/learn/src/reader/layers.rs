//! Layers of a network over packed sequences, forward and backward.
//!
//! Sequences stand one after the other as rows of one matrix; [`Spans`] says where each begins, and nothing
//! looks across. A gradient has the type of what it is the gradient of.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, Axis, Zip, s};

/// First row of every sequence, and the number of rows at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spans(pub Vec<usize>);

impl Spans {
    /// Sequences of these lengths.
    pub fn new(lengths: impl IntoIterator<Item = usize>) -> Self {
        let mut at = vec![0];
        for n in lengths {
            at.push(at[at.len() - 1] + n);
        }
        Self(at)
    }

    /// First row and one past the last of each sequence.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize)> {
        self.0.windows(2).map(|w| (w[0], w[1]))
    }

    /// Rows in all.
    pub fn rows(&self) -> usize {
        self.0[self.0.len() - 1]
    }

    /// What is left when one row of so many is kept, the first one of each sequence among them.
    pub fn each(&self, step: usize) -> Self {
        Self::new(self.iter().map(|(from, to)| (to - from).div_ceil(step)))
    }

    /// What is left when every second row is kept.
    pub fn halved(&self) -> Self {
        self.each(2)
    }
}

/// Weights by `random` (−1 … 1) of outputs that see so many numbers each, as large as rectified outputs need.
///
/// He et al., "Delving deep into rectifiers", 2015.
pub fn first_weights(seen: usize, outputs: usize, random: &mut dyn FnMut() -> f32) -> Array2<f32> {
    let scale = (6.0 / seen as f32).sqrt();
    Array2::from_shape_simple_fn((seen, outputs), || scale * random())
}

/// A convolution along the rows: each output row sees `taps` input rows, `dilation` apart, about its own.
#[derive(Clone, Debug)]
pub struct Conv {
    /// `taps · inputs` × outputs.
    pub weight: Array2<f32>,
    /// One a output.
    pub bias: Array1<f32>,
    /// Rows seen, odd.
    pub taps: usize,
    /// Distance of the rows seen.
    pub dilation: usize,
    /// 1, or 2 to keep every second row.
    pub stride: usize,
}

impl Conv {
    /// With [`first_weights`].
    pub fn new(taps: usize, inputs: usize, outputs: usize, random: &mut dyn FnMut() -> f32) -> Self {
        let weight = first_weights(taps * inputs, outputs, random);
        Self { weight, bias: Array1::zeros(outputs), taps, dilation: 1, stride: 1 }
    }

    /// The same with its taps apart.
    pub fn dilated(self, dilation: usize) -> Self {
        Self { dilation, ..self }
    }

    /// The same, keeping every second row.
    pub fn halving(self) -> Self {
        Self { stride: 2, ..self }
    }

    /// The rows of each sequence that are kept.
    pub fn kept(&self, spans: &Spans) -> Spans {
        spans.each(self.stride)
    }

    /// Pairs of (input row, output row) for each tap, by sequence.
    fn each(&self, spans: &Spans, mut with: impl FnMut(usize, usize, usize)) {
        let half = self.taps / 2;
        let mut out = 0;
        for (from, to) in spans.iter() {
            for center in (from..to).step_by(self.stride) {
                for tap in 0..self.taps {
                    let row = center + tap * self.dilation;
                    if row >= from + half * self.dilation && row < to + half * self.dilation {
                        with(row - half * self.dilation, out, tap);
                    }
                }
                out += 1;
            }
        }
    }

    /// What each output row sees, side by side.
    fn seen(&self, x: ArrayView2<f32>, spans: &Spans) -> Array2<f32> {
        let inputs = x.ncols();
        let mut seen = Array2::zeros((self.kept(spans).rows(), self.taps * inputs));
        self.each(spans, |from, to, tap| {
            seen.slice_mut(s![to, tap * inputs..(tap + 1) * inputs]).assign(&x.row(from));
        });
        seen
    }

    /// The convolution of `x` (rows of `spans`).
    pub fn forward(&self, x: ArrayView2<f32>, spans: &Spans) -> Array2<f32> {
        let mut y = if self.taps == 1 { x.dot(&self.weight) } else { self.seen(x, spans).dot(&self.weight) };
        y += &self.bias;
        y
    }

    /// Adds to the gradient of the weights; returns that of `x`.
    pub fn backward(&self, x: ArrayView2<f32>, dy: &Array2<f32>, spans: &Spans, grad: &mut Self) -> Array2<f32> {
        grad.bias += &dy.sum_axis(Axis(0));
        if self.taps == 1 {
            general_mat_mul(1.0, &x.t(), dy, 1.0, &mut grad.weight);
            return dy.dot(&self.weight.t());
        }
        general_mat_mul(1.0, &self.seen(x, spans).t(), dy, 1.0, &mut grad.weight);
        let back = dy.dot(&self.weight.t());
        let inputs = x.ncols();
        let mut dx = Array2::zeros(x.raw_dim());
        self.each(spans, |to, from, tap| {
            let mut row = dx.row_mut(to);
            row += &back.slice(s![from, tap * inputs..(tap + 1) * inputs]);
        });
        dx
    }
}

/// Brings each row to mean 0 and variance 1, then scales and shifts its columns.
///
/// Ba, Kiros & Hinton, "Layer normalization", 2016.
#[derive(Clone, Debug)]
pub struct Norm {
    /// Scale of each column.
    pub gain: Array1<f32>,
    /// Shift of each column.
    pub shift: Array1<f32>,
}

/// What the way back needs of a normalisation.
pub struct Normed {
    rows: Array2<f32>,
    scale: Array1<f32>,
}

impl Norm {
    /// Neither scales nor shifts `width` columns.
    pub fn new(width: usize) -> Self {
        Self { gain: Array1::ones(width), shift: Array1::zeros(width) }
    }

    /// The normalised rows, and what the way back needs.
    pub fn forward(&self, x: &Array2<f32>) -> (Array2<f32>, Normed) {
        let mut rows = x.clone();
        let width = rows.ncols() as f32;
        let scale = rows.rows_mut().into_iter().map(|mut row| {
            let mean = row.sum() / width;
            row -= mean;
            let scale = 1.0 / (row.fold(0.0, |a, v| a + v * v) / width + 1e-5).sqrt();
            row *= scale;
            scale
        });
        let scale = scale.collect();
        (&rows * &self.gain + &self.shift, Normed { rows, scale })
    }

    /// Adds to the gradient of gain and shift; returns that of the input.
    pub fn backward(&self, cache: &Normed, dy: &Array2<f32>, grad: &mut Self) -> Array2<f32> {
        grad.gain += &(dy * &cache.rows).sum_axis(Axis(0));
        grad.shift += &dy.sum_axis(Axis(0));
        let mut dx = dy * &self.gain;
        let width = dx.ncols() as f32;
        for ((mut d, row), scale) in dx.rows_mut().into_iter().zip(cache.rows.rows()).zip(&cache.scale) {
            let mean = d.sum() / width;
            let along = d.dot(&row) / width;
            Zip::from(&mut d).and(&row).for_each(|d, r| *d = scale * (*d - mean - r * along));
        }
        dx
    }
}

/// Sets what is below 0 to 0.
pub fn rectify(x: &mut Array2<f32>) {
    x.mapv_inplace(|v| v.max(0.0));
}

/// Lets a gradient pass where the rectified value is above 0.
pub fn rectify_back(y: &Array2<f32>, dy: &mut Array2<f32>) {
    Zip::from(dy).and(y).for_each(|d, v| {
        if *v <= 0.0 {
            *d = 0.0;
        }
    });
}
