//! Learning to read.

use std::path::Path;

use anyhow::Result;
use indicatif::ProgressBar;
use ndarray::{Array2, Axis, concatenate, s};
use rayon::prelude::*;

use super::layers::Spans;
use super::material::{Chance, Example, Material, followed, rows};
use super::network::Network;
use super::score::Errors;
use super::spelling::Spelling;
use super::{CLASSES, Reader, View, class, ctc};
use crate::pipeline::write;

/// Rows of output that one share of a step holds, about.
const SHARE: usize = 900;
/// Shares of a step; each is one thread's work.
const SHARES: usize = 4;
/// Share of words that signs follow.
const FOLLOWED: f32 = 0.15;
/// Share of what a block has looked at that is kept in training.
const KEEP: f32 = 0.9;
/// Longest gradient.
const CLIP: f32 = 1.0;
/// How fast weights shrink, by the rate.
const DECAY: f32 = 0.01;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// What is seen of ink.
    pub view: View,
    /// Passes over the material.
    pub epochs: usize,
    /// Highest rate of learning.
    pub rate: f32,
    /// Seed of everything random.
    pub seed: u64,
}

/// Trains a reader, or one that is there further, writing it to `out` after each pass; after none, with what is known
/// of spelling. Prints the errors it makes on writers kept out.
pub fn train(material: &Material, plan: Plan, from: Option<Reader>, out: &Path, bar: &ProgressBar) -> Result<()> {
    let mut chance = Chance::new(plan.seed);
    let mut learner = match from {
        Some(reader) => Learner::new(reader.view, reader.network),
        None => Learner::new(
            plan.view,
            Network::new(plan.view, plan.view.inputs(), CLASSES, &mut || 2.0 * chance.even() - 1.0),
        ),
    };
    let spelling = (learner.view == View::Picture).then(|| Spelling::of(material.texts.iter().map(String::as_str)));
    let kept = |learner: &Learner| {
        let reader = Reader { view: learner.view, network: learner.weights.clone(), spelling: spelling.clone() };
        write(out, &reader.bytes())?;
        let [words, blind, alone] = reader.errors(material);
        println!("words {words}, case aside {blind}; characters {alone}");
        anyhow::Ok(())
    };
    for epoch in 0..plan.epochs {
        let loss = learner.pass(&steps(material, learner.view, &mut chance), plan, epoch, bar);
        print!("pass {}: {:.3} nats a character; ", epoch + 1, loss);
        kept(&learner)?;
    }
    bar.finish();
    if plan.epochs == 0 { kept(&learner) } else { Ok(()) }
}

/// Share of the highest rate after a share of the training: up, then down by a cosine.
///
/// Smith & Topin, "Super-convergence", 2019.
fn schedule(done: f32) -> f32 {
    const UP: f32 = 0.1;
    if done < UP {
        0.04 + 0.96 * done / UP
    } else {
        0.5 * (1.0 + (std::f32::consts::PI * (done - UP) / (1.0 - UP)).cos())
    }
}

/// One share of a step.
type Share = Vec<Example>;

/// The material in a new order, in steps of [`SHARES`] shares.
fn steps(material: &Material, view: View, chance: &mut Chance) -> Vec<Vec<Share>> {
    let alone = material.characters.iter().flat_map(|own| rows(own, chance));
    let mut all: Vec<Example> = alone.collect();
    all.extend(material.words.iter().map(|word| match &material.characters[word.writer] {
        own if chance.even() < FOLLOWED => followed(word, own, chance),
        _ => word.clone(),
    }));
    chance.shuffle(&mut all);
    let mut shares = vec![Vec::new()];
    let mut size = 0;
    for example in all {
        if size > SHARE {
            shares.push(Vec::new());
            size = 0;
        }
        size += view.rows(&example);
        if let Some(share) = shares.last_mut() {
            share.push(example);
        }
    }
    let mut out: Vec<Vec<Share>> = Vec::new();
    for share in shares {
        match out.last_mut().filter(|s| s.len() < SHARES) {
            Some(step) => step.push(share),
            None => out.push(vec![share]),
        }
    }
    out
}

/// Weights with the moments of their gradient.
///
/// Loshchilov & Hutter, "Decoupled weight decay regularization", 2019.
struct Learner {
    view: View,
    weights: Network,
    moments: [Network; 2],
    steps: i32,
}

impl Learner {
    fn new(view: View, weights: Network) -> Self {
        let moments = [weights.zero(), weights.zero()];
        Self { view, weights, moments, steps: 0 }
    }

    /// Learns from the steps of one pass; returns their mean loss a character.
    fn pass(&mut self, steps: &[Vec<Share>], plan: Plan, epoch: usize, bar: &ProgressBar) -> f32 {
        bar.set_length(steps.len() as u64);
        bar.set_position(0);
        let mut loss = 0.0;
        for (k, step) in steps.iter().enumerate() {
            let done = (epoch as f32 + k as f32 / steps.len() as f32) / plan.epochs as f32;
            let seed = plan.seed ^ ((epoch * 1_000_000 + k) as u64);
            loss += self.step(step, plan.rate * schedule(done), seed);
            bar.set_message(format!("pass {}, {:.3} nats a character", epoch + 1, loss / (k + 1) as f32));
            bar.inc(1);
        }
        loss / steps.len() as f32
    }

    /// Learns from one step; returns its mean loss a character.
    fn step(&mut self, shares: &[Share], rate: f32, seed: u64) -> f32 {
        let shares = shares.par_iter().enumerate();
        let parts: Vec<_> = shares.map(|(k, s)| gradient(self, s, seed * 16 + k as u64)).collect();
        let mut parts = parts.into_iter();
        let Some((mut sum, mut loss, mut characters)) = parts.next() else { return 0.0 };
        for (mut part, l, n) in parts {
            loss += l;
            characters += n;
            for (a, b) in sum.tensors_mut().into_iter().zip(part.tensors_mut()) {
                a.iter_mut().zip(b).for_each(|(a, b)| *a += *b);
            }
        }
        self.descend(&mut sum, 1.0 / characters.max(1) as f32, rate);
        loss / characters.max(1) as f32
    }

    fn descend(&mut self, gradient: &mut Network, scale: f32, rate: f32) {
        self.steps += 1;
        let square: f32 = gradient.tensors_mut().iter().flat_map(|t| t.iter()).map(|g| g * g).sum();
        let scale = scale * (CLIP / (square.sqrt() * scale).max(CLIP));
        let rise = (1.0 - 0.99f32.powi(self.steps)).sqrt() / (1.0 - 0.9f32.powi(self.steps));
        let [m, v] = &mut self.moments;
        let moments = m.tensors_mut().into_iter().zip(v.tensors_mut());
        let weights = self.weights.tensors_mut().into_iter().zip(gradient.tensors_mut());
        for ((w, g), (m, v)) in weights.zip(moments) {
            for (((w, g), m), v) in w.iter_mut().zip(g.iter()).zip(m).zip(v) {
                let g = g * scale;
                *m += 0.1 * (g - *m);
                *v += 0.01 * (g * g - *v);
                *w -= rate * (rise * *m / (v.sqrt() + 1e-8) + DECAY * *w);
            }
        }
    }
}

/// Gradient, loss and number of characters of one share.
fn gradient(learner: &Learner, share: &[Example], seed: u64) -> (Network, f32, usize) {
    let mut chance = Chance::new(seed);
    let inks: Vec<Array2<f32>> = share.iter().map(|e| learner.view.varied(e, &mut chance)).collect();
    let spans = Spans::new(inks.iter().map(Array2::nrows));
    let views: Vec<_> = inks.iter().map(Array2::view).collect();
    let x = concatenate(Axis(0), &views).unwrap_or_default();
    let mut drop = |y: &mut Array2<f32>| {
        y.mapv_inplace(|v| if v > 0.0 && chance.even() < KEEP { v / KEEP } else { 0.0 });
    };
    let weights = &learner.weights;
    let (rows, trace) = weights.forward(&x, &spans, &mut drop);
    let mut dy = Array2::zeros(rows.raw_dim());
    let (mut loss, mut characters) = (0.0, 0);
    for (example, (from, to)) in share.iter().zip(spans.halved().iter()) {
        let text: Vec<u16> = example.text.chars().filter_map(class).collect();
        let own = s![from..to, ..];
        if let Some(l) = ctc::loss(rows.slice(own), &text, dy.slice_mut(own)) {
            loss += l;
            characters += text.len();
        }
    }
    let mut grad = weights.zero();
    weights.backward(&x, &trace, &dy, KEEP, &mut grad);
    (grad, loss, characters)
}

impl Reader {
    /// Errors on words, on words with upper and lower case taken for one, and on rows of characters, all of
    /// writers kept out.
    pub fn errors(&self, material: &Material) -> [Errors; 3] {
        let read = |e: &Example| (e.text.clone(), self.read(&e.strokes));
        let words: Vec<(String, String)> = material.unseen_words.par_iter().map(read).collect();
        let alone: Vec<(String, String)> = material.unseen_characters.par_iter().map(read).collect();
        [
            words.iter().map(|(t, r)| Errors::between(t, r)).sum(),
            words.iter().map(|(t, r)| Errors::between(&t.to_lowercase(), &r.to_lowercase())).sum(),
            alone.iter().map(|(t, r)| Errors::between(t, r)).sum(),
        ]
    }
}
