//! The network that reads: frames of ink to log-probabilities of characters.
//!
//! Convolutions along the ink, in residual blocks of growing reach: Bai, Kolter & Koltun, "An empirical
//! evaluation of generic convolutional and recurrent networks for sequence modeling", 2018.

use ndarray::Array2;

use super::View;
use super::front::{self, Front};
use super::layers::{Conv, Norm, Normed, Spans, rectify, rectify_back};
use crate::net::log_softmax;

/// Columns between blocks.
pub const WIDTH: usize = 128;
/// Rows seen by a convolution.
const TAPS: usize = 5;
/// Distance of the rows that each block sees.
const DILATIONS: [usize; 8] = [1, 2, 4, 8, 1, 2, 4, 8];

/// A residual block: normalised, convolved, rectified, mixed, and added to what came in.
#[derive(Clone, Debug)]
struct Block {
    norm: Norm,
    look: Conv,
    mix: Conv,
}

/// Weights, or their gradient, or a moment of it.
#[derive(Clone, Debug)]
pub struct Network {
    front: Front,
    blocks: Vec<Block>,
    norm: Norm,
    last: Conv,
}

/// What the way back needs of one block.
struct Seen {
    normed: Normed,
    input: Array2<f32>,
    looked: Array2<f32>,
}

/// What the way back needs of the way forward.
pub struct Trace {
    rows: Spans,
    front: front::Trace,
    blocks: Vec<Seen>,
    normed: Normed,
    last: Array2<f32>,
}

impl Network {
    /// A network from so many numbers a frame to `outputs` classes with weights by `random` (−1 … 1).
    pub fn new(view: View, inputs: usize, outputs: usize, random: &mut dyn FnMut() -> f32) -> Self {
        let front = match view {
            View::Pen => Front::along(inputs, WIDTH, random),
            View::Picture => Front::over(inputs, WIDTH, random),
        };
        let blocks = DILATIONS.iter().map(|d| Block {
            norm: Norm::new(WIDTH),
            look: Conv::new(TAPS, WIDTH, WIDTH, random).dilated(*d),
            mix: Conv::new(1, WIDTH, WIDTH, random),
        });
        let blocks = blocks.collect();
        Self { front, blocks, norm: Norm::new(WIDTH), last: Conv::new(1, WIDTH, outputs, random) }
    }

    /// The same shape with every number 0.
    pub fn zero(&self) -> Self {
        let mut out = self.clone();
        out.tensors_mut().into_iter().for_each(|t| t.fill(0.0));
        out
    }

    /// Log-probabilities, one row for two frames of each sequence, and what the way back needs. `drop` zeroes
    /// and scales what a block has looked at, for training.
    pub fn forward(
        &self,
        x: &Array2<f32>,
        frames: &Spans,
        drop: &mut dyn FnMut(&mut Array2<f32>),
    ) -> (Array2<f32>, Trace) {
        let rows = frames.halved();
        let front = self.front.forward(x, frames);
        let mut y = front.last().cloned().unwrap_or_default();
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            let (input, normed) = block.norm.forward(&y);
            let mut looked = block.look.forward(input.view(), &rows);
            rectify(&mut looked);
            drop(&mut looked);
            y += &block.mix.forward(looked.view(), &rows);
            blocks.push(Seen { normed, input, looked });
        }
        let (last, normed) = self.norm.forward(&y);
        let mut out = self.last.forward(last.view(), &rows);
        log_softmax(&mut out);
        (out, Trace { rows, front, blocks, normed, last })
    }

    /// Adds the gradient of a loss to `grad`, from `dy`, its gradient by the scores before they were
    /// normalised. Dropped values stay dropped; `keep` is the share that was kept.
    pub fn backward(&self, x: &Array2<f32>, trace: &Trace, dy: &Array2<f32>, keep: f32, grad: &mut Self) {
        let rows = &trace.rows;
        let d = self.last.backward(trace.last.view(), dy, rows, &mut grad.last);
        let mut d = self.norm.backward(&trace.normed, &d, &mut grad.norm);
        for ((block, seen), grad) in self.blocks.iter().zip(&trace.blocks).zip(&mut grad.blocks).rev() {
            let mut inner = block.mix.backward(seen.looked.view(), &d, rows, &mut grad.mix);
            rectify_back(&seen.looked, &mut inner);
            inner /= keep;
            let inner = block.look.backward(seen.input.view(), &inner, rows, &mut grad.look);
            d += &block.norm.backward(&seen.normed, &inner, &mut grad.norm);
        }
        self.front.backward(x, &trace.front, d, &mut grad.front);
    }

    /// Every weight, in a fixed order.
    pub fn tensors_mut(&mut self) -> Vec<&mut [f32]> {
        let mut convs = vec![&mut self.last];
        let mut norms = vec![&mut self.norm];
        for b in &mut self.blocks {
            convs.extend([&mut b.look, &mut b.mix]);
            norms.push(&mut b.norm);
        }
        let convs = convs.into_iter().flat_map(|c| [c.weight.as_slice_mut(), c.bias.as_slice_mut()]);
        let norms = norms.into_iter().flat_map(|n| [n.gain.as_slice_mut(), n.shift.as_slice_mut()]);
        self.front.tensors_mut().chain(convs).chain(norms).flatten().collect()
    }
}
