//! Writers as points: alternating least squares over the shapes of all allographs, how often each writer
//! uses them, and habits.
//!
//! A letter's shape is `v = μ_c + z_w B_c + personal + momentary`: `z_w` is the writer's style, the personal
//! part stays with a writer (between-writer residual), the momentary part is new each time (within-writer
//! residual). Both residuals are kept as their leading principal directions, scaled to one standard deviation.

mod directions;
mod solve;

use std::collections::BTreeMap;

use indicatif::ProgressBar;
use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

use crate::allographs::Allograph;
use crate::habits::{HABITS, Habits};
use directions::directions;
use solve::{solve_class, solve_scalar, solve_writers, whiten};

/// Numbers that make a writer's style.
pub const STYLE: usize = 16;

/// What is learned of one allograph. Rows of matrices are directions, columns coordinates.
pub struct Learned {
    /// Mean shape.
    pub mean: Vec<f32>,
    /// Change of shape with style.
    pub style: DMatrix<f32>,
    /// Personal directions.
    pub personal: DMatrix<f32>,
    /// Momentary directions.
    pub momentary: DMatrix<f32>,
    /// Share among the allographs of the same character and links, at the mean style.
    pub share: f32,
    /// Change of the share with style.
    pub share_style: Vec<f32>,
}

/// The style model.
pub struct Styles {
    /// One per allograph.
    pub classes: Vec<Learned>,
    /// Mean, residual standard deviation and change with style of each habit.
    pub habits: Vec<(f32, f32, Vec<f32>)>,
    /// Share of the variance of shapes within classes that style explains.
    pub explained: f32,
    /// Writers used.
    pub writers: usize,
}

/// One class's writer means.
struct Means {
    mean: DVector<f32>,
    /// (style index of the writer, weight, mean residual)
    rows: Vec<(usize, f32, DVector<f32>)>,
    /// Variance about writer means, a coordinate.
    noise: f32,
}

/// A number observed for some writers, already centred and scaled to variance 1.
struct Scalar {
    mean: f32,
    sd: f32,
    rows: Vec<(usize, f32, f32)>,
}

/// Fits the model.
pub fn fit(classes: &[Allograph], habits: &[Habits], bar: &ProgressBar) -> Styles {
    let mut ids: Vec<usize> = classes.iter().flat_map(|c| c.writers.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    let index: BTreeMap<usize, usize> = ids.iter().enumerate().map(|(i, w)| (*w, i)).collect();
    let means: Vec<Means> = classes.par_iter().map(|c| writer_means(c, &index)).collect();
    let mut scalars = shares(classes, &index);
    scalars.extend((0..HABITS).map(|h| habit_scalar(habits, h, &ids)));
    let mut z = start(ids.len());
    let mut maps = (Vec::new(), Vec::new());
    for round in 0..14 {
        maps = (
            means.par_iter().map(|m| solve_class(m, &z)).collect(),
            scalars.iter().map(|s| solve_scalar(s, &z)).collect(),
        );
        if round < 13 {
            z = solve_writers(&means, &scalars, &maps.0, &maps.1, ids.len());
            whiten(&mut z);
        }
        bar.inc(1);
    }
    let (explained, total) = fit_of(&means, &maps.0, &z);
    let learned = classes
        .par_iter()
        .zip(&means)
        .zip(&maps.0)
        .enumerate()
        .map(|(i, ((c, m), b))| learned(c, m, b, &z, &index, &scalars[i], &maps.1[i]))
        .collect();
    let habits = (0..HABITS)
        .map(|h| {
            let (s, w) = (&scalars[classes.len() + h], &maps.1[classes.len() + h]);
            let rest: f32 = s.rows.iter().map(|(i, _, v)| (v - w.dot(&z.row(*i).transpose())).powi(2)).sum();
            let sd = (rest / s.rows.len().max(1) as f32).sqrt() * s.sd;
            (s.mean, sd, w.iter().map(|v| v * s.sd).collect())
        })
        .collect();
    Styles { classes: learned, habits, explained: explained / total, writers: ids.len() }
}

/// A fixed scatter to begin with (a low-discrepancy sequence, so that no generator is needed).
fn start(writers: usize) -> DMatrix<f32> {
    let mut z = DMatrix::from_fn(writers, STYLE, |i, j| {
        #[expect(clippy::cast_possible_wrap, reason = "there are few columns")]
        let phi = 0.754_877_7_f64.powi(j as i32 + 1);
        (((i as f64 + 1.0) * phi * 7.3).fract() as f32 - 0.5) * 3.4
    });
    whiten(&mut z);
    z
}

fn writer_means(c: &Allograph, index: &BTreeMap<usize, usize>) -> Means {
    let dims = c.shapes.ncols();
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, w) in c.writers.iter().enumerate() {
        groups.entry(index[w]).or_default().push(i);
    }
    let row = |i: usize| DVector::from_iterator(dims, c.shapes.row(i).iter().copied());
    let mut noise = (0.0, 0.0f32);
    let mut rows: Vec<(usize, f32, DVector<f32>)> = groups
        .into_iter()
        .map(|(w, own)| {
            let n = own.len() as f32;
            let m = own.iter().fold(DVector::zeros(dims), |s, i| s + row(*i)) / n;
            if own.len() > 1 {
                noise.0 += own.iter().map(|i| (row(*i) - &m).norm_squared()).sum::<f32>();
                noise.1 += (n - 1.0) * dims as f32;
            }
            (w, n / (n + 2.0), m)
        })
        .collect();
    let weight: f32 = rows.iter().map(|r| r.1).sum();
    let mean = rows.iter().fold(DVector::zeros(dims), |s, r| s + &r.2 * r.1) / weight;
    for r in &mut rows {
        r.2 -= &mean;
    }
    Means { mean, rows, noise: noise.0 / noise.1.max(1.0) }
}

/// How often each writer uses each allograph among those of the same character and links.
fn shares(classes: &[Allograph], index: &BTreeMap<usize, usize>) -> Vec<Scalar> {
    let mut totals: BTreeMap<(char, u8, u8, usize), f32> = BTreeMap::new();
    let key = |c: &Allograph, w: usize| (c.key.c, c.key.entry as u8, c.key.exit as u8, w);
    for c in classes {
        for w in &c.writers {
            *totals.entry(key(c, *w)).or_default() += 1.0;
        }
    }
    classes
        .iter()
        .map(|c| {
            let rows: Vec<(usize, f32, f32)> = index
                .iter()
                .filter_map(|(w, i)| {
                    let n = *totals.get(&key(c, *w))?;
                    let own = c.writers.iter().filter(|x| *x == w).count() as f32;
                    Some((*i, n / (n + 3.0), own / n))
                })
                .collect();
            scalar(rows)
        })
        .collect()
}

fn habit_scalar(habits: &[Habits], h: usize, ids: &[usize]) -> Scalar {
    let rows = ids.iter().enumerate().filter(|(_, w)| habits[**w][h].is_finite());
    scalar(rows.map(|(i, w)| (i, 3.0, habits[*w][h])).collect())
}

fn scalar(mut rows: Vec<(usize, f32, f32)>) -> Scalar {
    let weight: f32 = rows.iter().map(|r| r.1).sum::<f32>().max(1e-6);
    let mean = rows.iter().map(|r| r.1 * r.2).sum::<f32>() / weight;
    let sd = (rows.iter().map(|r| r.1 * (r.2 - mean).powi(2)).sum::<f32>() / weight).sqrt().max(1e-4);
    for r in &mut rows {
        r.2 = ((r.2 - mean) / sd).clamp(-3.0, 3.0);
    }
    Scalar { mean, sd, rows }
}

fn fit_of(means: &[Means], maps: &[DMatrix<f32>], z: &DMatrix<f32>) -> (f32, f32) {
    let mut sums = (0.0, 0.0);
    for (m, b) in means.iter().zip(maps) {
        for (w, weight, v) in &m.rows {
            let rest = v - b.transpose() * z.row(*w).transpose();
            sums.0 += weight * (v.norm_squared() - rest.norm_squared());
            sums.1 += weight * (v.norm_squared() + m.noise * v.len() as f32);
        }
    }
    sums
}

fn learned(
    c: &Allograph,
    m: &Means,
    b: &DMatrix<f32>,
    z: &DMatrix<f32>,
    index: &BTreeMap<usize, usize>,
    share: &Scalar,
    line: &DVector<f32>,
) -> Learned {
    let own: BTreeMap<usize, &DVector<f32>> = m.rows.iter().map(|r| (r.0, &r.2)).collect();
    let personal: Vec<DVector<f32>> =
        m.rows.iter().filter(|r| r.1 > 0.55).map(|(w, _, v)| v - b.transpose() * z.row(*w).transpose()).collect();
    let dims = c.shapes.ncols();
    let momentary: Vec<DVector<f32>> = c
        .writers
        .iter()
        .enumerate()
        .map(|(i, w)| DVector::from_iterator(dims, c.shapes.row(i).iter().copied()) - &m.mean - own[&index[w]])
        .collect();
    let alone = c.writers.iter().fold(BTreeMap::new(), |mut n: BTreeMap<usize, usize>, w| {
        *n.entry(*w).or_default() += 1;
        n
    });
    let repeats: Vec<DVector<f32>> =
        momentary.into_iter().zip(&c.writers).filter(|(_, w)| alone[w] > 2).map(|(v, _)| v).collect();
    Learned {
        mean: m.mean.as_slice().to_vec(),
        style: b.clone(),
        personal: directions(&personal, dims),
        momentary: directions(&repeats, dims),
        share: share.mean,
        share_style: line.iter().map(|v| v * share.sd).collect(),
    }
}

#[cfg(test)]
mod tests;
