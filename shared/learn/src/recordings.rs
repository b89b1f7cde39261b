//! Pen recordings from disk, in x-heights over each sample's baseline.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use longhand_ink::geometry::Vec2;
use rayon::prelude::*;
use serde::Deserialize;

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
    /// Words, lines and characters in file order.
    pub samples: Vec<Sample>,
}

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
    /// Reads every shard of `folder`, keeping writers that `writers.json` puts in tier A or B. Writers it does
    /// not name have no known x-height and are left out.
    pub fn load(folder: &Path) -> Result<Self> {
        let table: BTreeMap<String, WriterRow> =
            serde_json::from_slice(&std::fs::read(folder.join("writers.json")).context("writers.json")?)?;
        let writers: Vec<String> = table.iter().filter(|(_, r)| r.tier != "C").map(|(w, _)| w.clone()).collect();
        let mut shards: Vec<PathBuf> = std::fs::read_dir(folder)?
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|p| p.to_string_lossy().ends_with(".jsonl.gz"))
            .collect();
        shards.sort();
        let parts: Vec<Vec<Sample>> =
            shards.par_iter().map(|p| read_shard(p, &table, &writers)).collect::<Result<_>>()?;
        Ok(Self { writers, samples: parts.into_iter().flatten().collect() })
    }
}

fn read_shard(path: &Path, table: &BTreeMap<String, WriterRow>, writers: &[String]) -> Result<Vec<Sample>> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let lines = BufReader::with_capacity(1 << 20, flate2::read::GzDecoder::new(file)).lines();
    let mut out = Vec::new();
    for line in lines {
        let row: Row = serde_json::from_str(&line?).with_context(|| path.display().to_string())?;
        let Ok(writer) = writers.binary_search(&row.w) else { continue };
        let Some(unit) = x_height_mm(&table[&row.w], &row.c) else { continue };
        out.extend(to_sample(row, writer, unit));
    }
    Ok(out)
}

/// The writer's median x-height in this set, else over all of the writer's sets.
fn x_height_mm(writer: &WriterRow, set: &str) -> Option<f32> {
    let mut all: Vec<f32> = writer.xh.values().copied().collect();
    all.sort_by(f32::total_cmp);
    writer.xh.get(set).copied().or_else(|| all.get(all.len() / 2).copied()).filter(|x| *x > 0.3)
}

/// `None` for samples that nothing can be learned from: unreadable labels, or no baseline.
fn to_sample(row: Row, writer: usize, unit_mm: f32) -> Option<Sample> {
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
    Some(Sample { writer, kind, text: row.t.chars().collect(), strokes, marks })
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
