//! What a word's picture is like: ink on a grid of cells, its runs, gaps and counters.

use longhand_ink::geometry::Vec2;

use crate::polyline::{bounds, deviation, mean, quantile};
use crate::recordings::Polyline;

/// Side of a cell, in deviations of the ink's height.
const CELL: f32 = 0.2;
/// Rows over and under the ink's mean height that its runs are counted in: where small letters have their bodies.
const MIDDLE: f32 = 1.0;

/// What the numbers are called, in their order.
pub const NAMES: [&str; 12] = [
    "cells with ink, a letter",
    "ink a cell",
    "columns without ink",
    "crossings of a column",
    "their spread",
    "crossings of a middle row, a letter",
    "mean run of ink",
    "long runs of ink",
    "mean gap",
    "wide gaps",
    "counters a letter",
    "size of a counter",
];

/// Cells with ink, by row; a border of one cell without any is about them.
struct Grid {
    wide: usize,
    cells: Vec<bool>,
    /// The row of the ink's mean height.
    middle: usize,
}

/// The numbers of a word of so many letters, whose strokes are in steps of less than a cell about height 0.
pub fn of_word(strokes: &[Polyline], letters: f32) -> [f32; 12] {
    let grid = Grid::new(strokes);
    let ink: f32 = strokes.iter().map(|s| crate::polyline::length(s)).sum::<f32>() / CELL;
    let filled = grid.cells.iter().filter(|c| **c).count() as f32;
    let columns: Vec<f32> = (1..grid.wide - 1).map(|x| grid.column(x)).collect();
    let inked: Vec<f32> = columns.iter().copied().filter(|n| *n > 0.0).collect();
    let empty = 1.0 - inked.len() as f32 / columns.len().max(1) as f32;
    let (mut runs, mut gaps, rows) = grid.runs();
    let crossings = runs.len() as f32 / rows.max(1) as f32 / letters;
    let at = |v: &mut Vec<f32>, q: f32| if v.is_empty() { 0.0 } else { quantile(v, q) };
    let counters = grid.counters();
    let size = counters.iter().sum::<f32>() / counters.len().max(1) as f32;
    [
        filled / letters,
        ink / filled.max(1.0),
        empty,
        mean(&inked),
        deviation(&inked),
        crossings,
        mean(&runs),
        at(&mut runs, 0.9),
        mean(&gaps),
        at(&mut gaps, 0.9),
        counters.len() as f32 / letters,
        size.sqrt(),
    ]
}

impl Grid {
    fn new(strokes: &[Polyline]) -> Self {
        let [left, top, right, bottom] = bounds(strokes.iter().flatten());
        let cell = |p: &Vec2| (((p.x - left) / CELL) as usize + 1, ((p.y - top) / CELL) as usize + 1);
        let (wide, high) = (((right - left) / CELL) as usize + 3, ((bottom - top) / CELL) as usize + 3);
        let mut grid = Self { wide, cells: vec![false; wide * high], middle: ((-top).max(0.0) / CELL) as usize + 1 };
        for (a, b) in strokes.iter().flat_map(|s| s.windows(2).map(|w| (w[0], w[1]))) {
            for k in 0..4 {
                let (x, y) = cell(&a.lerp(b, k as f32 / 4.0));
                grid.cells[y * wide + x] = true;
            }
        }
        grid
    }

    /// How often a column goes from paper to ink.
    fn column(&self, x: usize) -> f32 {
        let cells = self.cells.iter().skip(x).step_by(self.wide);
        cells.clone().zip(cells.skip(1)).filter(|(a, b)| !**a && **b).count() as f32
    }

    /// Lengths of the runs of ink in the middle rows and of paper between them, cells; and how many rows those are.
    fn runs(&self) -> (Vec<f32>, Vec<f32>, usize) {
        let reach = (MIDDLE / CELL) as usize;
        let rows = self.cells.chunks_exact(self.wide).enumerate().filter(|(y, _)| y.abs_diff(self.middle) <= reach);
        let (mut ink, mut paper, mut n) = (Vec::new(), Vec::new(), 0);
        for (_, row) in rows {
            n += 1;
            for (k, run) in row.chunk_by(|a, b| a == b).enumerate() {
                match (run[0], k) {
                    (true, _) => ink.push(run.len() as f32),
                    // What is before the first ink is no gap.
                    (false, 0) => {}
                    (false, _) => paper.push(run.len() as f32),
                }
            }
            // Nor is what is after the last.
            if !row[self.wide - 1] && row.contains(&true) {
                paper.pop();
            }
        }
        (ink, paper, n)
    }

    /// Sizes of the pieces of paper that ink encloses, cells.
    fn counters(&self) -> Vec<f32> {
        let mut seen = self.cells.clone();
        let mut sizes = Vec::new();
        for start in 0..seen.len() {
            let mut size = 0;
            let mut edge = vec![start];
            while let Some(at) = edge.pop() {
                if std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                size += 1;
                let x = at % self.wide;
                edge.extend((x > 0).then(|| at - 1));
                edge.extend((x + 1 < self.wide).then_some(at + 1));
                edge.extend(at.checked_sub(self.wide));
                edge.extend((at + self.wide < seen.len()).then_some(at + self.wide));
            }
            // The first is what is about the word.
            if size > 0 {
                sizes.push(size as f32);
            }
        }
        sizes.split_off(sizes.len().min(1))
    }
}
