//! A picture folded onto the lattice of the mark.

use std::sync::{Arc, OnceLock};

use rustfft::num_complex::Complex32;
use rustfft::{Fft, FftPlanner};

/// Cells along a line of the mark, and across two of its lines, of which every other is half a tile further.
const ALONG: usize = 256;
const ACROSS: usize = 128;
pub const CELLS: usize = ALONG * ACROSS;
/// A tile's length and two lines, in heights of a capital; `mark/mod.rs` of the drawing has the letters.
const TILE: f32 = 14.31;
const LINES: f32 = 7.2;
/// Lines rise by 30 degrees.
const UP: (f32, f32) = (0.866_025_4, -0.5);
/// Cells to each side that count as around one.
const AROUND: usize = 8;

/// A value for each cell, row by row.
pub type Plane = Vec<Complex32>;

/// Sums of the values at the places that fall on each cell, for capitals of a height in px.
pub fn fold(places: &[(f32, f32)], values: &[Complex32], height: f32) -> Plane {
    let mut plane = vec![Complex32::default(); CELLS];
    let (along, across) = (ALONG as f32 / (TILE * height), ACROSS as f32 / (LINES * height));
    for (&(x, y), value) in places.iter().zip(values) {
        let (u, v) = ((x * UP.0 + y * UP.1) * along, (y * UP.0 - x * UP.1) * across);
        // Powers of two wrap by a mask, below zero too.
        let (u, v) = (u.floor() as i32 as usize & (ALONG - 1), v.floor() as i32 as usize & (ACROSS - 1));
        plane[v * ALONG + u] += value;
    }
    plane
}

/// Each cell less the mean of those around it.
pub fn less_around(plane: &Plane) -> Plane {
    let mean = |cell: usize| -> Complex32 {
        let near = |at: usize, count: usize| (0..=2 * AROUND).map(move |by| (at + count + by - AROUND) % count);
        let (u, v) = (cell % ALONG, cell / ALONG);
        let around = near(v, ACROSS).flat_map(|v| near(u, ALONG).map(move |u| plane[v * ALONG + u]));
        around.sum::<Complex32>() / ((2 * AROUND + 1) * (2 * AROUND + 1)) as f32
    };
    (0..CELLS).map(|cell| plane[cell] - mean(cell)).collect()
}

/// Spectrum of a plane; [`inverse`] expects its transposed order.
pub fn transformed(mut plane: Plane) -> Plane {
    let [along, across, ..] = transforms();
    along.process(&mut plane);
    let mut turned = transposed(&plane, ALONG, ACROSS);
    across.process(&mut turned);
    turned
}

/// A plane from its spectrum, times the number of cells.
pub fn inverse(mut spectrum: Plane) -> Plane {
    let [.., along, across] = transforms();
    across.process(&mut spectrum);
    let mut plane = transposed(&spectrum, ACROSS, ALONG);
    along.process(&mut plane);
    plane
}

fn transposed(plane: &[Complex32], columns: usize, rows: usize) -> Plane {
    (0..CELLS).map(|at| plane[at % rows * columns + at / rows]).collect()
}

/// Forth along and across, and back.
fn transforms() -> &'static [Arc<dyn Fft<f32>>; 4] {
    static ALL: OnceLock<[Arc<dyn Fft<f32>>; 4]> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut planner = FftPlanner::new();
        let forth = [ALONG, ACROSS].map(|cells| planner.plan_fft_forward(cells));
        let back = [ALONG, ACROSS].map(|cells| planner.plan_fft_inverse(cells));
        let ([a, b], [c, d]) = (forth, back);
        [a, b, c, d]
    })
}
