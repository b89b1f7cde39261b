//! What the reader learns from: words as they were written, and characters written alone, set side by side.

use longhand_ink::geometry::Vec2;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore as _, SeedableRng as _};

use crate::polyline::{bounds, upright};
use crate::recordings::{Kind, Polyline, Recordings};

/// One writer of this many is kept out of the learning.
const KEPT_OUT: usize = 10;
/// Longest word, characters.
const LONGEST: usize = 24;

/// Ink and what it says.
#[derive(Clone, Debug)]
pub struct Example {
    /// Index of the writer.
    pub writer: usize,
    /// Upright strokes, x-heights over the baseline.
    pub strokes: Vec<Polyline>,
    /// What was written.
    pub text: String,
}

/// Examples to learn from and to measure by, of different writers.
pub struct Material {
    /// Words to learn from.
    pub words: Vec<Example>,
    /// Characters to learn from, by writer.
    pub characters: Vec<Vec<Example>>,
    /// Words of writers kept out.
    pub unseen_words: Vec<Example>,
    /// Rows of characters of writers kept out.
    pub unseen_characters: Vec<Example>,
    /// Rows of digits of writers kept out.
    pub unseen_digits: Vec<Example>,
}

/// Whether nothing is learned from this writer.
pub fn is_kept_out(writer: usize) -> bool {
    writer % KEPT_OUT == 3
}

/// Even numbers from 0 to 1, the same for the same seed.
pub struct Chance(Xoshiro256PlusPlus);

impl Chance {
    /// The numbers of this seed.
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// From 0 to 1.
    pub fn even(&mut self) -> f32 {
        (self.0.next_u64() >> 40) as f32 / 16_777_216.0
    }

    /// Bell-shaped about 0, spread 1 (the sum of twelve even numbers).
    pub fn bell(&mut self) -> f32 {
        (0..12).map(|_| self.even()).sum::<f32>() - 6.0
    }

    /// A whole number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.0.next_u64() >> 33) as usize) % n.max(1)
    }

    /// Brings a list into another order (Fisher & Yates).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

impl Material {
    /// Sorts recordings into examples; `slant` is each writer's lean.
    pub fn new(recordings: &Recordings, slant: &[f32]) -> Self {
        let mut words = Vec::new();
        let mut characters = vec![Vec::new(); recordings.writers.len()];
        for sample in &recordings.samples {
            let fit = sample.text.len() <= LONGEST && sample.text.iter().all(char::is_ascii_graphic);
            if sample.kind == Kind::Line || !fit {
                continue;
            }
            let mut strokes = sample.strokes.clone();
            upright(&mut strokes, slant[sample.writer]);
            let text: String = sample.text.iter().collect();
            let mut example = Example { writer: sample.writer, strokes, text };
            if sample.kind == Kind::Char {
                example.stand();
                characters[sample.writer].push(example);
            } else {
                words.push(example);
            }
        }
        let (unseen_words, words) = words.into_iter().partition(|w| is_kept_out(w.writer));
        let unseen = characters.iter().enumerate().filter(|(w, _)| is_kept_out(*w));
        let mut chance = Chance::new(1);
        let unseen_characters = unseen.flat_map(|(_, own)| rows(own, &mut chance)).collect();
        let digit = |e: &&Example| e.text.bytes().all(|b| b.is_ascii_digit());
        let digits = |own: &[Example]| own.iter().filter(digit).cloned().collect::<Vec<_>>();
        let unseen = characters.iter().enumerate().filter(|(w, _)| is_kept_out(*w));
        let unseen_digits = unseen.flat_map(|(_, own)| rows(&digits(own), &mut chance)).collect();
        for (w, own) in characters.iter_mut().enumerate() {
            own.retain(|_| !is_kept_out(w));
        }
        Self { words, characters, unseen_words, unseen_characters, unseen_digits }
    }
}

impl std::fmt::Display for Material {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let writers = self.words.iter().map(|w| w.writer).collect::<std::collections::BTreeSet<_>>().len();
        let unseen = self.unseen_words.iter().map(|w| w.writer).collect::<std::collections::BTreeSet<_>>().len();
        let alone: usize = self.characters.iter().map(Vec::len).sum();
        write!(
            f,
            "{} words of {writers} writers and {alone} characters to learn from; {} words of {unseen} writers and {} \
             rows of characters kept out",
            self.words.len(),
            self.unseen_words.len(),
            self.unseen_characters.len()
        )
    }
}

/// Where the ink of a character ends below the baseline, x-heights: where writers set it.
fn bottom(c: char) -> f32 {
    match c {
        'g' | 'j' | 'p' | 'q' | 'y' => 0.9,
        'Q' | ';' | ',' | '$' | '|' => 0.3,
        '_' => 0.2,
        '"' | '\'' | '`' | '^' => -1.1,
        '*' | '~' | '-' | '=' => -0.5,
        '+' | '<' | '>' => -0.2,
        _ => 0.0,
    }
}

impl Example {
    /// Sets a character on the baseline.
    fn stand(&mut self) {
        let low = bounds(self.strokes.iter().flatten())[3];
        let down = self.text.chars().next().map_or(0.0, bottom) - low;
        for p in self.strokes.iter_mut().flatten() {
            p.y += down;
        }
    }

    /// The same word as another might have written it: leaning, stretched, sloping, larger, higher.
    pub fn varied(&self, chance: &mut Chance) -> Vec<Polyline> {
        let lean = 0.12 * chance.bell();
        let (wide, high) = ((0.12 * chance.bell()).exp(), (0.1 * chance.bell()).exp());
        let (slope, up) = (0.04 * chance.bell(), 0.08 * chance.bell());
        let [left, _, right, _] = bounds(self.strokes.iter().flatten());
        let middle = left.midpoint(right);
        let moved = |p: &Vec2| {
            let x = p.x - middle;
            Vec2::new(wide * (x + lean * p.y), high * p.y + slope * x + up)
        };
        self.strokes.iter().map(|s| s.iter().map(moved).collect()).collect()
    }
}

/// One writer's characters in rows of two to seven, as in numbers and codes; each is used once.
pub fn rows(characters: &[Example], chance: &mut Chance) -> Vec<Example> {
    let mut order: Vec<&Example> = characters.iter().collect();
    chance.shuffle(&mut order);
    let mut out = Vec::new();
    let mut rest = order.as_slice();
    while let Some(first) = rest.first() {
        let (now, later) = rest.split_at((2 + chance.below(6)).min(rest.len()));
        rest = later;
        let mut row = Example { writer: first.writer, strokes: Vec::new(), text: String::new() };
        let mut right = 0.0;
        for c in now {
            let [left, _, end, _] = bounds(c.strokes.iter().flatten());
            let shift = right + 0.2 + 0.4 * chance.even() - left;
            let up = 0.06 * chance.bell();
            let moved = |s: &Polyline| s.iter().map(|p| Vec2::new(p.x + shift, p.y + up)).collect();
            row.strokes.extend(c.strokes.iter().map(moved));
            row.text.push_str(&c.text);
            right = end + shift;
        }
        out.push(row);
    }
    out
}
