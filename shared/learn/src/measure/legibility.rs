//! How often a hand is misread, beside people writing the same.

use longhand_ink::hand::Hand;
use rayon::prelude::*;

use super::written;
use crate::reader::{Errors, Example, Material, Reader};

/// Words that a hand writes.
const WORDS: usize = 400;
/// Rows of digits that a hand writes.
const ROWS: usize = 60;

/// Errors on all words, on words with capitals, and on rows of digits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Legibility {
    /// Words, whatever is in them.
    pub words: Errors,
    /// Words that begin with a capital.
    pub capitals: Errors,
    /// Rows of digits.
    pub digits: Errors,
}

/// What hands are asked to write: what people wrote who were kept out.
pub struct Texts {
    words: Vec<String>,
    digits: Vec<String>,
}

impl Texts {
    /// Texts at even distances through the words, and through rows of digits.
    pub fn of(material: &Material) -> Self {
        let text = |e: &Example| e.text.clone();
        let words: Vec<String> = material.unseen_words.iter().map(text).collect();
        let digits: Vec<String> = material.unseen_digits.iter().map(text).collect();
        Self { words: spread(words, WORDS), digits: spread(digits, ROWS) }
    }
}

/// `n` items at even distances.
fn spread(all: Vec<String>, n: usize) -> Vec<String> {
    let step = (all.len() / n.max(1)).max(1);
    all.into_iter().step_by(step).take(n).collect()
}

fn is_capital(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
}

impl Legibility {
    /// What the reader makes of writers kept out.
    pub fn of_people(reader: &Reader, material: &Material) -> Self {
        let read = |e: &Example| (e.text.clone(), Errors::between(&e.text, &reader.read(&e.strokes)));
        let words: Vec<(String, Errors)> = material.unseen_words.par_iter().map(read).collect();
        let digits: Vec<(String, Errors)> = material.unseen_digits.par_iter().map(read).collect();
        Self::new(&words, &digits)
    }

    /// What the reader makes of a hand.
    pub fn of_hand(reader: &Reader, hand: &Hand, texts: &Texts) -> Self {
        let read = |(nth, text): (usize, &String)| {
            (text.clone(), Errors::between(text, &reader.read(&written(hand, text, nth as u64))))
        };
        let words: Vec<(String, Errors)> = texts.words.iter().enumerate().map(read).collect();
        let digits: Vec<(String, Errors)> = texts.digits.iter().enumerate().map(read).collect();
        Self::new(&words, &digits)
    }

    /// Whether none of it has more errors a character than `people` have.
    pub fn is_within(self, people: Self) -> bool {
        let parts = |of: Self| [of.words, of.capitals, of.digits].map(Errors::rate);
        parts(self).iter().zip(parts(people)).all(|(own, theirs)| *own <= theirs)
    }

    fn new(words: &[(String, Errors)], digits: &[(String, Errors)]) -> Self {
        Self {
            words: words.iter().map(|w| w.1).sum(),
            capitals: words.iter().filter(|w| is_capital(&w.0)).map(|w| w.1).sum(),
            digits: digits.iter().map(|w| w.1).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hand_is_within_people_only_if_each_part_of_it_is() {
        let errors = |edits| Errors { edits, characters: 100 };
        let people = Legibility { words: errors(8), capitals: errors(9), digits: errors(6) };
        assert!(people.is_within(people) && Legibility::default().is_within(people));
        let words = Legibility { words: errors(9), ..people };
        let capitals = Legibility { capitals: errors(10), ..people };
        let digits = Legibility { digits: errors(7), words: errors(0), ..people };
        assert!([words, capitals, digits].iter().all(|hand| !hand.is_within(people)));
        // A rate, and not a number of errors.
        let fewer = Errors { edits: 8, characters: 50 };
        assert!(!Legibility { words: fewer, ..people }.is_within(people));
    }
}
