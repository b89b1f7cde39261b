//! Forced alignment: which letter each frame of a word belongs to.
//!
//! A perceptron labels frames with thirds of letters; Viterbi search fits the known text to its labels.
//! It begins with letters that the recordings mark, joined by drawn connections, and goes on with its own
//! alignments of joined words. Two nets share the work: each learns from one half of the writers and
//! aligns the other, so that no word is cut by a net that has seen its writer.

mod labeller;
mod search;

use indicatif::ProgressBar;
use longhand_ink::geometry::Vec2;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore as _, SeedableRng as _};
use rayon::prelude::*;

use crate::frames::{FINE, Frames, STEP};
pub use labeller::{Labeller, spectrum};
use labeller::{class, fit, read_alone};
pub use search::fit_text;

/// Passes over the frames that a net learns from.
const EPOCHS: usize = 4;
/// Read alone, letters less certain than this teach nothing.
const TEACH: f32 = -1.1;

/// How a word's frames were shared out among its letters.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Alignment {
    /// First frame of each letter, and the number of frames at the end.
    pub begin: Vec<usize>,
    /// Mean log-probability of the right letter over each letter's frames.
    pub certainty: Vec<f32>,
}

impl Alignment {
    /// Mean certainty over the word.
    pub fn score(&self) -> f32 {
        self.certainty.iter().sum::<f32>() / self.certainty.len() as f32
    }
}

/// Where alignments are kept between rounds, so that a later run takes them up.
pub trait Keeper {
    /// What was kept after this round, if anything.
    fn kept(&self, round: usize) -> Option<Vec<Option<Alignment>>>;
    /// Keeps the outcome of a round.
    fn keep(&self, round: usize, found: &[Option<Alignment>]);
}

/// Aligns every word; `rounds` of self-training. Words that cannot be aligned are `None`.
pub fn align(words: &[Frames], rounds: usize, keeper: &dyn Keeper, bar: &ProgressBar) -> Vec<Option<Alignment>> {
    let truth: Vec<Option<Alignment>> = words.iter().map(marked).collect();
    let taught: Vec<(Frames, Vec<usize>)> = words
        .iter()
        .zip(&truth)
        .enumerate()
        .filter_map(|(i, (w, t))| Some((w.clone(), t.as_ref()?.begin.clone(), i)))
        .flat_map(|(w, b, i)| [connect(&w, &b, i as u64), (w, b)])
        .collect();
    let marked: Vec<(&Frames, &[usize])> = taught.iter().map(|(w, b)| (w, b.as_slice())).collect();
    let resumed = (0..=rounds).rev().find_map(|r| keeper.kept(r).filter(|k| k.len() == words.len()).map(|k| (r, k)));
    let (done, mut found) = resumed.unwrap_or_else(|| {
        bar.set_message(format!("from {} marked words", taught.len() / 2));
        let first = fit(&marked, &vec![None; marked.len()], EPOCHS, 0);
        (0, words.par_iter().zip(&truth).map(|(w, t)| t.clone().or_else(|| fit_text(&first, w))).collect())
    });
    for round in done..rounds {
        bar.set_position(round as u64);
        bar.set_message(format!("round {}; {}", round + 1, summary(words, &found)));
        found = self_train(words, &truth, &marked, &found, round);
        keeper.keep(round + 1, &found);
    }
    bar.finish_with_message(summary(words, &found));
    found
}

/// One round: each half of the writers teaches a net that aligns the other half.
fn self_train(
    words: &[Frames],
    truth: &[Option<Alignment>],
    marked: &[(&Frames, &[usize])],
    found: &[Option<Alignment>],
    round: usize,
) -> Vec<Option<Alignment>> {
    let bars = reading_bars(words, found);
    let nets: Vec<Labeller> = [0, 1]
        .into_par_iter()
        .map(|half| {
            let own = words.iter().zip(found).zip(truth).filter_map(|((w, a), t)| {
                let a = a.as_ref().filter(|a| w.writer % 2 == half && t.is_none() && a.score() > bars[w.writer])?;
                Some(((w, a.begin.as_slice()), Some(a.certainty.as_slice())))
            });
            let (set, sure): (Vec<_>, Vec<_>) = own.chain(marked.iter().map(|w| (*w, None))).unzip();
            fit(&set, &sure, EPOCHS, 1 + (round * 2 + half) as u64)
        })
        .collect();
    words
        .par_iter()
        .zip(truth)
        .map(|(w, t)| {
            let net = &nets[1 - w.writer % 2];
            // Marked words keep their marks, but are judged like the others.
            t.as_ref().map_or_else(
                || fit_text(net, w),
                |t| Some(Alignment { certainty: read_alone(net, w, &t.begin), begin: t.begin.clone() }),
            )
        })
        .collect()
}

/// A labeller taught by all words, each letter as sure as it was found to be.
pub fn teach(words: &[Frames], found: &[Option<Alignment>]) -> Labeller {
    let own = words.iter().zip(found).filter_map(|(w, a)| {
        let a = a.as_ref()?;
        Some(((w, a.begin.as_slice()), Some(a.certainty.as_slice())))
    });
    let (set, sure): (Vec<_>, Vec<_>) = own.unzip();
    fit(&set, &sure, EPOCHS, 99)
}

/// How surely the words are read.
fn summary(words: &[Frames], found: &[Option<Alignment>]) -> String {
    let scores: Vec<f32> = found.iter().flatten().map(Alignment::score).collect();
    let mean = scores.iter().sum::<f32>() / scores.len().max(1) as f32;
    let letters = || found.iter().flatten().flat_map(|a| &a.certainty);
    let read = letters().filter(|c| **c > TEACH).count() as f32 / letters().count().max(1) as f32;
    format!(
        "{} of {} words, mean certainty {mean:.3}, {:.1} % of letters read alone",
        scores.len(),
        words.len(),
        100.0 * read
    )
}

/// Each writer's 30 % quantile of word scores: words below teach nothing.
fn reading_bars(words: &[Frames], found: &[Option<Alignment>]) -> Vec<f32> {
    let writers = words.iter().map(|w| w.writer + 1).max().unwrap_or(0);
    let mut scores = vec![Vec::new(); writers];
    for (w, a) in words.iter().zip(found) {
        scores[w.writer].extend(a.as_ref().map(Alignment::score));
    }
    scores.iter_mut().map(|s| if s.is_empty() { 0.0 } else { crate::polyline::quantile(s, 0.3).max(-2.5) }).collect()
}

/// The alignment that the source marks, if each letter has frames, in order.
fn marked(w: &Frames) -> Option<Alignment> {
    let truth = w.truth.as_ref()?;
    let mut begin = Vec::with_capacity(w.text.len() + 1);
    for (i, t) in truth.iter().enumerate() {
        let t = usize::from(*t);
        if t + 1 == begin.len() {
            continue;
        }
        if t != begin.len() {
            return None;
        }
        begin.push(i);
    }
    let whole = begin.len() == w.text.len() && w.text.iter().all(|c| class(*c).is_some());
    begin.push(w.len());
    whole.then(|| Alignment { certainty: vec![0.0; w.text.len()], begin })
}

/// The same word with most of its lifts between letters drawn over, as if it were joined.
fn connect(w: &Frames, begin: &[usize], seed: u64) -> (Frames, Vec<usize>) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut out = Frames { fine: Vec::new(), start: Vec::new(), truth: None, ..w.clone() };
    let mut starts = vec![0];
    let mut joined = false;
    for k in 1..begin.len() {
        let own = begin[k - 1]..begin[k];
        out.fine.extend(&w.fine[own.start * FINE..own.end * FINE]);
        out.start.extend(own.clone().map(|i| w.start[i] && !(joined && i == own.start)));
        joined = k + 1 < begin.len() && w.start[begin[k]] && rng.next_u64() % 10 < 6;
        let mut frames = 0;
        if joined {
            let (a, b) = (out.fine[out.fine.len() - 1], w.fine[begin[k] * FINE]);
            frames = (((b - a).length() / STEP) as usize).min(20);
            out.fine.extend((1..=frames * FINE).map(|i| bow(a, b, i as f32 / (frames * FINE + 1) as f32)));
            out.start.extend(std::iter::repeat_n(false, frames));
        }
        starts.push(out.start.len() - frames / 2);
    }
    (out, starts)
}

/// A connection that sags a little, as pen links do.
fn bow(a: Vec2, b: Vec2, t: f32) -> Vec2 {
    let p = a.lerp(b, t);
    Vec2::new(p.x, p.y + 0.6 * (b.x - a.x).abs().min(0.6) * t * (1.0 - t))
}

#[cfg(test)]
mod tests;
