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
    /// What was written to learn from, alone and in lines, word by word.
    pub texts: Vec<String>,
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
        let told = recordings.samples.iter().filter(|s| s.kind != Kind::Char && !is_kept_out(s.writer));
        let told = told.map(|sample| sample.text.iter().collect::<String>());
        let texts = told.flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
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
        Self { words, characters, unseen_words, unseen_characters, unseen_digits, texts }
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
    /// Sets a character behind, so far at least: as high as it was written, or nearly.
    fn append(&mut self, c: &Self, gap: f32, chance: &mut Chance) {
        let right = bounds(self.strokes.iter().flatten())[2].max(0.0);
        let left = bounds(c.strokes.iter().flatten())[0];
        let loose = if c.text.chars().all(char::is_alphanumeric) { 0.06 } else { 0.12 };
        let shift = Vec2::new(right + gap + 0.4 * chance.even() - left, loose * chance.bell());
        self.strokes.extend(c.strokes.iter().map(|s| s.iter().map(|p| *p + shift).collect::<Polyline>()));
        self.text.push_str(&c.text);
    }

    /// Sets a character on the baseline.
    fn stand(&mut self) {
        let low = bounds(self.strokes.iter().flatten())[3];
        let down = self.text.chars().next().map_or(0.0, bottom) - low;
        for p in self.strokes.iter_mut().flatten() {
            p.y += down;
        }
    }

    /// The same word as another might have written it: leaning, stretched, sloping, larger, higher, bent.
    pub fn varied(&self, chance: &mut Chance) -> Vec<Polyline> {
        let lean = 0.12 * chance.bell();
        let (wide, high) = ((0.12 * chance.bell()).exp(), (0.1 * chance.bell()).exp());
        let (slope, up) = (0.04 * chance.bell(), 0.08 * chance.bell());
        let [left, _, right, _] = bounds(self.strokes.iter().flatten());
        let middle = left.midpoint(right);
        let [sideways, upwards] = [(); 2].map(|()| Wave::new(chance));
        let moved = |p: &Vec2| {
            let x = p.x - middle;
            let at = Vec2::new(wide * (x + lean * p.y), high * p.y + slope * x + up);
            at + Vec2::new(sideways.at(at), upwards.at(at))
        };
        self.strokes.iter().map(|s| s.iter().map(moved).collect()).collect()
    }
}

/// A gentle bend of a page.
///
/// Simard, Steinkraus & Platt, "Best practices for convolutional neural networks applied to visual document
/// analysis", 2003, has smooth fields of noise for it.
struct Wave {
    way: Vec2,
    phase: f32,
    height: f32,
}

impl Wave {
    fn new(chance: &mut Chance) -> Self {
        let way = Vec2::new(1.2 * chance.bell(), 1.2 * chance.bell());
        Self { way, phase: std::f32::consts::TAU * chance.even(), height: 0.06 * chance.bell() }
    }

    fn at(&self, p: Vec2) -> f32 {
        self.height * (self.way.x * p.x + self.way.y * p.y + self.phase).sin()
    }
}

/// A word of a writer and, of what that writer wrote alone, what may follow a word: a sign, or an apostrophe and a
/// letter or two.
pub fn followed(word: &Example, own: &[Example], chance: &mut Chance) -> Example {
    let mut some = |wanted: &dyn Fn(char) -> bool| {
        let fit: Vec<&Example> = own.iter().filter(|e| e.text.chars().all(wanted)).collect();
        (!fit.is_empty()).then(|| fit[chance.below(fit.len())])
    };
    let apostrophe = some(&|c| c == '\'');
    let letters = [some(&|c| "smtd".contains(c)), some(&|c| c.is_ascii_lowercase())];
    let sign = some(&|c| c.is_ascii_punctuation());
    let after: Vec<&Example> = match (apostrophe, chance.even() < 0.5) {
        (Some(apostrophe), true) => {
            [Some(apostrophe)].into_iter().chain(letters).take(2 + chance.below(2)).flatten().collect()
        }
        _ => sign.into_iter().collect(),
    };
    let mut out = word.clone();
    for sign in after {
        out.append(sign, -0.1, chance);
    }
    out
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
        for c in now {
            row.append(c, 0.2, chance);
        }
        out.push(row);
    }
    out
}
