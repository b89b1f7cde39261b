//! A reader of letters: how surely written text is read as what it says.

use longhand_ink::geometry::Vec2;
use longhand_ink::hand::{Hand, WordInk};
use longhand_ink::rng::{Purpose, Stream};
use ndarray::Axis;

use crate::align::{Alignment, Labeller, fit_text, spectrum, teach};
use crate::allographs::{Allograph, LATE_POINTS};
use crate::frames::Frames;
use crate::recordings::{Kind, Polyline, Sample};

/// A labeller taught by every word that was cut surely.
pub struct Judge(Labeller);

/// How one letter was read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// What was written.
    pub c: char,
    /// Mean log-probability, over its ink alone, that it is that.
    pub certainty: f32,
}

impl Judge {
    /// Teaches a judge.
    pub fn new(words: &[Frames], found: &[Option<Alignment>]) -> Self {
        Self(teach(words, found))
    }

    /// How much rather the mean of an allograph is read as its small letter than as any other, in nats;
    /// none for other characters, of which several look the same (O and 0, l and I).
    pub fn margin(&self, a: &Allograph) -> Option<f32> {
        if !a.key.c.is_ascii_lowercase() {
            return None;
        }
        let mean = a.shapes.mean_axis(Axis(0))?;
        let split = 2 * a.key.main * a.points;
        let flat = mean.as_slice()?;
        let stroke = |s: &[f32]| s.chunks_exact(2).map(|p| Vec2::new(p[0], p[1])).collect::<Vec<_>>();
        let main = flat[..split].chunks_exact(2 * a.points).map(stroke);
        let sample = sample(&[a.key.c], main.chain(flat[split..].chunks_exact(2 * LATE_POINTS).map(stroke)).collect());
        let read = spectrum(&self.0, &Frames::new(&sample, 0.0)?);
        let score = |c: char| read[c as usize - 33];
        let other = ('a'..='z').filter(|c| *c != a.key.c).map(score).fold(f32::MIN, f32::max);
        Some(score(a.key.c) - other)
    }

    /// Reads words of a hand, one after the other.
    pub fn read(&self, hand: &Hand, words: &[&str], seed: u64) -> Vec<Reading> {
        let root = Stream::root(seed);
        let ink = |i: usize, w: &str| hand.write_word(w, root.sub(Purpose::Word, i as u64));
        words.iter().enumerate().flat_map(|(i, w)| self.read_ink(hand, w, &ink(i, w))).collect()
    }

    fn read_ink(&self, hand: &Hand, word: &str, ink: &WordInk) -> Vec<Reading> {
        let text: Vec<char> = word.chars().collect();
        let sample = sample(&text, ink.strokes.iter().map(|s| s.points.clone()).collect());
        let frames = Frames::new(&sample, hand.slant());
        let certainty = frames.and_then(|f| fit_text(&self.0, &f)).map(|a| a.certainty);
        let certainty = certainty.unwrap_or_else(|| vec![-7.0; word.chars().count()]);
        word.chars().zip(certainty).map(|(c, certainty)| Reading { c, certainty }).collect()
    }
}

/// Ink as if it had been recorded.
fn sample(text: &[char], strokes: Vec<Polyline>) -> Sample {
    Sample { writer: 0, kind: Kind::Word, text: text.to_vec(), strokes, marks: None }
}
