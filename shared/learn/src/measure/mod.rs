//! What the built-in hands are worth, measured against writers that nothing was learned from.
//!
//! [`legibility`]: how often they are misread. [`realism`]: how well a judge tells them from people, by
//! [`traits`] of their words. [`variation`]: how much a word differs from itself, and from another hand's.
//! [`page`] shows it all; [`mod@blind`] asks a reader, and [`mod@sight`] one that sees pictures alone.

mod blind;
mod legibility;
mod page;
mod pixels;
mod realism;
mod sight;
mod traits;
mod variation;

use std::path::Path;

use anyhow::Result;
use longhand_ink::hand::{Hand, catalogue};
use longhand_ink::rng::{Purpose, Stream};
use rayon::prelude::*;

use crate::habits::slants;
use crate::pipeline::write;
use crate::polyline::upright;
use crate::reader::{Example, Material, Reader};
use crate::recordings::{Polyline, Recordings};
use legibility::Legibility;
use realism::Realism;
pub use realism::told;
pub use sight::{Paths as SightPaths, sight};
use variation::Variation;

/// One built-in hand and its figures.
struct Row {
    hand: Hand,
    id: &'static str,
    legibility: Legibility,
    /// How well its words are told from people's.
    told: f32,
}

/// Everything that was measured.
struct Figures {
    rows: Vec<Row>,
    /// What the reader makes of people it never saw.
    people: Legibility,
    realism: Realism,
    variation: Variation,
}

/// Where things are read from and written to.
pub struct Paths<'a> {
    /// The recordings.
    pub recordings: &'a Path,
    /// The reader that measures.
    pub reader: &'a Path,
    /// The page with pictures.
    pub page: &'a Path,
    /// The table of figures.
    pub table: &'a Path,
}

/// Measures the hands of this version and writes what was found.
pub fn report(paths: &Paths) -> Result<()> {
    let recordings = Recordings::load(paths.recordings)?;
    let material = Material::new(&recordings, &slants(&recordings));
    let reader = Reader::parse(&std::fs::read(paths.reader)?)?;
    let figures = measure(&reader, &material);
    let table = page::table(&figures);
    println!("{table}");
    write(paths.table, table.as_bytes())?;
    write(paths.page, page::html(&figures)?.as_bytes())
}

/// Draws lines by people and by us, mixed; returns which are whose.
pub fn blind(recordings: &Path, seed: u64, out: &Path) -> Result<String> {
    blind::sheet(&Recordings::load(recordings)?, seed, out)
}

/// Of each hand, whether it is misread no more than people: in words, in those with capitals, and in digits.
pub fn legible(reader: &Reader, material: &Material, hands: &[&Hand]) -> Vec<bool> {
    let (texts, people) = (legibility::Texts::of(material), Legibility::of_people(reader, material));
    hands.par_iter().map(|hand| Legibility::of_hand(reader, hand, &texts).is_within(people)).collect()
}

fn measure(reader: &Reader, material: &Material) -> Figures {
    let hands: Vec<(&'static str, Hand)> =
        catalogue().iter().filter_map(|info| Some((info.id, Hand::find(info.id)?))).collect();
    let texts = legibility::Texts::of(material);
    let people = Legibility::of_people(reader, material);
    let all: Vec<&Hand> = hands.iter().map(|(_, h)| h).collect();
    let realism = realism::realism(material, &all);
    let variation = variation::variation(material, &all);
    let rows = hands.par_iter().zip(&realism.each).map(|((id, hand), told)| Row {
        hand: hand.clone(),
        id,
        legibility: Legibility::of_hand(reader, hand, &texts),
        told: *told,
    });
    Figures { rows: rows.collect(), people, realism, variation }
}

/// The upright strokes of a word by a hand; `nth` tells its words apart.
fn written(hand: &Hand, text: &str, nth: u64) -> Vec<Polyline> {
    write_upright(hand, text, Stream::root(77).sub(Purpose::Word, nth))
}

/// The upright strokes of a word by a hand.
pub fn write_upright(hand: &Hand, word: &str, stream: Stream) -> Vec<Polyline> {
    let mut strokes: Vec<Polyline> = hand.write_word(word, stream).strokes.into_iter().map(|s| s.points).collect();
    upright(&mut strokes, hand.slant());
    strokes
}

/// Words of people, by writer; writers with fewer than `least` are left out.
fn by_writer(words: &[Example], least: usize) -> Vec<Vec<&Example>> {
    let mut out: Vec<Vec<&Example>> = Vec::new();
    for w in words {
        match out.iter_mut().find(|own| own[0].writer == w.writer) {
            Some(own) => own.push(w),
            None => out.push(vec![w]),
        }
    }
    out.retain(|own| own.len() >= least);
    out
}

#[cfg(test)]
mod tests;
