//! Words that do not fit a line: cut after a hyphen, or between letters rather than lose ink.

use super::breaks::Breaker;
use super::manuscript::Manuscript;

/// The characters of a word that are still to be placed.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub start: usize,
    pub end: usize,
    ordinal: u32,
    /// The mean width of its letters, x-heights: more than 0.
    letter: f32,
    /// Its ink, once written.
    word: Option<usize>,
}

/// A cut is guessed from the mean width of a letter, then tried; so many tries are enough.
const TRIES: usize = 8;

impl Span {
    /// All of a whole word.
    pub fn of(m: &Manuscript<'_>, word: usize) -> Self {
        let w = &m.words[word];
        let letter = (w.bounds.width() / (w.end - w.start) as f32).max(0.05);
        Self { start: w.start, end: w.end, ordinal: w.ordinal, letter, word: Some(word) }
    }

    fn tail(&self, start: usize) -> Self {
        Self { start, word: None, ..*self }
    }

    /// Its ink, unless it is sure to be wider than `width`: so a long word is not written again for each line.
    pub fn written_within(&mut self, m: &mut Manuscript<'_>, width: f32) -> Option<usize> {
        if self.word.is_none() && (self.end - self.start) as f32 * self.letter <= width {
            self.word = Some(self.write(m, self.end));
        }
        self.word
    }

    fn write(&self, m: &mut Manuscript<'_>, end: usize) -> usize {
        m.write_piece(self.start, end, self.ordinal, m.word_start(self.ordinal))
    }

    /// The longest beginning that ends in a hyphen and fits the open line, and the rest.
    pub fn cut_at_hyphen(&self, b: &mut Breaker<'_, '_>) -> Option<(usize, Self)> {
        let reach = (1.25 * b.room() / self.letter) as usize + 1;
        let last = self.end.saturating_sub(1).min(self.start + reach);
        let chars = &b.m.text.chars()[..self.end];
        let cuts: Vec<usize> = (self.start + 2..=last)
            .rev()
            .filter(|&at| may_cut(&chars[self.start..], at - self.start))
            .take(3)
            .collect();
        cuts.into_iter().find_map(|at| {
            let word = self.write(b.m, at);
            b.fits(word).then(|| (word, self.tail(at)))
        })
    }

    /// The longest beginning found that fits the open line, and the rest; `None` if not one letter fits.
    pub fn cut_anywhere(&self, b: &mut Breaker<'_, '_>) -> Option<(usize, Self)> {
        let length = self.end - self.start;
        let mut best = None;
        let (mut most, mut least) = (length, 0);
        let mut guess = (b.room() / self.letter) as usize;
        for _ in 0..TRIES {
            if most == least {
                break;
            }
            let n = guess.clamp(least + 1, most);
            let word = self.write(b.m, self.start + n);
            let spare = ((b.room() - b.m.words[word].bounds.width()) / self.letter) as isize;
            if b.fits(word) {
                best = Some((word, self.tail(self.start + n)));
                least = n;
                guess = n.saturating_add_signed(spare.max(1));
            } else {
                most = n - 1;
                guess = n.saturating_add_signed(spare.min(-1));
            }
        }
        best.or_else(|| {
            let word = self.write(b.m, self.start + 1);
            b.fits(word).then(|| (word, self.tail(self.start + 1)))
        })
    }
}

/// Whether a line may end before `chars[at]`: after a dash, or after a hyphen between two letters each side,
/// so that neither numbers nor `e-mail` come apart.
fn may_cut(chars: &[char], at: usize) -> bool {
    let letters =
        |range: core::ops::Range<usize>| chars.get(range).is_some_and(|pair| pair.iter().all(|c| c.is_alphabetic()));
    match chars[at - 1] {
        '–' | '—' => true,
        '-' => at >= 3 && letters(at - 3..at - 1) && letters(at..at + 2),
        _ => false,
    }
}
