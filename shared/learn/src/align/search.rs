//! The text's letters laid along the labels of a word: Viterbi search.

use ndarray::Array2;

use super::Alignment;
use super::labeller::{Labeller, THIRDS, class, label, read_alone};
use crate::frames::Frames;

/// Neighbouring frames say the same thing about a word many times over; their evidence is scaled down.
const TRUST: f32 = 0.5;
/// Weight of how long letters usually are.
const PACE: f32 = 1.5;
/// For leaving out a third of a letter.
const SKIP: f32 = -3.5;
/// For a pen lift within a letter.
const LIFT_INSIDE: f32 = -0.7;

/// The most likely boundaries of the known text; `None` if it cannot fit the frames.
pub fn fit_text(net: &Labeller, w: &Frames) -> Option<Alignment> {
    let states: Vec<usize> = w
        .text
        .iter()
        .map(|c| Some(class(*c)? * THIRDS))
        .collect::<Option<Vec<_>>>()?
        .into_iter()
        .flat_map(|s| (0..THIRDS).map(move |k| s + k))
        .collect();
    let lp = label(net, w, None);
    let stay: Vec<[f32; 2]> = w
        .text
        .iter()
        .map(|c| {
            let d = (net.duration[class(*c).unwrap_or(0)] / THIRDS as f32).max(1.2);
            [PACE * (1.0 - 1.0 / d).ln(), PACE * (1.0 / d).ln()]
        })
        .collect();
    let path = search(&lp, &states, &w.start, &stay)?;
    let mut begin = vec![0; w.text.len() + 1];
    begin[w.text.len()] = w.len();
    for (i, s) in path.iter().enumerate().rev() {
        begin[s / THIRDS] = i;
    }
    let certainty = read_alone(net, w, &begin);
    Some(Alignment { begin, certainty })
}

/// Left-to-right Viterbi over the states of the text; every letter gets at least one frame.
/// Entering a letter is dear in the middle of a stroke and cheap where the pen was lifted.
fn search(lp: &Array2<f32>, states: &[usize], start: &[bool], pace: &[[f32; 2]]) -> Option<Vec<usize>> {
    let (n, m) = (lp.nrows(), states.len());
    if n * THIRDS < m {
        return None;
    }
    let mut score = vec![f32::MIN / 4.0; m];
    let mut back = vec![0u8; n * m];
    for k in 0..THIRDS {
        score[k] = TRUST * lp[[0, states[k]]] + SKIP * k as f32;
    }
    for t in 1..n {
        let mut next = vec![f32::MIN / 4.0; m];
        for s in 0..m {
            let inside = if start[t] { LIFT_INSIDE } else { 0.0 };
            let best = best_step(&score, s, pace, inside);
            next[s] = best.0 + TRUST * lp[[t, states[s]]].max(-9.0);
            back[t * m + s] = best.1;
        }
        score = next;
    }
    let mut s = (m - THIRDS..m).max_by(|a, b| score[*a].total_cmp(&score[*b]))?;
    let mut path = vec![0; n];
    for t in (0..n).rev() {
        path[t] = s;
        s = s.checked_sub(usize::from(back[t * m + s]))?;
    }
    (path[0] < THIRDS).then_some(path)
}

/// The best score with which state `s` is reached, and from how many states before it.
fn best_step(score: &[f32], s: usize, pace: &[[f32; 2]], inside: f32) -> (f32, u8) {
    let third = s % THIRDS;
    let mut best = (score[s] + pace[s / THIRDS][0] + inside, 0);
    let mut offer = |v: f32, d: u8| {
        if v > best.0 {
            best = (v, d);
        }
    };
    if s >= 1 {
        offer(score[s - 1] + pace[(s - 1) / THIRDS][1] + if third == 0 { 0.0 } else { inside }, 1);
    }
    if s >= 2 && third != 1 {
        offer(score[s - 2] + SKIP + if third == 0 { 0.0 } else { inside }, 2);
    }
    if s >= 3 && third == 0 {
        offer(score[s - 3] + 2.0 * SKIP, 3);
    }
    best
}

#[cfg(test)]
mod tests;
