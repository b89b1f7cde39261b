//! A two-layer perceptron that labels frames, trained with Adam.
//!
//! Kingma & Ba, "Adam", 2015; He et al., "Delving deep into rectifiers", 2015 (initialisation).

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore as _, SeedableRng as _};

struct Layer {
    w: Array2<f32>,
    b: Array1<f32>,
    moments: [Array2<f32>; 2],
    bias_moments: [Array1<f32>; 2],
}

/// Features to log-probabilities of classes.
pub struct Net {
    layers: Vec<Layer>,
    step: i32,
}

/// Uniform in [-1, 1).
fn signed(rng: &mut Xoshiro256PlusPlus) -> f32 {
    (rng.next_u64() >> 40) as f32 / 8_388_608.0 - 1.0
}

impl Net {
    /// A net of these layer widths, weights drawn from `seed`.
    pub fn new(widths: &[usize], seed: u64) -> Self {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let layers = widths
            .windows(2)
            .map(|w| {
                let scale = (6.0 / w[0] as f32).sqrt();
                let zero = || Array2::zeros((w[0], w[1]));
                Layer {
                    w: Array2::from_shape_simple_fn((w[0], w[1]), || scale * signed(&mut rng)),
                    b: Array1::zeros(w[1]),
                    moments: [zero(), zero()],
                    bias_moments: [Array1::zeros(w[1]), Array1::zeros(w[1])],
                }
            })
            .collect();
        Self { layers, step: 0 }
    }

    /// Activations of every layer, the last as log-softmax.
    fn forward(&self, x: ArrayView2<f32>) -> Vec<Array2<f32>> {
        let mut acts: Vec<Array2<f32>> = Vec::with_capacity(self.layers.len());
        for (k, l) in self.layers.iter().enumerate() {
            let mut y = if k == 0 { x.dot(&l.w) } else { acts[k - 1].dot(&l.w) };
            y += &l.b;
            if k + 1 < self.layers.len() {
                y.mapv_inplace(|v| v.max(0.0));
            }
            acts.push(y);
        }
        if let Some(y) = acts.last_mut() {
            log_softmax(y);
        }
        acts
    }

    /// Log-probabilities: rows are frames.
    pub fn log_probs(&self, x: ArrayView2<f32>) -> Array2<f32> {
        self.forward(x).pop().unwrap_or_default()
    }

    /// One Adam step on a batch; returns the mean cross-entropy before it.
    pub fn train(&mut self, x: ArrayView2<f32>, labels: &[u16], rate: f32) -> f32 {
        let mut acts = self.forward(x);
        let mut delta = acts.pop().unwrap_or_default();
        let n = labels.len() as f32;
        let mut loss = 0.0;
        for (mut row, label) in delta.rows_mut().into_iter().zip(labels) {
            let l = usize::from(*label);
            loss -= row[l];
            row.mapv_inplace(|v| v.exp() / n);
            row[l] -= 1.0 / n;
        }
        self.step += 1;
        for k in (0..self.layers.len()).rev() {
            let gw = if k == 0 { x.t().dot(&delta) } else { acts[k - 1].t().dot(&delta) };
            let gb = delta.sum_axis(Axis(0));
            if k > 0 {
                let mut back = delta.dot(&self.layers[k].w.t());
                back.zip_mut_with(&acts[k - 1], |d, a| {
                    if *a <= 0.0 {
                        *d = 0.0;
                    }
                });
                delta = back;
            }
            self.layers[k].adam(&gw, &gb, rate, self.step);
        }
        loss / n
    }
}

impl Layer {
    fn adam(&mut self, gw: &Array2<f32>, gb: &Array1<f32>, rate: f32, step: i32) {
        let (c1, c2) = (1.0 - 0.9f32.powi(step), 1.0 - 0.999f32.powi(step));
        let rate = rate * c2.sqrt() / c1;
        let [m, v] = &mut self.moments;
        ndarray::Zip::from(&mut self.w).and(m).and(v).and(gw).for_each(|w, m, v, g| update(w, m, v, *g, rate));
        let [m, v] = &mut self.bias_moments;
        ndarray::Zip::from(&mut self.b).and(m).and(v).and(gb).for_each(|w, m, v, g| update(w, m, v, *g, rate));
    }
}

fn update(w: &mut f32, m: &mut f32, v: &mut f32, g: f32, rate: f32) {
    *m += 0.1 * (g - *m);
    *v += 0.001 * (g * g - *v);
    *w -= rate * *m / (v.sqrt() + 1e-8);
}

/// Normalises each row to log-probabilities.
pub fn log_softmax(y: &mut Array2<f32>) {
    for mut row in y.rows_mut() {
        let top = row.fold(f32::MIN, |a, b| a.max(*b));
        let sum: f32 = row.iter().map(|v| (v - top).exp()).sum();
        let shift = top + sum.ln();
        row.mapv_inplace(|v| v - shift);
    }
}

#[cfg(test)]
mod tests;
