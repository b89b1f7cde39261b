//! The words of a text as one hand writes them, before they have a place. Unit: the x-height.

use super::bounds::Bounds;
use crate::hand::{Hand, Metrics, WordInk};
use crate::rng::{Purpose, Stream};
use crate::text::{Text, Token};

/// A word, or a piece of one that was broken, in ink.
pub(super) struct Word {
    /// First character, an index in [`Text::chars`].
    pub start: usize,
    /// After the last character.
    pub end: usize,
    /// Which word of the text it is, or is a piece of.
    pub ordinal: u32,
    pub ink: WordInk,
    /// Around the centre lines of the ink.
    pub bounds: Bounds,
}

/// What a line is made of.
#[derive(Clone, Copy)]
pub(super) enum Item {
    /// An index in [`Manuscript::words`].
    Word(usize),
    Spaces {
        count: u32,
        glued: bool,
    },
    Tab,
    Newline,
}

/// A tab stop every this many word gaps.
const GAPS_PER_TAB: f32 = 8.0;
/// No gap is narrower than this share of the mean: words never run together.
const NARROWEST_GAP: f32 = 0.4;

/// A text in ink.
pub(super) struct Manuscript<'a> {
    pub text: &'a Text,
    pub metrics: Metrics,
    pub stream: Stream,
    hand: &'a Hand,
    word_spacing_variance: f32,
    pub items: Vec<Item>,
    /// The whole words, by ordinal, then pieces.
    pub words: Vec<Word>,
    whole: usize,
}

impl<'a> Manuscript<'a> {
    /// Writes every word of `text`. Each word draws from its own sub-stream, so changing one leaves the
    /// ink of the others the same.
    pub fn write(text: &'a Text, hand: &'a Hand, stream: Stream, word_spacing_variance: f64) -> Self {
        let word_spacing_variance = word_spacing_variance as f32;
        let (items, words) = (Vec::new(), Vec::new());
        let metrics = hand.metrics();
        let mut m = Self { text, metrics, stream, hand, word_spacing_variance, items, words, whole: 0 };
        for token in text.tokens() {
            let item = match token {
                Token::Word { start, end } => Item::Word(m.write_piece(start, end, m.words.len() as u32, start)),
                Token::Spaces { count, glued } => Item::Spaces { count, glued },
                Token::Tab => Item::Tab,
                Token::Newline => Item::Newline,
            };
            m.items.push(item);
        }
        m.whole = m.words.len();
        m
    }

    /// Writes the characters `start .. end` of word `ordinal`, which begins at `word_start`.
    pub fn write_piece(&mut self, start: usize, end: usize, ordinal: u32, word_start: usize) -> usize {
        let mut stream = self.stream.sub(Purpose::Word, ordinal.into());
        if start > word_start {
            stream = stream.sub(Purpose::Word, (start - word_start) as u64);
        }
        let chars: String = self.text.chars()[start..end].iter().collect();
        let ink = self.hand.write_word(&chars, stream);
        let mut bounds = Bounds::EMPTY;
        for stroke in &ink.strokes {
            bounds.add_stroke(&stroke.points, |&p| (p, 0.0));
        }
        if bounds.is_empty() {
            bounds = Bounds { left: 0.0, top: 0.0, right: ink.advance.max(0.0), bottom: 0.0 };
        }
        self.words.push(Word { start, end, ordinal, ink, bounds });
        self.words.len() - 1
    }

    /// Forgets the pieces of an earlier breaking into lines.
    pub fn drop_pieces(&mut self) {
        self.words.truncate(self.whole);
    }

    /// Where the characters of word `ordinal` begin.
    pub fn word_start(&self, ordinal: u32) -> usize {
        self.words[ordinal as usize].start
    }

    /// The width of `count` spaces after word `ordinal`: the hand's own, times 1 ± the variance asked for.
    pub fn gap_after(&self, ordinal: u32, count: u32) -> f32 {
        let mut rng = self.stream.sub(Purpose::Gap, ordinal.into()).rng();
        let mean = self.metrics.word_gap;
        let natural = (mean + self.metrics.word_gap_sd * rng.normal_within(2.0)).max(NARROWEST_GAP * mean);
        let asked = 1.0 + self.word_spacing_variance * rng.range(-1.0, 1.0);
        (natural + (count - 1) as f32 * mean) * asked
    }

    /// The width of `count` spaces that follow no word.
    pub fn indent(&self, count: u32) -> f32 {
        count as f32 * self.metrics.word_gap
    }

    /// The first tab stop that leaves a visible space after `x`.
    pub fn next_stop(&self, x: f32) -> f32 {
        let stop = GAPS_PER_TAB * self.metrics.word_gap;
        (((x + 0.5 * self.metrics.word_gap) / stop).floor() + 1.0) * stop
    }

    /// How far word `ordinal` stands off its line's baseline, given the word before it on the line.
    pub fn wander(&self, ordinal: u32, before: Option<f32>) -> f32 {
        // AR(1): words near each other wander together.
        const MEMORY: f32 = 0.7;
        let mut rng = self.stream.sub(Purpose::Gap, ordinal.into()).sub(Purpose::Line, 0).rng();
        let step = self.metrics.baseline_sd * rng.normal_within(2.5);
        before.map_or(step, |y| MEMORY * y + (1.0 - MEMORY * MEMORY).sqrt() * step)
    }
}
