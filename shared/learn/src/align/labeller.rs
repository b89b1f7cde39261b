//! The labeller: which third of which letter each frame of a word may be.

use ndarray::{Array1, Array2};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore as _, SeedableRng as _};

use super::TEACH;
use crate::frames::{FEATURES, Frames, features, lifts};
use crate::net::{Net, log_softmax};

/// States of a letter: its first, middle and last third.
pub(super) const THIRDS: usize = 3;
/// Printable ASCII without space.
const LETTERS: usize = 94;
const STATES: usize = LETTERS * THIRDS;
const BATCH: usize = 512;
/// Frames of one pass.
const PASS: usize = 600_000;
/// How much of the letters' frequency is taken out of the net's opinion (Bourlard & Morgan, 1994).
const PRIOR: f32 = 0.8;
/// Share of training frames that see only their own letter, so that the net can read letters alone.
const ALONE: u64 = 40;

/// The index of a letter, if it is one.
pub(super) fn class(c: char) -> Option<usize> {
    c.is_ascii_graphic().then(|| c as usize - 33)
}

/// A net, and what its states would score by their frequency alone.
pub struct Labeller {
    net: Net,
    prior: Array1<f32>,
    /// Mean frames of each letter.
    pub(super) duration: Vec<f32>,
}

/// Mean frames of each letter, smoothed towards 20.
fn durations(words: &[(&Frames, &[usize])]) -> Vec<f32> {
    let mut sums = vec![(20.0 * 5.0, 5.0f32); LETTERS];
    for (w, begin) in words {
        for k in 0..w.text.len() {
            let s = &mut sums[class(w.text[k]).unwrap_or(0)];
            s.0 += (begin[k + 1] - begin[k]) as f32;
            s.1 += 1.0;
        }
    }
    sums.into_iter().map(|(t, n)| t / n).collect()
}

/// Log of each state's smoothed share of the frames, less the log of an even share.
fn prior(words: &[(&Frames, &[usize])]) -> Array1<f32> {
    let mut count = Array1::from_elem(STATES, 60.0f32);
    for (w, begin) in words {
        for k in 0..w.text.len() {
            for s in 0..THIRDS {
                count[class(w.text[k]).unwrap_or(0) * THIRDS + s] += (begin[k + 1] - begin[k]) as f32 / THIRDS as f32;
            }
        }
    }
    let total = count.sum();
    count.mapv(|n| PRIOR * (n * STATES as f32 / total).ln())
}

/// Trains a labeller on frames shared out by `begin`.
pub(super) fn fit(words: &[(&Frames, &[usize])], sure: &[Option<&[f32]>], epochs: usize, seed: u64) -> Labeller {
    let mut net = Net::new(&[FEATURES, 224, 224, STATES], seed);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed ^ 0x5eed);
    let lift: Vec<Vec<u16>> = words.iter().map(|(w, _)| lifts(w)).collect();
    let frames: usize = words.iter().map(|(w, _)| w.len()).sum();
    let stride = (frames / PASS).max(2);
    let mut batch: Vec<(u32, u32)> = Vec::new();
    let total = (epochs * frames / stride / BATCH).max(1) as f32;
    let mut done = 0.0;
    for epoch in 0..epochs {
        batch.clear();
        for (k, (w, _)) in words.iter().enumerate() {
            let teaches = |i: &usize| sure[k].is_none_or(|c| c[letter_at(words[k].1, c.len(), *i)] > TEACH);
            let own = ((epoch + k) % stride..w.len()).step_by(stride).filter(teaches);
            batch.extend(own.map(|i| (k as u32, i as u32)));
        }
        for i in (1..batch.len()).rev() {
            batch.swap(i, (rng.next_u64() % (i as u64 + 1)) as usize);
        }
        for part in batch.chunks(BATCH) {
            let mut x = Array2::zeros((part.len(), FEATURES));
            let mut labels = Vec::with_capacity(part.len());
            for (mut row, (k, i)) in x.rows_mut().into_iter().zip(part) {
                let (w, begin) = words[*k as usize];
                let lift = &lift[*k as usize];
                let alone = rng.next_u64() % 100 < ALONE;
                let (from, to) = if alone { bounds_of(begin, *i as usize) } else { (0, w.len()) };
                features(w, *i as usize, from, to, lift, row.as_slice_mut().unwrap_or(&mut []));
                labels.push(state_at(w, begin, *i as usize) as u16);
            }
            let rate = 2e-3 * (1.0 - done / total).max(0.02);
            net.train(x.view(), &labels, rate);
            done += 1.0;
        }
    }
    Labeller { net, prior: prior(words), duration: durations(words) }
}

fn letter_at(begin: &[usize], letters: usize, i: usize) -> usize {
    (begin.partition_point(|b| *b <= i).max(1) - 1).min(letters - 1)
}

fn state_at(w: &Frames, begin: &[usize], i: usize) -> usize {
    let letter = letter_at(begin, w.text.len(), i);
    let (a, b) = (begin[letter], begin[letter + 1].max(begin[letter] + 1));
    let third = ((i - a) * THIRDS / (b - a)).min(THIRDS - 1);
    class(w.text[letter]).unwrap_or(0) * THIRDS + third
}

/// Log-probabilities of the states of each frame; given boundaries, each letter is seen alone.
pub(super) fn label(labeller: &Labeller, w: &Frames, alone: Option<&[usize]>) -> Array2<f32> {
    let lift = lifts(w);
    let mut x = Array2::zeros((w.len(), FEATURES));
    for (i, mut row) in x.rows_mut().into_iter().enumerate() {
        let (from, to) = alone.map_or((0, w.len()), |b| bounds_of(b, i));
        features(w, i, from, to, &lift, row.as_slice_mut().unwrap_or(&mut []));
    }
    let mut lp = labeller.net.log_probs(x.view());
    lp -= &labeller.prior;
    log_softmax(&mut lp);
    lp
}

/// The letter's frames that frame `i` belongs to.
fn bounds_of(begin: &[usize], i: usize) -> (usize, usize) {
    let k = begin.partition_point(|b| *b <= i).clamp(1, begin.len() - 1);
    (begin[k - 1], begin[k].max(i + 1))
}

/// How surely each letter is read when nothing else of the word is seen (mean log-probability).
pub(super) fn read_alone(labeller: &Labeller, w: &Frames, begin: &[usize]) -> Vec<f32> {
    let lp = label(labeller, w, Some(begin));
    (0..w.text.len())
        .map(|k| {
            let c = class(w.text[k]).unwrap_or(0) * THIRDS;
            let frames = begin[k]..begin[k + 1];
            let n = frames.len().max(1) as f32;
            frames.map(|i| (0..THIRDS).map(|j| lp[[i, c + j]].exp()).sum::<f32>().max(1e-3).ln()).sum::<f32>() / n
        })
        .collect()
}

/// Mean log-probability of each printable ASCII character (by code less 33) over the ink of one letter.
pub fn spectrum(labeller: &Labeller, letter: &Frames) -> Vec<f32> {
    let lp = label(labeller, letter, Some(&[0, letter.len()]));
    let mean = |c: usize| {
        let thirds =
            |row: &[f32]| row[c * THIRDS..(c + 1) * THIRDS].iter().map(|v| v.exp()).sum::<f32>().max(1e-3).ln();
        lp.rows().into_iter().map(|r| r.as_slice().map_or(f32::MIN, thirds)).sum::<f32>() / letter.len() as f32
    };
    (0..LETTERS).map(mean).collect()
}
