//! Writes a model file; the inverse of [`Model::parse`](super::Model::parse).

use super::row::UNKNOWN;
use super::{HABITS, HandRow, Link, MAGIC, Model, ModelError, STYLE};

/// Where the number of hands stands.
const HANDS_AT: usize = MAGIC.len() + 3 * 4;

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
    for c in classes {
        class(&mut out, c);
    }
    for h in hands {
        hand(&mut out, h);
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
    let mut out = bytes[..bytes.len() - old.len()].to_vec();
    out[HANDS_AT..HANDS_AT + 4].copy_from_slice(&(hands.len() as u32).to_le_bytes());
    for h in hands {
        hand(&mut out, h);
    }
    Ok(out)
}

fn class(out: &mut Vec<u8>, c: &ClassOut) {
    out.extend([c.c as u8, c.links[0] as u8, c.links[1] as u8]);
    out.extend(c.counts.map(|n| n as u8));
    out.extend((c.count as u32).to_le_bytes());
    out.extend(c.share.0.to_le_bytes());
    rows(out, &[c.share.1.to_vec()]);
    let scale = largest(c.mean) / 32767.0;
    out.extend(scale.to_le_bytes());
    out.extend(c.mean.iter().flat_map(|v| ((v / scale).round() as i16).to_le_bytes()));
    for r in &c.rows {
        rows(out, r);
    }
}

fn largest(v: &[f32]) -> f32 {
    v.iter().fold(1e-6, |a, b| b.abs().max(a))
}

fn rows(out: &mut Vec<u8>, rows: &[Vec<f32>]) {
    out.push(rows.len() as u8);
    for r in rows {
        let scale = largest(r) / 127.0;
        out.extend(scale.to_le_bytes());
        out.extend(r.iter().map(|v| ((v / scale).round() as i8).cast_unsigned()));
    }
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
