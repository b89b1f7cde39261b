//! A judge of letters: whether the forms of a letter are read as that letter.

use std::collections::BTreeMap;

use longhand_ink::geometry::Vec2;
use ndarray::Axis;
use rayon::prelude::*;

use crate::align::{Alignment, Labeller, spectrum, teach};
use crate::allographs::{Allograph, LATE_POINTS};
use crate::frames::Frames;
use crate::recordings::{Kind, Polyline, Sample};

/// The mean of a small letter's allograph is read as that letter, or as another by no more than this (nats).
const LEAST_MARGIN: f32 = -0.35;
/// The mean of another allograph is read at most this much worse than the best of its character.
const MOST_BEHIND: f32 = 1.2;

/// A labeller taught by every word that was cut surely.
pub struct Judge(Labeller);

impl Judge {
    /// Teaches a judge.
    pub fn new(words: &[Frames], found: &[Option<Alignment>]) -> Self {
        Self(teach(words, found))
    }

    /// Which allographs are read as what they are. A small letter's mean must not be read as another small
    /// letter. Of other characters several look the same (O and 0, l and I), so there each allograph is held
    /// against the best-read one of its character.
    pub fn legible(&self, classes: &[Allograph]) -> Vec<bool> {
        let read: Vec<Vec<f32>> = classes.par_iter().map(|c| self.spectrum(c)).collect();
        let own = |i: usize| read[i].get(classes[i].key.c as usize - 33).copied().unwrap_or(f32::MIN);
        let mut best: BTreeMap<char, f32> = BTreeMap::new();
        for (i, c) in classes.iter().enumerate() {
            let b = best.entry(c.key.c).or_insert(f32::MIN);
            *b = b.max(own(i));
        }
        let margin = |i: usize| {
            let c = classes[i].key.c;
            let others = ('a'..='z').filter(|o| c.is_ascii_lowercase() && *o != c);
            let other = others.filter_map(|o| read[i].get(o as usize - 33)).fold(f32::MIN, |a, b| a.max(*b));
            if c.is_ascii_lowercase() { own(i) - other - LEAST_MARGIN } else { own(i) - best[&c] + MOST_BEHIND }
        };
        (0..classes.len()).map(|i| margin(i) > 0.0).collect()
    }

    /// Log-probability of each character over the mean of an allograph; empty if nothing is left of it.
    fn spectrum(&self, a: &Allograph) -> Vec<f32> {
        let mean = a.shapes.mean_axis(Axis(0)).unwrap_or_default().to_vec();
        let split = 2 * a.key.main * a.points;
        let stroke = |s: &[f32]| s.chunks_exact(2).map(|p| Vec2::new(p[0], p[1])).collect::<Vec<_>>();
        let (main, late) = mean.split_at(split.min(mean.len()));
        let main = main.chunks_exact(2 * a.points).map(stroke);
        let sample = sample(&[a.key.c], main.chain(late.chunks_exact(2 * LATE_POINTS).map(stroke)).collect());
        Frames::new(&sample, 0.0).map(|f| spectrum(&self.0, &f)).unwrap_or_default()
    }
}

/// Ink as if it had been recorded.
fn sample(text: &[char], strokes: Vec<Polyline>) -> Sample {
    Sample { writer: 0, kind: Kind::Word, text: text.to_vec(), strokes, marks: None }
}
