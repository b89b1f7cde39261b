//! The words of a text as one hand writes them, before they have a place. Unit: the x-height.

use super::bounds::Bounds;
use crate::hand::{Hand, Metrics, WordInk};
use crate::params::Style;
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
    /// Between the parts of an endless word.
    Seam,
}

/// A hand takes ever longer for each further letter of a word, so an endless one is written in parts.
const LONGEST_PART: usize = 64;

/// A tab stop every this many word gaps.
const GAPS_PER_TAB: f32 = 8.0;
/// No gap is narrower than this share of the mean: words never run together.
const NARROWEST_GAP: f32 = 0.4;

/// Spread of the lean of words, dx per dy, at the end of a text that tires fully.
const TIRED_LEAN: f32 = 0.16;
/// Greatest share by which gaps between words differ there.
const TIRED_GAP: f32 = 0.45;

/// A text in ink.
pub(super) struct Manuscript<'a> {
    pub text: &'a Text,
    pub metrics: Metrics,
    pub stream: Stream,
    hand: Hand,
    word_spacing_variance: f32,
    fatigue: f32,
    pub items: Vec<Item>,
    /// The whole words, by ordinal, then pieces.
    pub words: Vec<Word>,
    whole: usize,
}

impl<'a> Manuscript<'a> {
    /// Writes every word of `text`. Each word draws from its own sub-stream, so changing one leaves the
    /// ink of the others the same.
    pub fn write(text: &'a Text, hand: &Hand, stream: Stream, style: &Style) -> Self {
        let mut m = Self {
            text,
            metrics: hand.metrics(),
            stream,
            hand: hand.spaced(style.letter_spacing as f32),
            word_spacing_variance: style.word_spacing_variance as f32,
            fatigue: style.fatigue as f32,
            items: Vec::new(),
            words: Vec::new(),
            whole: 0,
        };
        for token in text.tokens() {
            match token {
                Token::Word { start, end } => m.write_word(start, end),
                Token::Spaces { count, glued } => m.items.push(Item::Spaces { count, glued }),
                Token::Tab => m.items.push(Item::Tab),
                Token::Newline => m.items.push(Item::Newline),
            }
        }
        m.whole = m.words.len();
        m
    }

    fn write_word(&mut self, start: usize, end: usize) {
        for part in (start..end).step_by(LONGEST_PART) {
            if part > start {
                self.items.push(Item::Seam);
            }
            let word = self.write_piece(part, end.min(part + LONGEST_PART), self.words.len() as u32, part);
            self.items.push(Item::Word(word));
        }
    }

    /// The space between two parts of an endless word: about that between letters.
    pub fn seam(&self) -> f32 {
        0.2 * self.metrics.word_gap
    }

    /// Writes the characters `start .. end` of word `ordinal`, which begins at `word_start`.
    pub fn write_piece(&mut self, start: usize, end: usize, ordinal: u32, word_start: usize) -> usize {
        let mut stream = self.stream.sub(Purpose::Word, ordinal.into());
        if start > word_start {
            stream = stream.sub(Purpose::Word, (start - word_start) as u64);
        }
        let chars: String = self.text.chars()[start..end].iter().collect();
        let mut ink = self.hand.write_word(&chars, stream);
        self.tire(&mut ink, word_start, stream);
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

    /// How tired the hand is when it comes to the word at `word_start`: from 0 to the fatigue asked for.
    fn tired(&self, word_start: usize) -> f32 {
        self.fatigue * word_start as f32 / self.text.chars().len().max(1) as f32
    }

    /// Leans a word as a tired hand does.
    fn tire(&self, ink: &mut WordInk, word_start: usize, stream: Stream) {
        let tired = self.tired(word_start);
        if tired > 0.0 {
            let lean = TIRED_LEAN * tired * stream.sub(Purpose::Hand, 0).rng().normal_within(2.0);
            ink.strokes.iter_mut().flat_map(|s| &mut s.points).for_each(|p| p.x += lean * p.y);
        }
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
        let tired = 1.0 + TIRED_GAP * self.tired(self.word_start(ordinal)) * rng.range(-1.0, 1.0);
        (natural + (count - 1) as f32 * mean) * asked * tired
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::{Format, RenderRequest};

    fn gaps(variance: f64) -> Vec<f32> {
        let text = Text::new(&"a ".repeat(200));
        let hand = Hand::find("Perry").expect("a hand");
        let pairs = [("handwriting_id", "Perry"), ("text", "a")];
        let request = RenderRequest::from_pairs(Format::Png, pairs).expect("a request");
        let style = Style { word_spacing_variance: variance, ..*request.style() };
        let m = Manuscript::write(&text, &hand, Stream::root(5), &style);
        (0..200).map(|ordinal| m.gap_after(ordinal, 1)).collect()
    }

    #[test]
    fn gaps_vary_from_the_hands_own_within_their_share_and_by_enough() {
        let natural = gaps(0.0);
        let shares: Vec<f32> = gaps(0.1).iter().zip(&natural).map(|(asked, own)| asked / own - 1.0).collect();
        assert!(shares.iter().all(|s| s.abs() <= 0.1 + 1e-5));
        let mean = shares.iter().sum::<f32>() / 200.0;
        let variance = shares.iter().map(|s| (s - mean).powi(2)).sum::<f32>() / 200.0;
        assert!(variance.sqrt() > 0.03 && mean.abs() < 0.02, "sd {}, mean {mean}", variance.sqrt());
    }

    #[test]
    fn natural_gaps_have_the_hands_mean_and_no_words_run_together() {
        let natural = gaps(0.0);
        let metrics = Hand::find("Perry").expect("a hand").metrics();
        let mean = natural.iter().sum::<f32>() / 200.0;
        assert!((mean - metrics.word_gap).abs() < 4.0 * metrics.word_gap_sd / 200.0_f32.sqrt() + 1e-3);
        assert!(gaps(1.0).iter().all(|&g| g >= 0.0) && natural.iter().all(|&g| g >= 0.4 * metrics.word_gap));
    }
}
