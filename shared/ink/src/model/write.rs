//! Writes a model file; the inverse of [`Model::parse`](super::Model::parse).

use super::class::HEAD;
use super::row::UNKNOWN;
use super::{HABITS, HandRow, Link, MAGIC, Model, ModelError, STYLE};

/// Where the number of hands stands, and where they begin.
const HANDS_COUNT_AT: usize = MAGIC.len() + 3 * 4;
const HANDS_AT: usize = HANDS_COUNT_AT + 4 + 4 * HABITS * (2 + STYLE) + 2 * 94 + 2 * 26 * 26;

/// One allograph to write; matrices are row after row.
pub struct ClassOut<'a> {
    /// The character.
    pub c: char,
    /// Its links.
    pub links: [Link; 2],
    /// Pieces of main ink, dots and bars, points of a piece.
    pub counts: [usize; 3],
    /// Letters it was learned from.
    pub count: usize,
    /// Share and its change with style.
    pub share: (f32, &'a [f32]),
    /// Mean shape.
    pub mean: &'a [f32],
    /// Style, personal and momentary directions.
    pub rows: [Vec<Vec<f32>>; 3],
}

/// Everything before the classes.
pub struct Head {
    /// Mean, residual deviation and change with style of each habit.
    pub habits: [[f32; 2 + STYLE]; HABITS],
    /// Gap effects of left and right letters, x-heights, by code less 33.
    pub gaps: [[f32; 94]; 2],
    /// Join shares: lower to lower, capital to lower.
    pub joins: [[[f32; 26]; 26]; 2],
}

/// The bytes of a model.
#[must_use]
pub fn model(head: &Head, classes: &[ClassOut], hands: &[HandRow]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    for n in [STYLE, HABITS, classes.len(), hands.len()] {
        out.extend((n as u32).to_le_bytes());
    }
    out.extend(head.habits.iter().flatten().flat_map(|v| v.to_le_bytes()));
    out.extend(head.gaps.iter().flatten().map(|v| ((v * 200.0).round() as i8).cast_unsigned()));
    out.extend(head.joins.iter().flatten().flatten().map(|v| (v * 255.0).round() as u8));
    for h in hands {
        hand(&mut out, h);
    }
    for c in classes {
        head_of(&mut out, c);
    }
    for c in classes {
        shapes_of(&mut out, c);
    }
    out
}

/// The same model with these hands in place of its own.
///
/// # Errors
/// [`ModelError`] where the bytes are not a model of this version.
pub fn with_hands(bytes: &[u8], hands: &[HandRow]) -> Result<Vec<u8>, ModelError> {
    let mut old = Vec::new();
    for h in Model::parse(bytes)?.hands() {
        hand(&mut old, h);
    }
    let mut out = bytes[..HANDS_AT].to_vec();
    out[HANDS_COUNT_AT..HANDS_COUNT_AT + 4].copy_from_slice(&(hands.len() as u32).to_le_bytes());
    for h in hands {
        hand(&mut out, h);
    }
    out.extend(&bytes[HANDS_AT + old.len()..]);
    Ok(out)
}

fn mean_scale(c: &ClassOut) -> f32 {
    largest(c.mean) / 32767.0
}

fn head_of(out: &mut Vec<u8>, c: &ClassOut) {
    let at = out.len();
    out.extend([c.c as u8, c.links[0] as u8, c.links[1] as u8]);
    out.extend(c.counts.map(|n| n as u8));
    out.extend((c.count as u32).to_le_bytes());
    out.extend(c.share.0.to_le_bytes());
    row(out, c.share.1);
    out.extend(mean_scale(c).to_le_bytes());
    out.extend(c.rows.iter().map(|rows| rows.len() as u8));
    debug_assert_eq!(out.len() - at, HEAD, "a head of another length");
}

fn shapes_of(out: &mut Vec<u8>, c: &ClassOut) {
    let scale = mean_scale(c);
    out.extend(c.mean.iter().flat_map(|v| ((v / scale).round() as i16).to_le_bytes()));
    for r in c.rows.iter().flatten() {
        row(out, r);
    }
}

fn largest(v: &[f32]) -> f32 {
    v.iter().fold(1e-6, |a, b| b.abs().max(a))
}

fn row(out: &mut Vec<u8>, row: &[f32]) {
    let scale = largest(row) / 127.0;
    out.extend(scale.to_le_bytes());
    out.extend(row.iter().map(|v| ((v / scale).round() as i8).cast_unsigned()));
}

fn hand(out: &mut Vec<u8>, h: &HandRow) {
    for t in [&h.id, &h.title] {
        out.push(t.len() as u8);
        out.extend(t.as_bytes());
    }
    out.extend(h.style.iter().flat_map(|v| v.to_le_bytes()));
    out.extend(h.seed.to_le_bytes());
    out.extend(h.joined.to_le_bytes());
    out.extend(h.ratings.iter().flat_map(|v| v.to_le_bytes()));
    out.extend(h.heights.unwrap_or(UNKNOWN).iter().flat_map(|v| v.to_le_bytes()));
}
