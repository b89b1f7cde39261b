//! What was learned, as the model file.

use longhand_ink::model::write::{ClassOut, Head, model};
use longhand_ink::model::{HABITS, HandRow, Link, STYLE};
use nalgebra::DMatrix;

use crate::allographs::Allograph;
use crate::cut;
use crate::habits::{GapModel, JoinModel};
use crate::style::Styles;

fn link(l: cut::Link) -> Link {
    match l {
        cut::Link::None => Link::None,
        cut::Link::Low => Link::Low,
        cut::Link::High => Link::High,
    }
}

fn rows(m: &DMatrix<f32>) -> Vec<Vec<f32>> {
    m.row_iter().map(|r| r.iter().copied().collect()).collect()
}

/// The bytes of the model with these hands.
pub fn pack(classes: &[Allograph], styles: &Styles, gaps: &GapModel, joins: &JoinModel, hands: &[HandRow]) -> Vec<u8> {
    let mut habits = [[0.0; 2 + STYLE]; HABITS];
    for (out, (mean, sd, line)) in habits.iter_mut().zip(&styles.habits) {
        out[0] = *mean;
        out[1] = *sd;
        out[2..].copy_from_slice(line);
    }
    let head = Head { habits, gaps: [gaps.after, gaps.before], joins: [joins.lower, joins.upper] };
    let out: Vec<ClassOut> = classes
        .iter()
        .zip(&styles.classes)
        .map(|(c, l)| ClassOut {
            c: c.key.c,
            links: [link(c.key.entry), link(c.key.exit)],
            counts: [c.key.main, c.key.late, c.points],
            count: c.writers.len(),
            share: (l.share, &l.share_style),
            mean: &l.mean,
            rows: [rows(&l.style), rows(&l.personal), rows(&l.momentary)],
        })
        .collect();
    model(&head, &out, hands)
}

#[cfg(test)]
mod tests;
