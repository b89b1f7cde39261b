//! Ink as the reader sees it: even steps of the pen, and what stands about each.
//!
//! The picture about each step shows dots and bars that were written later: Jaeger, Manke, Reichert & Waibel,
//! "Online handwriting recognition: the `NPen++` recognizer", 2001.

use longhand_ink::geometry::Vec2;
use ndarray::Array2;

use crate::polyline::{arc, sample_by};
use crate::recordings::Polyline;

/// Length of a step, x-heights.
const STEP: f32 = 0.2;
/// Edges of the picture's columns, to the right of the pen, x-heights.
const COLUMNS: [f32; 4] = [-0.75, -0.25, 0.25, 0.75];
/// Edges of the picture's rows, below the baseline, x-heights.
const ROWS: [f32; 8] = [-2.5, -1.7, -1.2, -0.7, -0.3, 0.1, 0.7, 1.5];
const PICTURE: usize = (COLUMNS.len() - 1) * (ROWS.len() - 1);
/// Numbers that describe a step.
pub const FEATURES: usize = 7 + PICTURE;

/// Steps along upright strokes (x-heights, baseline 0), one row each: direction, pen lift before and the way
/// it came, pen lift after, height, and the picture.
pub fn frames(strokes: &[Polyline]) -> Array2<f32> {
    let steps: Vec<Polyline> = strokes.iter().filter(|s| !s.is_empty()).map(|s| even(s)).collect();
    let all: Vec<Vec2> = steps.iter().flatten().copied().collect();
    let mut out = Array2::zeros((all.len(), FEATURES));
    let mut row = 0;
    let mut last = all.first().copied().unwrap_or_default();
    for stroke in &steps {
        for (i, p) in stroke.iter().enumerate() {
            let to = stroke[(i + 1).min(stroke.len() - 1)] - stroke[i.saturating_sub(1)];
            let way = to * (1.0 / to.length().max(1e-6));
            let came = if i == 0 { *p - last } else { Vec2::default() };
            let edge = |at: bool| if at { 1.0 } else { 0.0 };
            let own = [
                way.x,
                way.y,
                edge(i == 0),
                came.x.clamp(-3.0, 3.0),
                came.y.clamp(-3.0, 3.0),
                edge(i + 1 == stroke.len()),
                p.y.clamp(-3.5, 2.5),
            ];
            let mut r = out.row_mut(row);
            let r = r.as_slice_mut().unwrap_or_default();
            r[..own.len()].copy_from_slice(&own);
            picture(*p, &all, &mut r[own.len()..]);
            row += 1;
        }
        last = stroke[stroke.len() - 1];
    }
    out
}

/// Points of a stroke at even steps, two at least.
fn even(stroke: &[Vec2]) -> Polyline {
    let s = arc(stroke);
    let n = (s[s.len() - 1] / STEP).round() as usize + 1;
    sample_by(stroke, &s, n.max(2))
}

/// How much ink lies in each cell about the pen, 1 for half an x-height or more.
fn picture(p: Vec2, all: &[Vec2], out: &mut [f32]) {
    let cell =
        |edges: &[f32], v: f32| edges.partition_point(|e| *e <= v).checked_sub(1).filter(|k| *k + 1 < edges.len());
    for q in all.iter().filter(|q| (q.x - p.x).abs() < COLUMNS[COLUMNS.len() - 1]) {
        if let (Some(c), Some(r)) = (cell(&COLUMNS, q.x - p.x), cell(&ROWS, q.y)) {
            let v = &mut out[c * (ROWS.len() - 1) + r];
            *v = (*v + 0.4).min(1.0);
        }
    }
}
