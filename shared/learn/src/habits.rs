//! What a writer does beside shaping letters: lean, spacing, joining, wandering.

use std::collections::BTreeMap;

use longhand_ink::geometry::Vec2;
use longhand_ink::spacing::Sides;

use crate::cut::{Letter, Link};
use crate::polyline::{quantile, resample};
use crate::recordings::{Kind, Recordings};

/// Number of habits, in the order of `longhand_ink::model::Habit`.
pub const HABITS: usize = 7;

/// One writer's habits; NaN where the recordings do not tell.
pub type Habits = [f32; HABITS];

/// Gaps of a pair of lifted letters, explained by its writer and both letters.
pub struct GapModel {
    /// Added for the left letter of a pair, by character code less 33.
    pub after: [f32; 94],
    /// Added for the right letter.
    pub before: [f32; 94],
}

/// Share of joined pairs among writers who mostly join, by first and second letter.
pub struct JoinModel {
    /// Lower case to lower case.
    pub lower: [[f32; 26]; 26],
    /// Capital to lower case.
    pub upper: [[f32; 26]; 26],
}

struct Gap {
    writer: usize,
    pair: (usize, usize),
    /// Between the letters' ink, x-heights.
    width: f32,
    space: bool,
}

fn sides(l: &Letter) -> Sides {
    Sides::of(l.main.iter().map(Vec::as_slice))
}

fn index(c: char) -> usize {
    (c as usize).clamp(33, 126) - 33
}

/// Gaps between lifted neighbours, and between words.
fn gaps(words: &[Vec<Letter>]) -> Vec<Gap> {
    let mut out = Vec::new();
    for pair in words.iter().flat_map(|w| w.windows(2)) {
        let [a, b] = pair else { continue };
        if a.exit == Link::None && a.certainty > -1.5 && b.certainty > -1.5 && !a.main.is_empty() && !b.main.is_empty()
        {
            let gap = sides(a).gap(&sides(b));
            if (-0.6..if a.space_after { 4.0 } else { 1.5 }).contains(&gap) {
                out.push(Gap { writer: a.writer, pair: (index(a.c), index(b.c)), width: gap, space: a.space_after });
            }
        }
    }
    out
}

/// Additive model of letter gaps by backfitting, shrunk towards no effect.
fn gap_model(gaps: &[Gap], writer_mean: &[f32]) -> GapModel {
    let mut m = GapModel { after: [0.0; 94], before: [0.0; 94] };
    for _ in 0..6 {
        for side in 0..2 {
            let mut sum = [(0.0f32, 0.0f32); 94];
            for g in gaps.iter().filter(|g| !g.space && writer_mean[g.writer].is_finite()) {
                let other = if side == 0 { m.before[g.pair.1] } else { m.after[g.pair.0] };
                let k = if side == 0 { g.pair.0 } else { g.pair.1 };
                sum[k].0 += g.width - writer_mean[g.writer] - other;
                sum[k].1 += 1.0;
            }
            let effect = sum.map(|(s, n)| (s / (n + 30.0)).clamp(-0.3, 0.3));
            if side == 0 { m.after = effect } else { m.before = effect }
        }
    }
    m
}

/// Median and half the 16–84 % range.
fn centre(v: &mut [f32], least: usize) -> (f32, f32) {
    if v.len() < least {
        return (f32::NAN, f32::NAN);
    }
    (quantile(v, 0.5), (quantile(v, 0.84) - quantile(v, 0.16)) / 2.0)
}

fn by_writer(n: usize, values: impl Iterator<Item = (usize, f32)>) -> Vec<Vec<f32>> {
    let mut out = vec![Vec::new(); n];
    for (w, v) in values {
        out[w].push(v);
    }
    out
}

/// Habits of writers with the models of gaps and joins. Gaps in combs are the comb's: those writers' are NaN.
pub fn habits(words: &[Vec<Letter>], slant: &[f32], combed: &[bool]) -> (Vec<Habits>, GapModel, JoinModel) {
    let n = slant.len();
    let mut gaps = gaps(words);
    gaps.retain(|g| !combed[g.writer]);
    let mut letter = by_writer(n, gaps.iter().filter(|g| !g.space).map(|g| (g.writer, g.width)));
    let means: Vec<f32> = letter.iter_mut().map(|v| centre(v, 12).0).collect();
    let model = gap_model(&gaps, &means);
    let rest = |g: &Gap| (g.writer, g.width - model.after[g.pair.0] - model.before[g.pair.1]);
    let mut letter = by_writer(n, gaps.iter().filter(|g| !g.space).map(rest));
    let mut word = by_writer(n, gaps.iter().filter(|g| g.space).map(|g| (g.writer, g.width)));
    let mut wander = by_writer(n, words.iter().filter_map(|w| wander(w)));
    let joined = joined_share(words, n);
    let habits = (0..n)
        .map(|w| {
            let (lg, ls) = centre(&mut letter[w], 12);
            let (wg, ws) = centre(&mut word[w], 12);
            let (wa, _) = centre(&mut wander[w], 6);
            [slant[w], lg, ls, wg, ws, joined[w], wa]
        })
        .collect();
    (habits, model, joins(words, &joined))
}

fn lower_pairs(words: &[Vec<Letter>]) -> impl Iterator<Item = (&Letter, &Letter)> {
    words.iter().flat_map(|w| w.windows(2)).filter_map(|p| match p {
        [a, b] if b.c.is_ascii_lowercase() && a.c.is_ascii_alphabetic() && !a.space_after => Some((a, b)),
        _ => None,
    })
}

fn joined_share(words: &[Vec<Letter>], n: usize) -> Vec<f32> {
    let pairs = lower_pairs(words).filter(|(a, _)| a.c.is_ascii_lowercase());
    by_writer(n, pairs.map(|(a, _)| (a.writer, f32::from(u8::from(a.exit != Link::None)))))
        .iter()
        .map(|v| if v.len() < 40 { f32::NAN } else { v.iter().sum::<f32>() / v.len() as f32 })
        .collect()
}

/// Standard deviation of the letters' bottoms about the word's fitted baseline.
fn wander(word: &[Letter]) -> Option<(usize, f32)> {
    let bottoms: Vec<f32> = word
        .iter()
        .filter(|l| "aceimnorsuvwx".contains(l.c) && l.certainty > -1.0)
        .map(|l| crate::polyline::bounds(l.main.iter().flatten())[3])
        .filter(|v| v.is_finite())
        .collect();
    if bottoms.len() < 4 {
        return None;
    }
    let mean = bottoms.iter().sum::<f32>() / bottoms.len() as f32;
    let var = bottoms.iter().map(|b| (b - mean).powi(2)).sum::<f32>() / (bottoms.len() - 1) as f32;
    Some((word[0].writer, var.sqrt()))
}

fn joins(words: &[Vec<Letter>], joined: &[f32]) -> JoinModel {
    let mut count: BTreeMap<(char, char), (f32, f32)> = BTreeMap::new();
    let mut single: BTreeMap<(bool, char), (f32, f32)> = BTreeMap::new();
    for (a, b) in lower_pairs(words).filter(|(a, _)| joined[a.writer] > 0.7) {
        let hit = f32::from(u8::from(a.exit != Link::None));
        for e in [count.entry((a.c, b.c)).or_default(), single.entry((false, a.c)).or_default()] {
            e.0 += hit;
            e.1 += 1.0;
        }
        let e = single.entry((true, b.c)).or_default();
        e.0 += hit;
        e.1 += 1.0;
    }
    let share = |e: Option<&(f32, f32)>| e.map_or(0.5, |(h, n)| (h + 1.0) / (n + 2.0));
    let table = |first: u8| {
        std::array::from_fn(|i| {
            std::array::from_fn(|j| {
                let (a, b) = ((first + i as u8) as char, (b'a' + j as u8) as char);
                let prior = (share(single.get(&(false, a))) * share(single.get(&(true, b)))).sqrt();
                let (h, n) = count.get(&(a, b)).copied().unwrap_or_default();
                (h + 10.0 * prior) / (n + 10.0)
            })
        })
    };
    JoinModel { lower: table(b'a'), upper: table(b'A') }
}

/// Lean of each writer: dx per dy of the down strokes of their first samples, weighted by length.
pub fn slants(recordings: &Recordings) -> Vec<f32> {
    let mut sums = vec![(0.0f32, 0.0f32, 0usize); recordings.writers.len()];
    for s in &recordings.samples {
        let sum = &mut sums[s.writer];
        let most = if s.kind == Kind::Char { 50 } else { 400 };
        if sum.2 > most {
            continue;
        }
        sum.2 += 1;
        for pair in s.strokes.iter().flat_map(|p| steps(p)) {
            sum.0 += pair.x;
            sum.1 += pair.y;
        }
    }
    sums.iter().map(|(x, y, _)| if *y > 1.0 { x / y } else { 0.0 }).collect()
}

/// Downward steps of a stroke.
fn steps(stroke: &[Vec2]) -> Vec<Vec2> {
    let p = resample(stroke, 0.2, 3);
    p.windows(2).map(|w| w[1] - w[0]).filter(|d| d.y > 0.1 && d.x.abs() < 1.2 * d.y).collect()
}

#[cfg(test)]
mod tests;
