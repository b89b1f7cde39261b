//! A reader of letters: how surely written text is read as what it says.

use longhand_ink::hand::{Hand, WordInk};
use longhand_ink::rng::{Purpose, Stream};

use crate::align::{Alignment, Labeller, fit_text, teach};
use crate::frames::Frames;
use crate::recordings::{Kind, Sample};

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

    /// Reads words of a hand, one after the other.
    pub fn read(&self, hand: &Hand, words: &[&str], seed: u64) -> Vec<Reading> {
        let root = Stream::root(seed);
        let ink = |i: usize, w: &str| hand.write_word(w, root.sub(Purpose::Word, i as u64));
        words.iter().enumerate().flat_map(|(i, w)| self.read_ink(hand, w, &ink(i, w))).collect()
    }

    fn read_ink(&self, hand: &Hand, word: &str, ink: &WordInk) -> Vec<Reading> {
        let sample = Sample {
            id: String::new(),
            writer: 0,
            kind: Kind::Word,
            text: word.chars().collect(),
            strokes: ink.strokes.iter().map(|s| s.points.clone()).collect(),
            marks: None,
        };
        let frames = Frames::new(&sample, hand.slant());
        let certainty = frames.and_then(|f| fit_text(&self.0, &f)).map(|a| a.certainty);
        let certainty = certainty.unwrap_or_else(|| vec![-7.0; word.chars().count()]);
        word.chars().zip(certainty).map(|(c, certainty)| Reading { c, certainty }).collect()
    }
}
