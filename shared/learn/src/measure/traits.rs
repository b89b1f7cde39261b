//! What the strokes of a word and its picture are like, in numbers that neither a tablet's noise nor a page's frame decides:
//! strokes are smoothed and walked in even steps, heights are in deviations about the word's own middle.

use longhand_ink::geometry::Vec2;

use super::pixels;
use crate::polyline::{bounds, deviation, mean, quantile, resample};
use crate::recordings::Polyline;

const DIRECTIONS: usize = 8;
const TURNS: [f32; 6] = [0.05, 0.12, 0.25, 0.45, 0.8, 1.4];
const BANDS: [f32; 7] = [-2.0, -1.2, -0.6, 0.0, 0.6, 1.2, 2.0];

/// What the numbers are called, in their order.
pub fn names() -> Vec<String> {
    let mut out: Vec<String> = [
        "strokes a letter",
        "ink a letter",
        "width a letter",
        "height",
        "straightness of strokes",
        "short strokes",
        "middling strokes",
        "long strokes",
        "distance of lifts",
        "its spread",
        "lifts that go back",
        "changes of turning",
        "mean turning",
        "mean turning, signed",
        "strokes' lower ends, spread",
        "strokes' upper ends, spread",
        "pace of turning, at one step to the next",
        "rising of the line",
        "ends beyond their beginnings",
    ]
    .map(str::to_owned)
    .into();
    out.extend((0..DIRECTIONS).map(|k| format!("direction {}°", k * 360 / DIRECTIONS)));
    out.extend((0..=TURNS.len()).map(|k| format!("turns of class {k}")));
    out.extend((0..=BANDS.len()).map(|k| format!("ink in band {k}")));
    out.extend(pixels::NAMES.map(str::to_owned));
    out
}

/// A word's strokes in a frame of its own: mean height 0 and deviation 1, even steps.
fn framed(strokes: &[Polyline]) -> Vec<Polyline> {
    let walked: Vec<Polyline> = strokes.iter().filter(|s| !s.is_empty()).map(|s| resample(s, 0.1, 3)).collect();
    let n = walked.iter().map(Vec::len).sum::<usize>().max(1) as f32;
    let mean = walked.iter().flatten().map(|p| p.y).sum::<f32>() / n;
    let deviation = (walked.iter().flatten().map(|p| (p.y - mean).powi(2)).sum::<f32>() / n).sqrt().max(0.1);
    let place = |p: &Vec2| Vec2::new(p.x / deviation, (p.y - mean) / deviation);
    walked.iter().map(|s| resample(&s.iter().map(place).collect::<Vec<_>>(), 0.15, 3)).collect()
}

/// The numbers of a word of so many letters; `None` where there is no ink.
pub fn of_word(strokes: &[Polyline], letters: usize) -> Option<Vec<f32>> {
    let strokes = framed(strokes);
    let all = || strokes.iter().flatten();
    if strokes.is_empty() || letters == 0 {
        return None;
    }
    let [left, top, right, bottom] = bounds(all());
    let letters = letters as f32;
    let steps: Vec<Vec2> = strokes.iter().flat_map(|s| s.windows(2)).map(|w| w[1] - w[0]).collect();
    let ink: f32 = steps.iter().map(|d| d.length()).sum();
    let mut out = vec![strokes.len() as f32 / letters, ink / letters, (right - left) / letters, bottom - top];
    out.extend(lengths(&strokes));
    out.extend(lifts(&strokes));
    out.extend(turning(&strokes));
    let ends = |k: usize| strokes.iter().map(|s| bounds(s)[k]).collect::<Vec<f32>>();
    out.extend([deviation(&ends(3)), deviation(&ends(1)), pace(&strokes), rise(&strokes)]);
    out.push(mean(&strokes.iter().map(|s| s[s.len() - 1].x - s[0].x).collect::<Vec<_>>()));
    let mut directions = [0.0; DIRECTIONS];
    for d in &steps {
        let turn = d.y.atan2(d.x) / std::f32::consts::TAU + 1.0 + 0.5 / DIRECTIONS as f32;
        directions[(turn * DIRECTIONS as f32) as usize % DIRECTIONS] += d.length() / ink.max(1e-6);
    }
    out.extend(directions);
    let mut turns = [0.0; TURNS.len() + 1];
    let bends = strokes.iter().flat_map(|s| bends(s)).map(f32::abs).collect::<Vec<_>>();
    for b in &bends {
        turns[TURNS.partition_point(|e| e < b)] += 1.0 / bends.len() as f32;
    }
    out.extend(turns);
    let mut bands = [0.0; BANDS.len() + 1];
    let n = all().count() as f32;
    for p in all() {
        bands[BANDS.partition_point(|e| *e < p.y)] += 1.0 / n;
    }
    out.extend(bands);
    out.extend(pixels::of_word(&strokes, letters));
    Some(out)
}

/// Straightness (chord over arc), and the strokes' lengths: short, middling, long.
fn lengths(strokes: &[Polyline]) -> [f32; 4] {
    let mut long: Vec<f32> = strokes.iter().map(|s| crate::polyline::length(s)).collect();
    let straight = strokes.iter().zip(&long).map(|(s, l)| (s[s.len() - 1] - s[0]).length() / l.max(0.05));
    let straight = straight.sum::<f32>() / strokes.len() as f32;
    [straight, quantile(&mut long, 0.1), quantile(&mut long, 0.5), quantile(&mut long, 0.9)]
}

/// Distance from stroke to stroke, its spread, and the share of lifts that go back.
fn lifts(strokes: &[Polyline]) -> [f32; 3] {
    let ways: Vec<Vec2> = strokes.windows(2).map(|w| w[1][0] - w[0][w[0].len() - 1]).collect();
    let far: Vec<f32> = ways.iter().map(|d| d.length()).collect();
    let back = ways.iter().filter(|d| d.x < 0.0).count() as f32 / ways.len().max(1) as f32;
    [mean(&far), deviation(&far), back]
}

/// Angles between steps.
fn bends(stroke: &[Vec2]) -> Vec<f32> {
    let angle = |a: Vec2, b: Vec2| (a.x * b.y - a.y * b.x).atan2(a.x * b.x + a.y * b.y);
    stroke.windows(3).map(|w| angle(w[1] - w[0], w[2] - w[1])).collect()
}

/// Changes of the way of turning a step, mean turning, and its mean with its sign.
fn turning(strokes: &[Polyline]) -> [f32; 3] {
    let all: Vec<Vec<f32>> = strokes.iter().map(|s| bends(s)).collect();
    let n = all.iter().map(Vec::len).sum::<usize>().max(1) as f32;
    let changes = all.iter().flat_map(|b| b.windows(2)).filter(|w| w[0] * w[1] < -1e-4).count() as f32;
    let sum = |f: fn(f32) -> f32| all.iter().flatten().map(|b| f(*b)).sum::<f32>() / n;
    [changes / n, sum(f32::abs), sum(|b| b)]
}

/// How like one bend is to the next.
fn pace(strokes: &[Polyline]) -> f32 {
    let pairs: Vec<(f32, f32)> =
        strokes.iter().flat_map(|s| bends(s).windows(2).map(|w| (w[0], w[1])).collect::<Vec<_>>()).collect();
    let along: f32 = pairs.iter().map(|(a, b)| a * b).sum();
    let square: f32 = pairs.iter().map(|(a, b)| 0.5 * (a * a + b * b)).sum();
    along / square.max(1e-6)
}

/// How much the ink falls along the word, by least squares.
fn rise(strokes: &[Polyline]) -> f32 {
    let n = strokes.iter().map(Vec::len).sum::<usize>().max(1) as f32;
    let middle = strokes.iter().flatten().map(|p| p.x).sum::<f32>() / n;
    let (mut xy, mut xx) = (0.0, 1e-3);
    for p in strokes.iter().flatten() {
        xy += (p.x - middle) * p.y;
        xx += (p.x - middle).powi(2);
    }
    xy / xx
}
