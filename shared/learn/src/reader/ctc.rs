//! Connectionist temporal classification: how likely a text is over rows of log-probabilities, without
//! knowing which row shows which character.
//!
//! Graves et al., "Connectionist temporal classification", ICML 2006. Class 0 is the blank.

use ndarray::{Array2, ArrayView2, ArrayViewMut2};

/// The class between characters.
pub const BLANK: usize = 0;

/// The logarithm of a sum, from those of its parts.
pub fn log_add(a: f32, b: f32) -> f32 {
    let (hi, lo) = if a > b { (a, b) } else { (b, a) };
    if lo == f32::NEG_INFINITY { hi } else { hi + (lo - hi).exp().ln_1p() }
}

/// The characters with blanks before, between and after.
fn states(text: &[u16]) -> Vec<usize> {
    let mut out = vec![BLANK];
    for c in text {
        out.extend([usize::from(*c), BLANK]);
    }
    out
}

/// Whether state `s` may follow the state two before it.
fn skips(states: &[usize], s: usize) -> bool {
    s >= 2 && states[s] != BLANK && states[s] != states[s - 2]
}

/// Negative log-likelihood of `text` over `rows`, its gradient by the scores written to `gradient`; `None`,
/// and no gradient, where the rows are too few.
pub fn loss(rows: ArrayView2<f32>, text: &[u16], mut gradient: ArrayViewMut2<f32>) -> Option<f32> {
    let states = states(text);
    let (n, m) = (rows.nrows(), states.len());
    let forward = forward(rows, &states);
    let end = |t: usize, s: usize| forward[[t, s]];
    let total = if m > 1 { log_add(end(n - 1, m - 1), end(n - 1, m - 2)) } else { end(n - 1, 0) };
    if !total.is_finite() {
        gradient.fill(0.0);
        return None;
    }
    let backward = backward(rows, &states);
    for t in 0..n {
        let mut g = gradient.row_mut(t);
        g.assign(&rows.row(t));
        g.mapv_inplace(f32::exp);
        for (s, state) in states.iter().enumerate() {
            g[*state] -= (forward[[t, s]] + backward[[t, s]] - total).exp();
        }
    }
    Some(-total)
}

/// Log-probability of all ways to state `s` at row `t`, the row's own included.
fn forward(rows: ArrayView2<f32>, states: &[usize]) -> Array2<f32> {
    let mut a = Array2::from_elem((rows.nrows(), states.len()), f32::NEG_INFINITY);
    for s in 0..states.len().min(2) {
        a[[0, s]] = rows[[0, states[s]]];
    }
    for t in 1..rows.nrows() {
        for s in 0..states.len() {
            let mut v = a[[t - 1, s]];
            if s > 0 {
                v = log_add(v, a[[t - 1, s - 1]]);
            }
            if skips(states, s) {
                v = log_add(v, a[[t - 1, s - 2]]);
            }
            a[[t, s]] = v + rows[[t, states[s]]];
        }
    }
    a
}

/// Log-probability of all ways from state `s` at row `t` to the end, the row's own left out.
fn backward(rows: ArrayView2<f32>, states: &[usize]) -> Array2<f32> {
    let (n, m) = (rows.nrows(), states.len());
    let mut b = Array2::from_elem((n, m), f32::NEG_INFINITY);
    for s in m.saturating_sub(2)..m {
        b[[n - 1, s]] = 0.0;
    }
    for t in (0..n - 1).rev() {
        for s in 0..m {
            let next = |s: usize| b[[t + 1, s]] + rows[[t + 1, states[s]]];
            let mut v = next(s);
            if s + 1 < m {
                v = log_add(v, next(s + 1));
            }
            if s + 2 < m && skips(states, s + 2) {
                v = log_add(v, next(s + 2));
            }
            b[[t, s]] = v;
        }
    }
    b
}

/// The likeliest class of each row, repeats and blanks taken out.
pub fn greedy(rows: ArrayView2<f32>) -> Vec<u16> {
    let mut out = Vec::new();
    let mut last = BLANK;
    for row in rows.rows() {
        let best = row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(BLANK, |(k, _)| k);
        if best != last && best != BLANK {
            out.push(best as u16);
        }
        last = best;
    }
    out
}
