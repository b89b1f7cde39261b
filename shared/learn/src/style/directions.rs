//! What is left of letters when style is taken out, as a few directions.

use nalgebra::{DMatrix, DVector};

/// Directions kept of each residual.
const DIRECTIONS: usize = 14;

/// Leading principal directions, each one standard deviation long.
pub(super) fn directions(rows: &[DVector<f32>], dims: usize) -> DMatrix<f32> {
    if rows.len() < 4 {
        return DMatrix::zeros(0, dims);
    }
    let n = rows.len() as f32;
    let all = DMatrix::from_fn(rows.len(), dims, |i, j| rows[i][j]);
    let cov = all.transpose() * &all / n;
    let eigen = cov.symmetric_eigen();
    // Where coordinates hardly vary beside others, the iteration underflows to NaN; those have no direction.
    let mut order: Vec<usize> = (0..dims).filter(|i| eigen.eigenvalues[*i].is_finite()).collect();
    order.sort_by(|a, b| eigen.eigenvalues[*b].total_cmp(&eigen.eigenvalues[*a]));
    let keep = DIRECTIONS.min(rows.len() / 2).min(order.len());
    DMatrix::from_fn(keep, dims, |i, j| eigen.eigenvalues[order[i]].max(0.0).sqrt() * eigen.eigenvectors[(j, order[i])])
}
