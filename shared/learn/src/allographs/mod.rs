//! Letters to allographs: classes of letters that are written the same way, point for point.
//!
//! A class is a character, its links, its pieces and dots, and a k-means cluster of its shapes. Within a
//! class, letters are registered by dynamic time warping (Sakoe & Chiba, 1978), so that the same point of
//! each is the same moment of the movement.

mod down;
mod register;

use std::collections::BTreeMap;

use indicatif::ProgressBar;
use linfa::DatasetBase;
use linfa::traits::{Fit as _, Predict as _};
use linfa_clustering::KMeans;
use longhand_ink::geometry::Vec2;
use ndarray::Array2;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng as _;
use rayon::prelude::*;

use crate::cut::{Letter, Link};
use crate::polyline::{bounds, length, quantile};
use crate::recordings::Polyline;
use down::usual;
use register::{register, shape};

/// Points of a dot or bar.
pub const LATE_POINTS: usize = 8;
/// A class needs this many writers: what one person does is theirs, not the model's.
const LEAST_WRITERS: usize = 3;

/// What all letters of a class share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The character.
    pub c: char,
    /// How it begins.
    pub entry: Link,
    /// How it ends.
    pub exit: Link,
    /// Pen strokes of the main ink.
    pub main: usize,
    /// Dots and bars.
    pub late: usize,
}

/// One allograph with the letters that show it.
pub struct Allograph {
    /// What they share.
    pub key: Key,
    /// Points of each main piece.
    pub points: usize,
    /// One registered letter a row: x, y of each point, main pieces then dots and bars; x from the entry
    /// (joined) or the left edge.
    pub shapes: Array2<f32>,
    /// Writer of each row.
    pub writers: Vec<usize>,
}

struct Item<'a> {
    writer: usize,
    main: Vec<&'a Polyline>,
    late: Vec<Polyline>,
    x0: f32,
    length: f32,
}

/// Sorts letters into allographs.
pub fn allographs(letters: &[&Letter], bar: &ProgressBar) -> Vec<Allograph> {
    let mut by: BTreeMap<Key, Vec<Item>> = BTreeMap::new();
    let bars = bars(letters);
    for l in letters {
        if let Some((key, item)) = item(l, bars[&l.c]) {
            by.entry(key).or_default().push(item);
        }
    }
    let mut totals: BTreeMap<char, usize> = BTreeMap::new();
    for (k, v) in &by {
        *totals.entry(k.c).or_default() += v.len();
    }
    let groups: Vec<(Key, Vec<Item>)> = by.into_iter().collect();
    bar.set_length(groups.len() as u64);
    let found = groups.into_par_iter().flat_map_iter(|(key, items)| {
        bar.inc(1);
        split(key, items, totals[&key.c])
    });
    found.collect()
}

/// Certainty under which a cut is doubtful, by character: the less certain half, within limits.
fn bars(letters: &[&Letter]) -> BTreeMap<char, f32> {
    let mut all: BTreeMap<char, Vec<f32>> = BTreeMap::new();
    for l in letters {
        all.entry(l.c).or_default().push(l.certainty);
    }
    all.into_iter().map(|(c, mut v)| (c, quantile(&mut v, 0.5).clamp(-2.2, -0.7))).collect()
}

/// The letter as class material, unless its cut is doubtful.
fn item(l: &Letter, bar: f32) -> Option<(Key, Item<'_>)> {
    let main: Vec<&Polyline> = l.main.iter().filter(|p| p.len() > 1).collect();
    let dotted = matches!(l.c, 'i' | 'j');
    let doubtful = l.certainty < bar
        || main.is_empty()
        || main.len() > 4
        || l.late.len() > if dotted { 1 } else { 2 }
        || (!l.late.is_empty() && !"ijtfxTFHAEIJzZG".contains(l.c));
    let plain = !l.c.is_ascii_alphabetic();
    if doubtful || !usual(l, &main) || (plain && (l.entry != Link::None || l.exit != Link::None)) {
        return None;
    }
    if l.c.is_ascii_uppercase() && l.entry != Link::None {
        return None;
    }
    let all: Vec<Vec2> = main.iter().flat_map(|p| p.iter().copied()).collect();
    let [left, _, right, _] = bounds(&all);
    let x0 = if l.entry == Link::None { left } else { all[0].x };
    if (l.entry != Link::None && x0 > left + 0.8) || (l.exit != Link::None && all[all.len() - 1].x < right - 0.6) {
        return None;
    }
    let mut late = l.late.clone();
    for s in &mut late {
        let [x0, _, x1, _] = bounds(s.iter());
        if s[0].x > s[s.len() - 1].x && x1 - x0 > 0.3 {
            s.reverse();
        }
    }
    late.sort_by(|a, b| bounds(a).map(|v| v)[0].total_cmp(&bounds(b)[0]));
    let key = Key { c: l.c, entry: l.entry, exit: l.exit, main: main.len(), late: late.len() };
    let length = main.iter().map(|p| length(p)).sum();
    Some((key, Item { writer: l.writer, main, late, x0, length }))
}

/// Clusters the letters of one key.
fn split(key: Key, mut items: Vec<Item>, total: usize) -> Vec<Allograph> {
    let least = if key.c.is_ascii_lowercase() && !"jqxz".contains(key.c) { 14 } else { 8 };
    if items.len() < least || items.len() * 250 < total {
        return Vec::new();
    }
    let median = quantile(&mut items.iter().map(|i| i.length).collect::<Vec<_>>(), 0.5);
    items.retain(|i| (0.55 * median..1.7 * median + 0.3).contains(&i.length));
    let points = ((median / key.main as f32 / 0.12).round() as usize).clamp(8, 48);
    let rows: Vec<Vec<f32>> = items.iter().map(|i| shape(i, points)).collect();
    let wide = rows.first().map_or(0, Vec::len);
    let Ok(data) = Array2::from_shape_vec((rows.len(), wide), rows.concat()) else { return Vec::new() };
    let k = (items.len() / 90).clamp(1, 7);
    let labels = cluster(&data, k);
    (0..k).filter_map(|c| allograph(key, points, &items, &data, &labels, c)).collect()
}

fn cluster(data: &Array2<f32>, k: usize) -> Vec<usize> {
    if k == 1 || data.nrows() <= k {
        return vec![0; data.nrows()];
    }
    let wide = data.mapv(f64::from);
    let rng = Xoshiro256PlusPlus::seed_from_u64(7);
    let set = DatasetBase::from(wide);
    match KMeans::params_with_rng(k, rng).n_runs(2).max_n_iterations(60).tolerance(1e-3).fit(&set) {
        Ok(m) => m.predict(&set).to_vec(),
        Err(_) => vec![0; data.nrows()],
    }
}

/// One cluster without its outliers, registered; `None` if too few letters or writers are left.
fn allograph(
    key: Key,
    points: usize,
    items: &[Item],
    data: &Array2<f32>,
    labels: &[usize],
    c: usize,
) -> Option<Allograph> {
    let mut own: Vec<usize> = (0..items.len()).filter(|i| labels[*i] == c).collect();
    if own.len() < 8 || own.len() * 30 < items.len() {
        return None;
    }
    let middle: Vec<f32> =
        (0..data.ncols()).map(|j| quantile(&mut own.iter().map(|i| data[[*i, j]]).collect::<Vec<_>>(), 0.5)).collect();
    let far = |i: usize| data.row(i).iter().zip(&middle).map(|(a, b)| (a - b).powi(2)).sum::<f32>();
    let bar = quantile(&mut own.iter().map(|i| far(*i)).collect::<Vec<_>>(), 0.94);
    own.retain(|i| far(*i) <= bar);
    thin(&mut own, items);
    let mut writers: Vec<usize> = own.iter().map(|i| items[*i].writer).collect();
    let rows: Vec<f32> = register(&own, items, points, &middle);
    let shapes = Array2::from_shape_vec((own.len(), data.ncols()), rows).ok()?;
    let all = writers.clone();
    writers.sort_unstable();
    writers.dedup();
    (own.len() >= 7 && writers.len() >= LEAST_WRITERS).then_some(Allograph { key, points, shapes, writers: all })
}

/// No writer gives more than 40 letters to a class.
fn thin(own: &mut Vec<usize>, items: &[Item]) {
    let mut count: BTreeMap<usize, usize> = BTreeMap::new();
    own.retain(|i| {
        let n = count.entry(items[*i].writer).or_default();
        *n += 1;
        *n <= 40
    });
}

#[cfg(test)]
mod tests;
