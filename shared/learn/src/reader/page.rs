//! A drawn page as a reader of pictures sees it.

use longhand_ink::draw::Coverage;
use ndarray::Array2;

use super::picture::{CELL, ROWS, TOP, paper};

/// How writing stands on a page that was drawn.
#[derive(Clone, Copy, Debug)]
pub struct Ruling {
    /// The baseline, pixels from the top.
    pub baseline: f32,
    /// Pixels of an x-height.
    pub x_height: f32,
    /// How the writing leans, dx per dy.
    pub slant: f32,
}

/// A line's columns, as those of strokes: each cell is as dark as its pixels are on the whole.
pub fn columns(picture: &Coverage, ruling: Ruling) -> Array2<f32> {
    let upright = |x: u32, y: u32| {
        let down = (y as f32 + 0.5 - ruling.baseline) / ruling.x_height;
        ((x as f32 + 0.5) / ruling.x_height - ruling.slant * down, down)
    };
    let row = |y: u32| (((upright(0, y).1 - TOP) / CELL.y).floor() as isize).try_into().ok().filter(|row| *row < ROWS);
    let rows: Vec<Option<usize>> = (0..picture.height).map(row).collect();
    let pixels = || {
        let levels = picture.levels.chunks_exact(picture.width as usize).zip(&rows).enumerate();
        let inside = levels.filter_map(|(y, (levels, row))| Some((y, levels, (*row)?)));
        inside.flat_map(|(y, levels, row)| levels.iter().enumerate().map(move |(x, level)| (x, y, row, *level)))
    };
    let inked = pixels().filter(|(.., level)| *level > 0).map(|(x, y, ..)| upright(x as u32, y as u32).0);
    let (left, right) = inked.fold((f32::MAX, f32::MIN), |(left, right), x| (left.min(x), right.max(x)));
    if left > right {
        return Array2::zeros((0, ROWS));
    }
    let (from, mut ink) = paper(left, right);
    let mut seen = ink.clone();
    for (x, y, row, level) in pixels() {
        let column = ((upright(x as u32, y as u32).0 - from) / CELL.x).floor();
        if column >= 0.0 && (column as usize) < ink.nrows() {
            ink[[column as usize, row]] += f32::from(level) / 255.0;
            seen[[column as usize, row]] += 1.0;
        }
    }
    ink / seen.mapv(|pixels: f32| pixels.max(1.0))
}
