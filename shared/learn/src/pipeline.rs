//! The steps from recordings to the model file.

use std::path::{Path, PathBuf};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use longhand_ink::model::Model;
use longhand_ink::model::write::with_hands;
use rayon::prelude::*;

use crate::align::{Alignment, Keeper, align};
use crate::allographs::allographs;
use crate::cut::{Letter, cut};
use crate::frames::Frames;
use crate::habits::{habits, slants};
use crate::judge::Judge;
use crate::letters::{Extents, fit_frames, isolated};
use crate::pack::pack;
use crate::reader::{Material, Reader};
use crate::recordings::{Kind, Recordings, Sample};
use crate::{catalogue, reader, report, style};

/// Words and lines of one writer that are used, beside those with marked letters.
const WORDS_EACH: usize = 450;
const LINES_EACH: usize = 20;

/// Where things are read from and written to.
pub struct Paths<'a> {
    /// The recordings.
    pub recordings: &'a Path,
    /// The model file.
    pub model: &'a Path,
    /// The reader that hands are chosen by.
    pub reader: &'a Path,
    /// The report.
    pub report: &'a Path,
    /// Contact sheets, if wanted.
    pub sheets: Option<&'a Path>,
    /// Where alignments are kept, if anywhere.
    pub work: Option<&'a Path>,
}

/// A progress bar that names its step.
fn bar(step: &str, steps: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:>22} {bar:30} {pos}/{len} {elapsed} {msg}");
    ProgressBar::new(steps)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_prefix(step.to_owned())
}

/// Learns the model and writes it with its report.
pub fn learn(paths: &Paths, rounds: usize) -> Result<()> {
    let recordings = Recordings::load(paths.recordings)?;
    let slant = slants(&recordings);
    let picked = pick(&recordings);
    let words: Vec<Frames> = picked.par_iter().filter_map(|s| Frames::new(s, slant[s.writer])).collect();
    let found = align(&words, rounds, &Folder(paths.work), &bar("letters in words", rounds as u64));
    let mut cuts: Vec<Vec<Letter>> =
        words.par_iter().zip(&found).filter_map(|(w, a)| Some(cut(w, a.as_ref()?))).collect();
    let extents = fit_frames(&mut cuts);
    let alone = alone(&recordings, &slant, &extents);
    let (habits, gaps, joins) = habits(&cuts, &slant, &recordings.combed);
    let letters: Vec<&Letter> = cuts.iter().flatten().chain(&alone).collect();
    let judge = Judge::new(&words, &found);
    let mut classes = allographs(&letters, &bar("forms of letters", 0));
    // A cluster of wrong cuts is consistent, so only a reader tells it from a rare form.
    let mut legible = judge.legible(&classes).into_iter();
    classes.retain(|_| legible.next().unwrap_or(true));
    let styles = style::fit(&classes, &habits, &bar("styles of writers", 14));
    let bytes = pack(&classes, &styles, &gaps, &joins, &[]);
    let bytes = choose_hands(&bytes, paths.reader, &recordings)?;
    write(paths.model, &bytes)?;
    let text = report::text(&letters, &classes, &styles, bytes.len());
    write(paths.report, text.as_bytes())?;
    println!("{text}");
    paths.sheets.map_or(Ok(()), |folder| report::sheets(folder, &bytes))
}

/// Chooses the hands of a model that is there, with contact sheets if wanted.
pub fn choose(recordings: &Path, model: &Path, reader: &Path, sheets: Option<&Path>) -> Result<()> {
    let bytes = choose_hands(&std::fs::read(model)?, reader, &Recordings::load(recordings)?)?;
    write(model, &bytes)?;
    sheets.map_or(Ok(()), |folder| report::sheets(folder, &bytes))
}

/// The model with hands that the reader reads well.
fn choose_hands(bytes: &[u8], reader: &Path, recordings: &Recordings) -> Result<Vec<u8>> {
    let reader = Reader::parse(&std::fs::read(reader)?)?;
    let material = Material::new(recordings, &slants(recordings));
    let hands = catalogue::choose(kept(bytes.to_vec())?, &reader, &material, &bar("hands", 0));
    Ok(with_hands(bytes, &hands)?)
}

/// A model that lives to the end of the program, as the shipped one does.
fn kept(bytes: Vec<u8>) -> Result<&'static Model<'static>> {
    Ok(Box::leak(Box::new(Model::parse(Box::leak(bytes.into_boxed_slice()))?)))
}

/// Learns to read, or goes on from a reader that is there, and writes the reader.
pub fn learn_to_read(recordings: &Path, plan: reader::Plan, from: Option<&Path>, out: &Path) -> Result<()> {
    let from = from.map(|file| Reader::parse(&std::fs::read(file)?)).transpose()?;
    let recordings = Recordings::load(recordings)?;
    let material = Material::new(&recordings, &slants(&recordings));
    println!("{material}");
    reader::train(&material, plan, from, out, &bar("reading", 1))
}

/// Writes a file, and its folder if there is none.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(path, bytes)?)
}

/// Words and short lines, the first so many of each writer and all with marked letters.
fn pick(recordings: &Recordings) -> Vec<&Sample> {
    let mut taken = vec![[0; 2]; recordings.writers.len()];
    let fits = |s: &&Sample| {
        let (kind, most) = match s.kind {
            Kind::Word if s.text.len() <= 14 => (0, WORDS_EACH),
            Kind::Line if s.text.len() < 70 && s.text.contains(&' ') => (1, LINES_EACH),
            _ => return false,
        };
        taken[s.writer][kind] += 1;
        s.marks.is_some() || taken[s.writer][kind] <= most
    };
    recordings.samples.iter().filter(fits).collect()
}

/// Capitals, digits and signs written alone. Small letters are learned from words only, where they are
/// written as in words.
fn alone(recordings: &Recordings, slant: &[f32], extents: &Extents) -> Vec<Letter> {
    let chars = recordings.samples.par_iter().filter(|s| s.kind == Kind::Char);
    chars.filter_map(|s| isolated(s, slant[s.writer], extents)).filter(|l| !l.c.is_ascii_lowercase()).collect()
}

/// Alignments as files of one folder, one a round; keeps nothing without a folder.
struct Folder<'a>(Option<&'a Path>);

impl Folder<'_> {
    fn file(&self, round: usize) -> Option<PathBuf> {
        self.0.map(|f| f.join(format!("alignments-{round}.json")))
    }
}

impl Keeper for Folder<'_> {
    fn kept(&self, round: usize) -> Option<Vec<Option<Alignment>>> {
        serde_json::from_slice(&std::fs::read(self.file(round)?).ok()?).ok()
    }

    fn keep(&self, round: usize, found: &[Option<Alignment>]) {
        let Some(file) = self.file(round) else { return };
        let kept = serde_json::to_vec(found).map_err(Into::into).and_then(|bytes| write(&file, &bytes));
        if let Err(e) = kept {
            eprintln!("round {round} is not kept: {e}");
        }
    }
}
