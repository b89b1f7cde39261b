//! All letters that can be learned from, in one frame: x-height 1, baseline 0, upright.

use std::collections::BTreeMap;

use longhand_ink::geometry::Vec2;

use crate::cut::{Letter, Link};
use crate::frames::split_late;
use crate::polyline::{bounds, quantile, resample, shear};
use crate::recordings::{Polyline, Sample};

/// Heights that a character usually has: mean and variance of top and bottom.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    top: f32,
    bottom: f32,
    var: [f32; 2],
}

/// Usual heights by character.
pub type Extents = BTreeMap<char, Extent>;

/// Fits every word's own baseline, slope and x-height to the usual heights of its letters, and the usual
/// heights to the words, in turn (three rounds of ridge regression).
pub fn fit_frames(words: &mut [Vec<Letter>]) -> Extents {
    let mut extents = extents(words);
    for _ in 0..3 {
        for word in words.iter_mut() {
            refit(word, &extents);
        }
        extents = self::extents(words);
    }
    extents
}

fn heights(l: &Letter) -> Option<[f32; 2]> {
    let [_, top, _, bottom] = bounds(l.main.iter().flatten());
    (top < bottom).then_some([top, bottom])
}

fn extents(words: &[Vec<Letter>]) -> Extents {
    let mut all: BTreeMap<char, [Vec<f32>; 2]> = BTreeMap::new();
    for l in words.iter().flatten().filter(|l| l.certainty > -1.5) {
        if let Some(h) = heights(l) {
            let e = all.entry(l.c).or_default();
            e[0].push(h[0]);
            e[1].push(h[1]);
        }
    }
    all.into_iter()
        .map(|(c, [mut tops, mut bottoms])| {
            let spread = |v: &mut Vec<f32>| ((quantile(v, 0.84) - quantile(v, 0.16)) / 2.0).max(0.05).powi(2);
            let var = [spread(&mut tops), spread(&mut bottoms)];
            (c, Extent { top: quantile(&mut tops, 0.5), bottom: quantile(&mut bottoms, 0.5), var })
        })
        .collect()
}

/// Observed height = b + k·x + s·usual height; priors b ~ N(0, 0.25²), k ~ N(0, 0.04²), s ~ N(1, 0.15²).
fn refit(word: &mut [Letter], extents: &Extents) {
    let mut a = nalgebra::Matrix3::from_diagonal(&nalgebra::Vector3::new(16.0, 625.0, 44.0));
    let mut r = nalgebra::Vector3::new(0.0, 0.0, 44.0);
    let middle = word.iter().flat_map(|l| l.main.iter().flatten()).fold((0.0, 0.0), |s, p| (s.0 + p.x, s.1 + 1.0));
    let middle = if middle.1 > 0.0 { middle.0 / middle.1 } else { return };
    for l in word.iter().filter(|l| l.certainty > -2.5) {
        let (Some(h), Some(e)) = (heights(l), extents.get(&l.c)) else { continue };
        let [x0, _, x1, _] = bounds(l.main.iter().flatten());
        for (seen, usual, var) in [(h[0], e.top, e.var[0]), (h[1], e.bottom, e.var[1])] {
            let d = (seen - usual).abs();
            let w = 1.0 / (var + 0.02) / (1.0 + (d / 0.3).powi(2));
            let v = nalgebra::Vector3::new(1.0, x0.midpoint(x1) - middle, usual);
            a += v * v.transpose() * w;
            r += v * (seen * w);
        }
    }
    let Some(inverse) = a.try_inverse() else { return };
    let fit = inverse * r;
    let (b, k, s) = (fit[0], fit[1], fit[2].clamp(0.6, 1.6));
    for p in word.iter_mut().flat_map(|l| l.main.iter_mut().chain(&mut l.late)).flatten() {
        p.y = (p.y - b - k * (p.x - middle)) / s;
        p.x /= s;
    }
}

/// A character written alone, placed on the baseline by its usual bottom; `None` if its shape is unusual.
pub fn isolated(sample: &Sample, slant: f32, extents: &Extents) -> Option<Letter> {
    let c = *sample.text.first().filter(|_| sample.text.len() == 1)?;
    let usual = extents.get(&c)?;
    let mut strokes: Vec<Polyline> = sample.strokes.iter().filter(|s| !s.is_empty()).cloned().collect();
    for s in &mut strokes {
        shear(s, -slant);
    }
    let [_, top, _, bottom] = bounds(strokes.iter().flatten());
    let late = split_shifted(&strokes, usual.bottom - bottom, c);
    let main_bottom = bounds(strokes.iter().zip(&late).filter(|(_, l)| !**l).flat_map(|(s, _)| s))[3];
    let usual_height = usual.bottom - usual.top;
    if bottom - top > 1.6 * usual_height.max(0.3) + 1.2 || bottom - top < 0.5 * usual_height {
        return None;
    }
    let shift = usual.bottom - main_bottom;
    for p in strokes.iter_mut().flatten() {
        p.y += shift;
    }
    let part = |want: bool| {
        let own = strokes.iter().zip(&late).filter(|(_, l)| **l == want);
        own.map(|(s, _)| resample(s, 0.05, 3)).collect::<Vec<_>>()
    };
    Some(Letter {
        c,
        writer: sample.writer,
        main: part(false),
        late: part(true),
        entry: Link::None,
        exit: Link::None,
        certainty: 0.0,
        space_after: false,
    })
}

fn split_shifted(strokes: &[Polyline], shift: f32, c: char) -> Vec<bool> {
    let moved: Vec<Polyline> =
        strokes.iter().map(|s| s.iter().map(|p| Vec2::new(p.x, p.y + shift)).collect()).collect();
    split_late(&moved, &[c])
}

#[cfg(test)]
mod tests;
