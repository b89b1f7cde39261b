//! What was learned, for people: figures as text, hands as pictures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, anyhow};
use longhand_ink::draw;
use longhand_ink::hand::Hand;
use longhand_ink::layout::compose;
use longhand_ink::model::Model;
use longhand_ink::params::{Format, RenderRequest};
use rayon::prelude::*;

use crate::allographs::Allograph;
use crate::cut::{Letter, Link};
use crate::habits::HABITS;
use crate::style::Styles;

/// Everything a character sheet should show.
const SHEET: &str = "Dear Lauren and Steve,\nThank you so much for the thoughtful wedding gift. We were looking at \
crystal wine glasses just the other week! Quick zebras jumped over 12 lazy boxes; why 3456789 & 0?\n\n\
ABCDEFGHIJKLM NOPQRSTUVWXYZ\nabcdefghijklm nopqrstuvwxyz\n0123456789 .,;:!?'\"-()[]{}/\\|\n@#$%&*+=<>_^`~ \
“Çà et là” – café, naïve, Łódź, größer, año… €5";

/// Letters of one character: in all, read surely, and used.
#[derive(Default)]
struct Coverage {
    all: usize,
    used: usize,
    forms: usize,
    joined: usize,
}

/// The report as Markdown.
pub fn text(letters: &[&Letter], classes: &[Allograph], styles: &Styles, bytes: usize) -> String {
    let mut by: BTreeMap<char, Coverage> = BTreeMap::new();
    for l in letters {
        by.entry(l.c).or_default().all += 1;
    }
    for c in classes {
        let e = by.entry(c.key.c).or_default();
        e.used += c.writers.len();
        e.forms += 1;
        e.joined += usize::from(c.key.entry != Link::None || c.key.exit != Link::None);
    }
    let used: usize = classes.iter().map(|c| c.writers.len()).sum();
    let mut out = format!(
        "# What the model was learned from\n\nMade by `longhand-learn`; not edited by hand.\n\n| | |\n|---|---|\n\
         | letters cut | {} |\n| letters used | {used} |\n| writers used | {} |\n| allographs | {} |\n\
         | variance of shapes explained by style | {:.1} % |\n| model file | {bytes} bytes |\n\n\
         {}## Coverage\n\n| character | letters | used | forms | of them joined |\n|---|---:|---:|---:|---:|\n",
        letters.len(),
        styles.writers,
        classes.len(),
        100.0 * styles.explained,
        habits_table(styles),
    );
    for (c, n) in by.iter().filter(|(c, _)| c.is_ascii_graphic()) {
        let c = if *c == '|' { "\\|".to_owned() } else { c.to_string() };
        let _ = writeln!(out, "| `{c}` | {} | {} | {} | {} |", n.all, n.used, n.forms, n.joined);
    }
    out
}

/// What the habits are called, in their order.
const HABIT_NAMES: [&str; HABITS] = [
    "lean, dx per dy",
    "gap between letters, x-heights",
    "its spread",
    "gap between words, x-heights",
    "its spread",
    "share of pairs joined",
    "wander of the baseline, x-heights",
];

/// Each habit of the mean writer, and how much writers differ in it.
fn habits_table(styles: &Styles) -> String {
    let mut out =
        "## Habits\n\n| habit | mean | between writers, by style | beside style |\n|---|---:|---:|---:|\n".to_owned();
    for (name, (mean, rest, line)) in HABIT_NAMES.iter().zip(&styles.habits) {
        let styled = line.iter().map(|v| v * v).sum::<f32>().sqrt();
        let _ = writeln!(out, "| {name} | {mean:.3} | {styled:.3} | {rest:.3} |");
    }
    out + "\n"
}

/// Writes one contact sheet a hand into `folder`.
pub fn sheets(folder: &Path, model: &[u8]) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let model: &'static Model<'static> =
        Box::leak(Box::new(Model::parse(Box::leak(model.to_vec().into_boxed_slice()))?));
    model.hands().par_iter().try_for_each(|row| {
        let pairs = [
            ("handwriting_id", "hand:1"),
            ("text", SHEET),
            ("handwriting_size", "36px"),
            ("line_spacing", "2.1"),
            ("width", "1200px"),
            ("height", "auto"),
            ("random_seed", "7"),
        ];
        let request = RenderRequest::from_pairs(Format::Png, pairs).map_err(|e| anyhow!("{e:?}"))?;
        let composed = compose(&request, &Hand::new(model, row), 0).map_err(|e| anyhow!("{e:?}"))?;
        Ok(std::fs::write(folder.join(format!("{}.png", row.title)), draw::png(&composed.page))?)
    })
}
