//! What a reader of pictures makes of what is drawn: words as they are given out, pixel by pixel.
//!
//! It has learned from people's words alone, and reads by their letters and by how they spell, without a dictionary.

use std::path::Path;

use anyhow::{Result, anyhow};
use longhand_ink::draw::coverage;
use longhand_ink::hand::{HandInfo, catalogue};
use longhand_ink::layout::compose;
use longhand_ink::params::{Format, MM_PER_INCH, RenderRequest};
use rayon::prelude::*;

use crate::pipeline::write;
use crate::reader::{Errors, Reader, Ruling};

/// Height of capitals: an ordinary one on paper, in as many pixels as cells need to be of one darkness.
const SIZE: &str = "5mm";
const DPI: &str = "400";

/// Of the hands by how neat they are rated: those that should be read best.
const NEATEST: usize = 20;

/// Reads 5,000 words as they are drawn and writes what was found.
pub fn sight(paths: &Paths) -> Result<()> {
    let reader = Reader::parse(&std::fs::read(paths.reader)?)?;
    let words = std::fs::read_to_string(paths.words)?;
    let table = table(&read(&reader, &words.lines().collect::<Vec<_>>())?);
    println!("{table}");
    write(paths.table, table.as_bytes())
}

/// Where things are read from and written to.
pub struct Paths<'a> {
    /// The reader of pictures.
    pub reader: &'a Path,
    /// The words, a line each.
    pub words: &'a Path,
    /// The table of what was found.
    pub table: &'a Path,
}

/// What is read of the words, a hand each in turn, by the order of the catalogue.
fn read(reader: &Reader, words: &[&str]) -> Result<Vec<(&'static HandInfo, Errors)>> {
    let hands = catalogue();
    let hands = hands.par_iter().enumerate().map(|(nth, hand)| {
        let own = words.iter().enumerate().skip(nth).step_by(hands.len());
        let errors = own.map(|(seed, word)| Ok(Errors::between(word, &word_of(reader, hand, word, seed)?)));
        Ok((hand, errors.sum::<Result<Errors>>()?))
    });
    hands.collect()
}

/// What is read of a word of a hand.
fn word_of(reader: &Reader, info: &HandInfo, word: &str, seed: usize) -> Result<String> {
    let seed = (seed + 1).to_string();
    let pairs =
        [("handwriting_id", info.id), ("text", word), ("handwriting_size", SIZE), ("random_seed", &seed), ("dpi", DPI)];
    let auto = [("width", "auto"), ("height", "auto")];
    let request =
        RenderRequest::from_pairs(Format::Png, pairs.into_iter().chain(auto)).map_err(|e| anyhow!("{e:?}"))?;
    let hand = request.hand();
    let composed = compose(&request, hand, 0).map_err(|e| anyhow!("{e:?}"))?;
    let line = composed.lines.first().ok_or_else(|| anyhow!("no line for {word}"))?;
    let px = |mm: f64| (mm * composed.page.dpi / MM_PER_INCH) as f32;
    let ruling = Ruling {
        baseline: px(line.baseline_mm),
        x_height: px(composed.size_mm) / hand.metrics().cap_height,
        slant: hand.slant(),
    };
    Ok(reader.read_drawn(&coverage(&composed.page), ruling))
}

/// What is said of all hands, of the neatest, and of each.
fn table(found: &[(&HandInfo, Errors)]) -> String {
    let row = |name: &str, neatness: &str, errors: Errors| {
        let Errors { edits, characters } = errors;
        format!("| {name} | {neatness} | {characters} | {edits} | {:.2} % |\n", read_of(errors))
    };
    let mut out = String::from(
        "# What a reader of pictures makes of the hands\n\nMade by `longhand-learn sight`; not edited by hand. The words \
         of words.txt, a hand each in turn.\n\n| | neatness | characters | misread | read |\n|---|---:|---:|---:|---:|\n",
    );
    out += &row("all hands", "", found.iter().map(|f| f.1).sum());
    out += &row("the neatest", "", neatest(found));
    for (hand, errors) in found {
        out += &row(hand.title, &hand.rating_neatness.to_string(), *errors);
    }
    out
}

/// Hundredths of the characters that were read.
fn read_of(errors: Errors) -> f32 {
    100.0 * (1.0 - errors.rate())
}

fn neatest(found: &[(&HandInfo, Errors)]) -> Errors {
    let mut all: Vec<_> = found.iter().collect();
    all.sort_by_key(|(hand, _)| -hand.rating_neatness);
    all.iter().take(NEATEST).map(|f| f.1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const READER: &[u8] = include_bytes!("../../sight.lhr");
    const WORDS: &str = include_str!("../../words.txt");
    const TABLE: &str = include_str!("../../SIGHT.md");
    /// How much less may be read than what is written down, hundredths.
    const LEEWAY: f32 = 1.0;

    /// What is written down of a row.
    fn known(table: &str, name: &str) -> Option<f32> {
        let row = table.lines().find_map(|line| line.strip_prefix(&format!("| {name} |")))?;
        row.rsplit('|').nth(1)?.trim().strip_suffix(" %")?.parse().ok()
    }

    #[test]
    fn no_less_is_read_of_what_is_drawn_than_was_before() {
        let reader = Reader::parse(READER).unwrap();
        let words: Vec<&str> = WORDS.lines().collect();
        assert_eq!(words.len(), 5000);
        let found = read(&reader, &words).unwrap();
        let table = table(&found);
        let now: Vec<(&str, f32)> = ["all hands", "the neatest"].map(|row| (row, known(&table, row).unwrap())).into();
        assert!(now[0].1 >= 90.0 && now[1].1 >= 98.0, "{now:?}");
        for (row, read) in &now {
            let least = known(TABLE, row).unwrap() - LEEWAY;
            assert!(*read >= least, "{row}: {read} % read, {least} % at least; `longhand-learn sight` writes it down");
        }
    }

    #[test]
    fn what_was_written_down_is_found_by_its_row() {
        let table = table(&[(&catalogue()[0], Errors { edits: 3, characters: 200 })]);
        assert_eq!(
            (known(&table, "all hands"), known(&table, "the neatest"), known(&table, "none")),
            (Some(98.5), Some(98.5), None)
        );
    }
}
