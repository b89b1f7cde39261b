//! Forced alignment: which letter each frame of a word belongs to.
//!
//! A perceptron labels frames with thirds of letters; Viterbi search fits the known text to its labels.
//! It begins with letters that the recordings mark, joined by drawn connections, and goes on with its own
//! alignments of joined words. Two nets share the work: each learns from one half of the writers and
//! aligns the other, so that no word is cut by a net that has seen its writer.

use indicatif::ProgressBar;
use longhand_ink::geometry::Vec2;
use ndarray::{Array1, Array2};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore as _, SeedableRng as _};
use rayon::prelude::*;

use crate::frames::{FEATURES, FINE, Frames, STEP, features, lifts};
use crate::net::Net;

/// States of a letter: its first, middle and last third.
const THIRDS: usize = 3;
/// Printable ASCII without space.
const LETTERS: usize = 94;
const STATES: usize = LETTERS * THIRDS;
const BATCH: usize = 512;
/// Passes over the frames that a net learns from.
const EPOCHS: usize = 4;
/// Frames of one pass.
const PASS: usize = 600_000;
/// Neighbouring frames say the same thing about a word many times over; their evidence is scaled down.
const TRUST: f32 = 0.5;
/// How much of the letters' frequency is taken out of the net's opinion (Bourlard & Morgan, 1994).
const PRIOR: f32 = 0.8;
/// Weight of how long letters usually are.
const PACE: f32 = 1.5;
/// Share of training frames that see only their own letter, so that the net can read letters alone.
const ALONE: u64 = 40;
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

fn class(c: char) -> Option<usize> {
    c.is_ascii_graphic().then(|| c as usize - 33)
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
    format!("{} of {} words, mean certainty {mean:.3}, {:.1} % of letters read alone", scores.len(), words.len(), 100.0 * read)
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

/// A net, and what its states would score by their frequency alone.
pub struct Labeller {
    net: Net,
    prior: Array1<f32>,
    /// Mean frames of each letter.
    duration: Vec<f32>,
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
fn fit(words: &[(&Frames, &[usize])], sure: &[Option<&[f32]>], epochs: usize, seed: u64) -> Labeller {
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
fn label(labeller: &Labeller, w: &Frames, alone: Option<&[usize]>) -> Array2<f32> {
    let lift = lifts(w);
    let mut x = Array2::zeros((w.len(), FEATURES));
    for (i, mut row) in x.rows_mut().into_iter().enumerate() {
        let (from, to) = alone.map_or((0, w.len()), |b| bounds_of(b, i));
        features(w, i, from, to, &lift, row.as_slice_mut().unwrap_or(&mut []));
    }
    let mut lp = labeller.net.log_probs(x.view());
    lp -= &labeller.prior;
    crate::net::log_softmax(&mut lp);
    lp
}

/// The letter's frames that frame `i` belongs to.
fn bounds_of(begin: &[usize], i: usize) -> (usize, usize) {
    let k = begin.partition_point(|b| *b <= i).clamp(1, begin.len() - 1);
    (begin[k - 1], begin[k].max(i + 1))
}

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

/// How surely each letter is read when nothing else of the word is seen (mean log-probability).
fn read_alone(labeller: &Labeller, w: &Frames, begin: &[usize]) -> Vec<f32> {
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
        let thirds = |row: &[f32]| row[c * THIRDS..(c + 1) * THIRDS].iter().map(|v| v.exp()).sum::<f32>().max(1e-3).ln();
        lp.rows().into_iter().map(|r| r.as_slice().map_or(f32::MIN, thirds)).sum::<f32>() / letter.len() as f32
    };
    (0..LETTERS).map(mean).collect()
}

/// Left-to-right Viterbi over the states of the text; every letter gets at least one frame.
/// Entering a letter is dear in the middle of a stroke and cheap where the pen was lifted.
fn search(lp: &Array2<f32>, states: &[usize], start: &[bool], pace: &[[f32; 2]]) -> Option<Vec<usize>> {
    let (n, m) = (lp.nrows(), states.len());
    if n * THIRDS < m {
        return None;
    }
    const SKIP: f32 = -3.5;
    const LIFT_INSIDE: f32 = -0.7;
    let mut score = vec![f32::MIN / 4.0; m];
    let mut back = vec![0u8; n * m];
    for k in 0..THIRDS {
        score[k] = TRUST * lp[[0, states[k]]] + SKIP * k as f32;
    }
    for t in 1..n {
        let mut next = vec![f32::MIN / 4.0; m];
        for s in 0..m {
            let third = s % THIRDS;
            let inside = if start[t] { LIFT_INSIDE } else { 0.0 };
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
