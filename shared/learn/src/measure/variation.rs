//! How much a short word differs from itself on one page, and from the same word by others.

use longhand_ink::hand::Hand;
use rayon::prelude::*;

use super::written;
use crate::polyline::{bounds, quantile, sample_by};
use crate::reader::{Example, Material};
use crate::recordings::Polyline;

/// Points along all strokes of a word.
const POINTS: usize = 48;
/// Words that are long enough to differ, and short enough to be written alike.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=5;
/// Pairs of one word.
const PAIRS: usize = 4000;

/// Ours over people's.
#[derive(Clone, Copy, Debug)]
pub struct Variation {
    /// Median distance of a word from itself by the same hand, over the same by the same writer.
    pub within: f32,
    /// Median distance of a word from itself by another hand, over the same by another writer.
    pub between: f32,
    /// The four distances in x-heights: ours within, people's within, ours between, people's between.
    pub distances: [f32; 4],
}

/// A word's strokes as one walk, even steps, about its own middle.
fn walk(strokes: &[Polyline]) -> Option<Polyline> {
    // Lifts take no points: arc length runs on from stroke to stroke.
    let (mut done, mut points, mut at) = (0.0, Vec::new(), Vec::new());
    for s in strokes {
        for (i, p) in s.iter().enumerate() {
            if i > 0 {
                done += (*p - s[i - 1]).length();
            }
            points.push(*p);
            at.push(done);
        }
    }
    let mut out = (done > 0.5).then(|| sample_by(&points, &at, POINTS))?;
    let [left, top, right, bottom] = bounds(&out);
    let middle = longhand_ink::geometry::Vec2::new(left.midpoint(right), top.midpoint(bottom));
    for p in &mut out {
        *p = *p - middle;
    }
    Some(out)
}

fn apart(a: &Polyline, b: &Polyline) -> f32 {
    let square: f32 = a.iter().zip(b).map(|(p, q)| (*p - *q).length().powi(2)).sum();
    (square / POINTS as f32).sqrt()
}

/// A word as it was written once.
struct Written {
    text: String,
    by: usize,
    walk: Polyline,
}

/// Measures the hands beside people who wrote a word twice.
pub fn variation(material: &Material, hands: &[&Hand]) -> Variation {
    let words = material.words.iter().chain(&material.unseen_words);
    let fit = |w: &&Example| LETTERS.contains(&w.text.len()) && w.text.chars().all(|c| c.is_ascii_lowercase());
    let mut people: Vec<Written> = words
        .filter(fit)
        .filter_map(|w| Some(Written { text: w.text.clone(), by: w.writer, walk: walk(&w.strokes)? }))
        .collect();
    people.sort_by(|a, b| (&a.text, a.by).cmp(&(&b.text, b.by)));
    let ours = ours(&people, hands);
    let median = |all: &[Written], same: bool| {
        let mut far: Vec<f32> = pairs(all, same).into_iter().map(|(a, b)| apart(&all[a].walk, &all[b].walk)).collect();
        if far.is_empty() { f32::NAN } else { quantile(&mut far, 0.5) }
    };
    let distances = [median(&ours, true), median(&people, true), median(&ours, false), median(&people, false)];
    Variation { within: distances[0] / distances[1], between: distances[2] / distances[3], distances }
}

/// Words that people wrote twice, by every hand, twice.
fn ours(people: &[Written], hands: &[&Hand]) -> Vec<Written> {
    let texts: Vec<&String> = pairs(people, true).into_iter().map(|(a, _)| &people[a].text).collect();
    let step = (texts.len() / 40).max(1);
    let texts: Vec<&String> = texts.into_iter().step_by(step).collect();
    let by_hand = hands.par_iter().enumerate().flat_map_iter(|(by, hand)| {
        let twice = texts.iter().enumerate().flat_map(|(k, t)| [(2 * k, *t), (2 * k + 1, *t)]);
        twice.filter_map(move |(nth, t)| {
            Some(Written { text: t.clone(), by, walk: walk(&written(hand, t, 5000 + nth as u64))? })
        })
    });
    let mut out: Vec<Written> = by_hand.collect();
    out.sort_by(|a, b| (&a.text, a.by).cmp(&(&b.text, b.by)));
    out
}

/// Neighbours in the order of texts and writers that share the text: by the same writer, or by two.
fn pairs(all: &[Written], same: bool) -> Vec<(usize, usize)> {
    let found: Vec<(usize, usize)> = (1..all.len())
        .filter(|k| all[*k].text == all[k - 1].text && (all[*k].by == all[k - 1].by) == same)
        .map(|k| (k - 1, k))
        .collect();
    let step = (found.len() / PAIRS).max(1);
    found.into_iter().step_by(step).collect()
}
