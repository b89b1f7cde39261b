//! What the built-in hands are known by: how the lines of each turn, with pens that are unlike each other. It is kept beside
//! the model as it was drawn, since drawing it takes seconds: for each hand and pen the shares of all pairs of directions, in
//! parts of 2^17, two bytes each, the lesser first.

use super::{DIRECTIONS, LEGS, Likeness};
use crate::draw::{Coverage, coverage};
use crate::hand::{HandInfo, catalogue};
use crate::layout::compose;
use crate::params::{Format, RenderRequest};

/// As it was drawn.
static KEPT: &[u8] = include_bytes!("../../model/likeness.lhl");

/// Pens whose lines are unlike each other's.
const PENS: [&str; 3] = ["ball", "felt", "fountain"];
/// What each hand writes.
const SAMPLE: &str = "The quick brown fox jumps over the lazy dog and then runs\nback home to write another letter to her old \
                      friend Anna,\nwho lives by the sea with four cats and a piano.";
/// Pairs of directions with legs of all lengths.
const PAIRS: usize = LEGS.len() * DIRECTIONS * DIRECTIONS;
/// No pair is more than half of all.
const PARTS: f32 = 131_072.0;

/// Each hand with each pen, as it was drawn.
pub fn known() -> impl Iterator<Item = (&'static HandInfo, Vec<Likeness>)> {
    let share = |bytes: &[u8; 2]| f32::from(u16::from_le_bytes(*bytes)) / PARTS;
    let likeness = move |bytes: &[u8]| Likeness(bytes.as_chunks().0.iter().map(share).collect());
    let of_hand = move |bytes: &[u8]| bytes.chunks_exact(2 * PAIRS).map(likeness).collect();
    catalogue().iter().zip(KEPT.chunks_exact(PENS.len() * 2 * PAIRS).map(of_hand))
}

/// What `model/likeness.lhl` must have: all hands with all pens, drawn.
#[must_use]
pub fn drawn() -> Vec<u8> {
    let each = catalogue().iter().flat_map(|hand| PENS.map(|pen| with_pen(hand, pen)));
    let shares = each.flat_map(|likeness| likeness.map_or_else(|| vec![0.0; PAIRS], |likeness| likeness.0));
    shares.flat_map(|share| ((share * PARTS).round() as u16).to_le_bytes()).collect()
}

fn with_pen(hand: &HandInfo, pen: &str) -> Option<Likeness> {
    let page = [("width", "auto"), ("height", "auto"), ("handwriting_size", "60px"), ("random_seed", "1")];
    let pairs = [("handwriting_id", hand.id), ("text", SAMPLE), ("pen", pen)];
    let request = RenderRequest::from_pairs(Format::Png, page.into_iter().chain(pairs)).ok()?;
    let drawn = compose(&request, request.hand(), 1).ok()?;
    let Coverage { width, levels, .. } = coverage(&drawn.page);
    Likeness::of(width as usize, &levels.iter().map(|ink| 255 - ink).collect::<Vec<_>>())
}
