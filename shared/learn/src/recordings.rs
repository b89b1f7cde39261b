//! Pen recordings from disk, in x-heights over each sample's baseline.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use longhand_ink::geometry::Vec2;
use rayon::prelude::*;
use serde::Deserialize;

use crate::polyline::{bounds, quantile};

/// A pen-down movement, in x-heights, y down.
pub type Polyline = Vec<Vec2>;

/// What a sample holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A word without spaces.
    Word,
    /// A line of text with spaces.
    Line,
    /// One character, written alone; its baseline is unknown.
    Char,
}

/// One piece of a marked letter: stroke, first point, one past the last.
pub type Piece = (usize, usize, usize);

/// One recorded sample.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Index into [`Recordings::writers`].
    pub writer: usize,
    /// Word, line or character.
    pub kind: Kind,
    /// What was written.
    pub text: Vec<char>,
    /// Strokes in x-heights; baseline 0 for words and lines, the box's top for characters.
    pub strokes: Vec<Polyline>,
    /// Letter marks of the source, where it has them.
    pub marks: Option<Vec<(char, Vec<Piece>)>>,
}

/// All samples of one folder.
pub struct Recordings {
    /// Pseudonyms, sorted.
    pub writers: Vec<String>,
    /// Whether a form held each writer's letters apart, so that their gaps are not the writer's own.
    pub combed: Vec<bool>,
    /// Words, lines and characters in file order.
    pub samples: Vec<Sample>,
}

/// Sets written in boxes or combs.
const COMBS: [&str; 4] = ["apb", "ced", "pap", "phi"];
/// A writer without a known x-height is measured by at least so many characters.
const LEAST_MEASURED: usize = 15;

#[derive(Deserialize)]
struct WriterRow {
    tier: String,
    xh: BTreeMap<String, f32>,
}

#[derive(Deserialize)]
struct Row {
    w: String,
    c: String,
    #[serde(default)]
    k: Option<Kind>,
    t: String,
    s: Vec<Vec<f32>>,
    b: Option<f32>,
    ch: Option<Vec<(String, Vec<Piece>)>>,
    cer: Option<f32>,
}

impl Recordings {
    /// Reads every shard of `folder`, keeping writers that `writers.json` puts in tier A or B and those it does
    /// not name, whose characters are measured by the usual heights of all others'.
    pub fn load(folder: &Path) -> Result<Self> {
        let table: BTreeMap<String, WriterRow> =
            serde_json::from_slice(&std::fs::read(folder.join("writers.json")).context("writers.json")?)?;
        let mut shards: Vec<PathBuf> = std::fs::read_dir(folder)?
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|p| p.to_string_lossy().ends_with(".jsonl.gz"))
            .collect();
        shards.sort();
        let parts: Vec<Vec<Read>> = shards.par_iter().map(|p| read_shard(p, &table)).collect::<Result<_>>()?;
        let mut read: Vec<Read> = parts.into_iter().flatten().collect();
        measure(&mut read);
        let known = table.iter().filter(|(_, r)| r.tier != "C").map(|(w, _)| w);
        let names: BTreeSet<&String> = known.chain(read.iter().map(|r| &r.writer)).collect();
        let writers: Vec<String> = names.into_iter().cloned().collect();
        let combed = writers.iter().map(|w| table.get(w).is_some_and(WriterRow::is_combed)).collect();
        let own = |r: Read| Some(Sample { writer: writers.binary_search(&r.writer).ok()?, ..r.sample });
        let samples = read.into_iter().filter_map(own).collect();
        Ok(Self { writers, combed, samples })
    }
}

/// A sample as it was read.
struct Read {
    writer: String,
    sample: Sample,
    /// Whether it is in millimetres still, for want of an x-height.
    raw: bool,
}

fn read_shard(path: &Path, table: &BTreeMap<String, WriterRow>) -> Result<Vec<Read>> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let lines = BufReader::with_capacity(1 << 20, flate2::read::GzDecoder::new(file)).lines();
    let mut out = Vec::new();
    for line in lines {
        let row: Row = serde_json::from_str(&line?).with_context(|| path.display().to_string())?;
        let known = table.get(&row.w);
        let unit = match known {
            Some(writer) => x_height_mm(writer, &row.c).filter(|_| writer.tier != "C"),
            None => Some(1.0),
        };
        let writer = row.w.clone();
        let sample = unit.and_then(|unit| to_sample(row, unit));
        out.extend(sample.map(|sample| Read { writer, sample, raw: known.is_none() }));
    }
    Ok(out)
}

/// Brings characters in millimetres to x-heights: each of them is on the whole as high, in x-heights, as those
/// that are measured. Writers with too few of them are left out, as are their words, which have no unit.
fn measure(read: &mut Vec<Read>) {
    let mut usual: BTreeMap<char, Vec<f32>> = BTreeMap::new();
    for r in read.iter().filter(|r| !r.raw) {
        if let Some((c, height)) = r.sample.height_of_char() {
            usual.entry(c).or_default().push(height);
        }
    }
    let usual: BTreeMap<char, f32> = usual.into_iter().map(|(c, mut v)| (c, quantile(&mut v, 0.5))).collect();
    let mut scales: BTreeMap<String, Vec<f32>> = BTreeMap::new();
    for r in read.iter().filter(|r| r.raw) {
        let Some((c, height)) = r.sample.height_of_char() else { continue };
        scales.entry(r.writer.clone()).or_default().extend(usual.get(&c).map(|u| height / u));
    }
    scales.retain(|_, v| v.len() >= LEAST_MEASURED);
    let units: BTreeMap<String, f32> = scales.into_iter().map(|(w, mut v)| (w, quantile(&mut v, 0.5))).collect();
    read.retain(|r| !r.raw || (r.sample.kind == Kind::Char && units.contains_key(&r.writer)));
    for r in read.iter_mut().filter(|r| r.raw) {
        let unit = units[&r.writer];
        for p in r.sample.strokes.iter_mut().flatten() {
            *p = *p * (1.0 / unit);
        }
    }
}

impl Sample {
    /// The character of a sample of one that is high enough to measure by, and how high it is.
    fn height_of_char(&self) -> Option<(char, f32)> {
        let c = *self.text.first().filter(|c| self.kind == Kind::Char && c.is_ascii_alphanumeric())?;
        let [_, top, _, bottom] = bounds(self.strokes.iter().flatten());
        (bottom - top > 0.0).then_some((c, bottom - top))
    }
}

impl WriterRow {
    fn is_combed(&self) -> bool {
        self.xh.keys().any(|set| COMBS.contains(&set.as_str()))
    }
}

/// The writer's median x-height in this set, else over all of the writer's sets.
fn x_height_mm(writer: &WriterRow, set: &str) -> Option<f32> {
    let mut all: Vec<f32> = writer.xh.values().copied().collect();
    all.sort_by(f32::total_cmp);
    writer.xh.get(set).copied().or_else(|| all.get(all.len() / 2).copied()).filter(|x| *x > 0.3)
}

/// The sample, of writer 0; `None` for samples that nothing can be learned from: unreadable labels, or no baseline.
fn to_sample(row: Row, unit_mm: f32) -> Option<Sample> {
    let kind = row.k.unwrap_or(Kind::Char);
    let base = match kind {
        Kind::Char => 0.0,
        Kind::Word | Kind::Line => row.b?,
    };
    if row.cer.is_some_and(|c| c > 0.67) && row.ch.is_none() {
        return None;
    }
    let strokes = row.s.iter().map(|flat| decode(flat, base, unit_mm)).collect();
    let marks = row.ch.map(|m| m.into_iter().filter_map(|(c, p)| Some((c.chars().next()?, p))).collect());
    Some(Sample { writer: 0, kind, text: row.t.chars().collect(), strokes, marks })
}

/// Cumulative hundredths of a millimetre to x-heights over the baseline.
fn decode(flat: &[f32], base: f32, unit_mm: f32) -> Polyline {
    let k = 0.01 / unit_mm;
    let mut p = Vec2::new(0.0, 0.0);
    flat.chunks_exact(2)
        .map(|d| {
            p = p + Vec2::new(d[0], d[1]);
            Vec2::new(p.x * k, (p.y - base) * k)
        })
        .collect()
}

#[cfg(test)]
mod tests;
