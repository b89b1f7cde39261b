//! Character errors.

use std::fmt;

/// Edits over characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// Least number of characters to insert, delete and change.
    pub edits: usize,
    /// Characters that should have been read.
    pub characters: usize,
}

impl Errors {
    /// Edits from what was read to what was written (Levenshtein, 1966).
    pub fn between(written: &str, read: &str) -> Self {
        let read: Vec<char> = read.chars().collect();
        let mut row: Vec<usize> = (0..=read.len()).collect();
        let mut characters = 0;
        for c in written.chars() {
            characters += 1;
            let mut diagonal = std::mem::replace(&mut row[0], characters);
            for (k, r) in read.iter().enumerate() {
                let change = diagonal + usize::from(*r != c);
                diagonal = row[k + 1];
                row[k + 1] = change.min(diagonal + 1).min(row[k] + 1);
            }
        }
        Self { edits: row[read.len()], characters }
    }

    /// Edits a character.
    pub fn rate(self) -> f32 {
        self.edits as f32 / self.characters.max(1) as f32
    }
}

impl std::iter::Sum for Errors {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |a, b| Self { edits: a.edits + b.edits, characters: a.characters + b.characters })
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:.2} % of {}", 100.0 * self.rate(), self.characters)
    }
}
