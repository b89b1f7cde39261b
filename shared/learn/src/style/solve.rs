//! The steps of alternating least squares: classes given writers, writers given classes.

use nalgebra::{Cholesky, DMatrix, DVector};
use rayon::prelude::*;

use super::{Means, STYLE, Scalar};

/// How a class's shape follows its writers' styles.
pub(super) fn solve_class(m: &Means, z: &DMatrix<f32>) -> DMatrix<f32> {
    let mut a = DMatrix::identity(STYLE, STYLE) * 4.0;
    let mut r = DMatrix::zeros(STYLE, m.mean.len());
    for (w, weight, v) in &m.rows {
        let x = z.row(*w).transpose();
        a += &x * x.transpose() * *weight;
        r += &x * v.transpose() * *weight;
    }
    solve(a, &r)
}

/// How a number follows its writers' styles.
pub(super) fn solve_scalar(s: &Scalar, z: &DMatrix<f32>) -> DVector<f32> {
    let mut a = DMatrix::identity(STYLE, STYLE) * 6.0;
    let mut r = DMatrix::zeros(STYLE, 1);
    for (w, weight, v) in &s.rows {
        let x = z.row(*w).transpose();
        a += &x * x.transpose() * *weight;
        r += &x * (v * weight);
    }
    solve(a, &r).column(0).into_owned()
}

/// The solution of a symmetric positive system (the ridge makes it one).
fn solve(a: DMatrix<f32>, r: &DMatrix<f32>) -> DMatrix<f32> {
    Cholesky::new(a).map_or_else(|| DMatrix::zeros(r.nrows(), r.ncols()), |c| c.solve(r))
}

/// The styles that explain best what was seen of each writer.
pub(super) fn solve_writers(
    means: &[Means],
    scalars: &[Scalar],
    maps: &[DMatrix<f32>],
    lines: &[DVector<f32>],
    n: usize,
) -> DMatrix<f32> {
    let mut a = vec![DMatrix::<f32>::identity(STYLE, STYLE); n];
    let mut r = vec![DVector::<f32>::zeros(STYLE); n];
    for (m, b) in means.iter().zip(maps) {
        let weight: f32 = m.rows.iter().map(|x| x.1).sum();
        let total: f32 = m.rows.iter().map(|x| x.1 * x.2.norm_squared()).sum();
        // Neighbouring coordinates repeat each other: about ten of them are worth one observation.
        let var = (total / weight.max(1.0) / m.mean.len() as f32 + 1e-4) * 10.0;
        let bb = b * b.transpose() / var;
        for (w, weight, v) in &m.rows {
            a[*w] += &bb * *weight;
            r[*w] += b * v * (weight / var);
        }
    }
    for (s, l) in scalars.iter().zip(lines) {
        let ll = l * l.transpose();
        for (w, weight, v) in &s.rows {
            a[*w] += &ll * (weight * 1.0);
            r[*w] += l * (v * weight);
        }
    }
    let rows: Vec<DVector<f32>> = a
        .into_par_iter()
        .zip(r)
        .map(|(a, r)| Cholesky::new(a).map_or_else(|| DVector::zeros(STYLE), |c| c.solve(&r)))
        .collect();
    DMatrix::from_fn(n, STYLE, |i, j| rows[i][j])
}

/// Zero mean, unit covariance over writers.
pub(super) fn whiten(z: &mut DMatrix<f32>) {
    let n = z.nrows() as f32;
    let mean = z.row_mean();
    for mut row in z.row_iter_mut() {
        row -= &mean;
    }
    let cov = z.transpose() * &*z / n + DMatrix::identity(STYLE, STYLE) * 1e-5;
    if let Some(t) = Cholesky::new(cov).and_then(|c| c.l().solve_lower_triangular(&z.transpose())) {
        *z = t.transpose();
    }
}
