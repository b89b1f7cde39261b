//! Letters to allographs: classes of letters that are written the same way, point for point.
//!
//! A class is a character, its links, its pieces and dots, and a k-means cluster of its shapes. Within a
//! class, letters are registered by dynamic time warping (Sakoe & Chiba, 1978), so that the same point of
//! each is the same moment of the movement.

use std::collections::BTreeMap;

use linfa::DatasetBase;
use linfa::traits::{Fit as _, Predict as _};
use linfa_clustering::KMeans;
use longhand_ink::geometry::Vec2;
use ndarray::Array2;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng as _;
use rayon::prelude::*;

use crate::cut::{Letter, Link};
use crate::polyline::{arc, bounds, length, quantile, sample_by};
use crate::recordings::Polyline;

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

/// Fewest and most down strokes of each small letter, a to z. A cut that takes a stroke of its neighbour or
/// leaves one to it has another number.
const DOWN_STROKES: [(usize, usize); 26] = [
    (2, 2), (1, 2), (1, 1), (2, 2), (1, 1), (1, 2), (2, 2), (2, 2), (1, 1), (1, 1), (2, 3), (1, 1), (3, 3),
    (2, 2), (1, 2), (2, 2), (2, 2), (1, 1), (1, 2), (1, 1), (1, 2), (1, 1), (2, 2), (1, 2), (1, 2), (1, 3),
];
/// A down stroke falls by at least this, in x-heights.
const DOWN: f32 = 0.4;

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
pub fn allographs(letters: &[&Letter]) -> Vec<Allograph> {
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
    groups.into_par_iter().flat_map_iter(|(key, items)| split(key, items, totals[&key.c])).collect()
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
    if l.c.is_ascii_lowercase() {
        let (least, most) = DOWN_STROKES[l.c as usize - 97];
        // An unjoined u may do without its stem.
        let least = if l.c == 'u' && l.exit != Link::None { 2 } else { least };
        let n: usize = main.iter().map(|p| down_strokes(p)).sum();
        if n < least || n > most {
            return None;
        }
    }
    let plain = !l.c.is_ascii_alphabetic();
    if doubtful || (plain && (l.entry != Link::None || l.exit != Link::None)) {
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

/// Falls of at least [`DOWN`] between rises of as much.
fn down_strokes(p: &[Vec2]) -> usize {
    // The highest point since the last fall, or the lowest since the last rise.
    let (mut turn, mut falling, mut n) = (p[0].y, false, 0);
    for q in p {
        let past = if falling { turn - q.y } else { q.y - turn };
        if past <= 0.0 {
            turn = q.y;
        } else if past > DOWN {
            falling = !falling;
            n += usize::from(falling);
            turn = q.y;
        }
    }
    n
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
fn allograph(key: Key, points: usize, items: &[Item], data: &Array2<f32>, labels: &[usize], c: usize) -> Option<Allograph> {
    let mut own: Vec<usize> = (0..items.len()).filter(|i| labels[*i] == c).collect();
    if own.len() < 8 || own.len() * 30 < items.len() {
        return None;
    }
    let middle: Vec<f32> = (0..data.ncols())
        .map(|j| quantile(&mut own.iter().map(|i| data[[*i, j]]).collect::<Vec<_>>(), 0.5))
        .collect();
    let far = |i: usize| data.row(i).iter().zip(&middle).map(|(a, b)| (a - b).powi(2)).sum::<f32>();
    let bar = quantile(&mut own.iter().map(|i| far(*i)).collect::<Vec<_>>(), 0.88);
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

/// Points even in length plus turning, so that bends correspond before registration.
fn path(p: &[Vec2], n: usize) -> Polyline {
    let mut s = arc(p);
    if p.len() >= 8 {
        let heading = |i: usize| {
            let d = p[i + 1] - p[i];
            d.y.atan2(d.x)
        };
        let mut extra = 0.0;
        for i in 1..p.len() - 1 {
            let mut turn = (heading(i) - heading(i - 1)).abs();
            if turn > std::f32::consts::PI {
                turn = std::f32::consts::TAU - turn;
            }
            extra += 0.22 * turn.min(1.5);
            s[i] += extra;
        }
        let end = p.len() - 1;
        s[end] += extra;
    }
    sample_by(p, &s, n)
}

fn shape(item: &Item, points: usize) -> Vec<f32> {
    let flat = |p: Polyline| p.into_iter().flat_map(|q| [q.x - item.x0, q.y]).collect::<Vec<_>>();
    let main = item.main.iter().flat_map(|p| flat(path(p, points)));
    let late = item.late.iter().flat_map(|p| flat(path(p, LATE_POINTS)));
    main.chain(late).collect()
}

/// Warps the main pieces to the class's mean, twice; dots and bars stay as they are.
fn register(own: &[usize], items: &[Item], points: usize, middle: &[f32]) -> Vec<f32> {
    let template = |flat: &[f32], p: usize| -> Polyline {
        flat[p * points * 2..(p + 1) * points * 2].chunks_exact(2).map(|v| Vec2::new(v[0], v[1])).collect()
    };
    let mut mean = middle.to_vec();
    let mut rows: Vec<Vec<f32>> = Vec::new();
    for _ in 0..2 {
        rows = own
            .iter()
            .map(|i| {
                let item = &items[*i];
                let mut row = shape(item, points);
                for (p, piece) in item.main.iter().enumerate() {
                    let dense: Polyline =
                        path(piece, 2 * points).into_iter().map(|q| Vec2::new(q.x - item.x0, q.y)).collect();
                    for (k, q) in warp(&dense, &template(&mean, p)).into_iter().enumerate() {
                        row[(p * points + k) * 2] = q.x;
                        row[(p * points + k) * 2 + 1] = q.y;
                    }
                }
                row
            })
            .collect();
        for (j, m) in mean.iter_mut().enumerate() {
            *m = rows.iter().map(|r| r[j]).sum::<f32>() / rows.len() as f32;
        }
    }
    rows.concat()
}

/// Position and direction of each point, for comparing movements.
fn moves(p: &[Vec2]) -> Vec<[f32; 4]> {
    (0..p.len())
        .map(|i| {
            let d = p[(i + 1).min(p.len() - 1)] - p[i.saturating_sub(1)];
            let k = 0.45 / (d.length() + 1e-3);
            [p[i].x, p[i].y, d.x * k, d.y * k]
        })
        .collect()
}

/// One point of `dense` (2K points) for each of the template's K, in order, 0 to 5 steps apart.
fn warp(dense: &[Vec2], template: &[Vec2]) -> Polyline {
    let (f, t) = (moves(dense), moves(template));
    let (n, k) = (dense.len(), template.len());
    let mut cost = vec![f32::MAX / 8.0; n];
    cost[0] = 0.0;
    let mut back = vec![0u8; n * k];
    for i in 1..k {
        let mut next = vec![f32::MAX / 8.0; n];
        for j in 0..n {
            let apart: f32 = f[j].iter().zip(&t[i]).map(|(a, b)| (a - b).powi(2)).sum();
            for s in 0..=5.min(j) {
                let v = cost[j - s] + 0.004 * (s as f32 - 2.0).powi(2) + apart;
                if v < next[j] {
                    next[j] = v;
                    back[i * n + j] = s as u8;
                }
            }
        }
        cost = next;
    }
    let mut at = vec![0.0f32; k];
    let mut j = n - 1;
    for i in (0..k).rev() {
        at[i] = j as f32;
        j -= usize::from(back[i * n + j]).min(j);
    }
    for _ in 0..2 {
        let old = at.clone();
        for i in 1..k - 1 {
            at[i] = (old[i - 1] + 2.0 * old[i] + old[i + 1]) / 4.0;
        }
    }
    at.iter()
        .map(|v| {
            let j = (*v as usize).min(n - 2);
            dense[j].lerp(dense[j + 1], v - j as f32)
        })
        .collect()
}
