//! The first layers of a network: from what is seen to rows of one width, one for two frames.

use ndarray::Array2;

use super::layers::{Conv, Spans, rectify, rectify_back};
use super::planes::Plane;

/// Rows seen by the convolutions along the pen's way.
const TAPS: usize = 5;
/// Columns after the first of them.
const FIRST: usize = 64;
/// Channels after each convolution over a picture.
const CHANNELS: [usize; 4] = [16, 32, 48, 64];
/// One of so many columns and rows is kept by each of them.
const KEEPING: [(usize, usize); 4] = [(1, 1), (1, 2), (2, 2), (1, 2)];
/// Columns of a picture's last cells that are seen at once.
const BESIDE: usize = 3;

/// A convolution, whose output is rectified.
#[derive(Clone, Debug)]
enum Layer {
    Along(Conv),
    Over(Plane),
}

/// Weights, or their gradient, or a moment of it.
#[derive(Clone, Debug)]
pub struct Front(Vec<Layer>);

/// The sequences that each layer saw, and what it gave, rectified.
pub struct Trace(Vec<(Spans, Array2<f32>)>);

impl Layer {
    fn forward(&self, x: &Array2<f32>, spans: &Spans) -> Array2<f32> {
        let mut y = match self {
            Self::Along(conv) => conv.forward(x.view(), spans),
            Self::Over(plane) => plane.forward(x, spans),
        };
        rectify(&mut y);
        y
    }

    fn kept(&self, spans: &Spans) -> Spans {
        match self {
            Self::Along(conv) => conv.kept(spans),
            Self::Over(plane) => plane.kept(spans),
        }
    }

    fn backward(&self, x: &Array2<f32>, dy: &Array2<f32>, spans: &Spans, grad: &mut Self) -> Array2<f32> {
        match (self, grad) {
            (Self::Along(conv), Self::Along(grad)) => conv.backward(x.view(), dy, spans, grad),
            (Self::Over(plane), Self::Over(grad)) => plane.backward(x, dy, spans, grad),
            _ => unreachable!("a gradient has the layers of what it is the gradient of"),
        }
    }
}

impl Front {
    /// Layers along a way of so many features.
    pub fn along(features: usize, width: usize, random: &mut dyn FnMut() -> f32) -> Self {
        let first = Conv::new(TAPS, features, FIRST, random);
        Self([first, Conv::new(TAPS, FIRST, width, random).halving()].map(Layer::Along).into())
    }

    /// Layers over a picture of so many rows, and one along what they leave of its columns.
    pub fn over(rows: usize, width: usize, random: &mut dyn FnMut() -> f32) -> Self {
        let (mut inputs, mut height) = (1, rows);
        let mut layers = Vec::new();
        for (outputs, (across, down)) in CHANNELS.into_iter().zip(KEEPING) {
            layers.push(Layer::Over(Plane::new(inputs, outputs, random).keeping(across, down)));
            (inputs, height) = (outputs, height.div_ceil(down));
        }
        layers.push(Layer::Along(Conv::new(BESIDE, inputs * height, width, random)));
        Self(layers)
    }

    /// What every layer makes of sequences; [`Trace::last`] is what comes of them.
    pub fn forward(&self, x: &Array2<f32>, frames: &Spans) -> Trace {
        let mut seen: Vec<(Spans, Array2<f32>)> = Vec::with_capacity(self.0.len());
        let mut spans = frames.clone();
        for layer in &self.0 {
            let y = layer.forward(seen.last().map_or(x, |(_, y)| y), &spans);
            let kept = layer.kept(&spans);
            seen.push((std::mem::replace(&mut spans, kept), y));
        }
        Trace(seen)
    }

    /// Adds the gradient of a loss to `grad`, from `d`, its gradient by what came out.
    pub fn backward(&self, x: &Array2<f32>, trace: &Trace, mut d: Array2<f32>, grad: &mut Self) {
        for (k, (layer, grad)) in self.0.iter().zip(&mut grad.0).enumerate().rev() {
            let (spans, y) = &trace.0[k];
            rectify_back(y, &mut d);
            let input = if k == 0 { x } else { &trace.0[k - 1].1 };
            d = layer.backward(input, &d, spans, grad);
        }
    }

    /// Weights and biases, layer by layer.
    pub fn tensors_mut(&mut self) -> impl Iterator<Item = Option<&mut [f32]>> {
        self.0.iter_mut().flat_map(|layer| match layer {
            Layer::Along(Conv { weight, bias, .. }) | Layer::Over(Plane { weight, bias, .. }) => {
                [weight.as_slice_mut(), bias.as_slice_mut()]
            }
        })
    }
}

impl Trace {
    /// What the last layer gave.
    pub fn last(&self) -> Option<&Array2<f32>> {
        self.0.last().map(|(_, y)| y)
    }
}
