//! A word as frames: upright main ink at even steps, dots and bars apart.

use longhand_ink::geometry::Vec2;

use crate::polyline::{arc, bounds, resample, sample_by, shear, smooth};
use crate::recordings::{Polyline, Sample};

/// Length of a frame in x-heights.
pub const STEP: f32 = 0.1;
/// Points kept per frame for the letters' ink.
pub const FINE: usize = 2;
/// Letters whose bars or dots are often written after the word's main ink.
pub const BARRED: &str = "tfxTFAHEIJGzZ";

/// A dot or bar written over earlier ink.
#[derive(Clone, Debug)]
pub struct Late {
    /// Its path.
    pub path: Polyline,
    /// The letter it belongs to, where the source marks it.
    pub letter: Option<usize>,
}

/// A word or line prepared for labelling.
#[derive(Clone, Debug)]
pub struct Frames {
    /// Index of the writer.
    pub writer: usize,
    /// Letters in order, without spaces.
    pub text: Vec<char>,
    /// Whether a space follows each letter.
    pub space_after: Vec<bool>,
    /// Main ink, [`FINE`] points a frame.
    pub fine: Polyline,
    /// Whether a frame begins a pen stroke.
    pub start: Vec<bool>,
    /// Dots and bars.
    pub late: Vec<Late>,
    /// Letter of each frame, where the source marks it.
    pub truth: Option<Vec<u16>>,
}

impl Frames {
    /// Number of frames.
    pub fn len(&self) -> usize {
        self.start.len()
    }

    /// Where frame `i` begins.
    pub fn at(&self, i: usize) -> Vec2 {
        self.fine[i * FINE]
    }

    /// Prepares a sample; `slant` is the writer's lean. `None` if nothing useful is left.
    pub fn new(sample: &Sample, slant: f32) -> Option<Self> {
        let mut strokes: Vec<Polyline> = sample.strokes.iter().filter(|s| !s.is_empty()).cloned().collect();
        for s in &mut strokes {
            shear(s, -slant);
        }
        let (text, space_after) = letters(&sample.text);
        let owners = sample.marks.as_ref().map(|_| owners(sample));
        let late_index = split_late(&strokes, &text);
        let mut out = Self {
            writer: sample.writer,
            text,
            space_after,
            fine: Vec::new(),
            start: Vec::new(),
            late: Vec::new(),
            truth: owners.as_ref().map(|_| Vec::new()),
        };
        for (k, stroke) in strokes.iter().enumerate() {
            let owner = owners.as_ref().map(|o| o[k].as_slice());
            if late_index[k] {
                let letter = owner.and_then(|o| o.iter().flatten().next()).map(|l| usize::from(*l));
                out.late.push(Late { path: resample(stroke, STEP / 2.0, 3), letter });
            } else {
                out.push_stroke(stroke, owner);
            }
        }
        let n = out.len();
        (n >= out.text.len() && n < 4000 && !out.text.is_empty()).then_some(out)
    }

    fn push_stroke(&mut self, stroke: &[Vec2], owner: Option<&[Option<u16>]>) {
        let s = arc(stroke);
        let total = s.last().copied().unwrap_or(0.0);
        let frames = ((total / STEP).round() as usize).max(2);
        let mut points = sample_by(stroke, &s, frames * FINE);
        smooth(&mut points);
        smooth(&mut points);
        if let (Some(truth), Some(owner)) = (&mut self.truth, owner) {
            let mut j = 0;
            for i in 0..frames {
                let t = total * (i as f32 + 0.5) / frames as f32;
                while j + 1 < s.len() && s[j + 1] < t {
                    j += 1;
                }
                let label = owner[j].or_else(|| owner[j..].iter().flatten().next().copied());
                truth.push(label.or(truth.last().copied()).unwrap_or(0));
            }
        }
        self.fine.extend(points);
        self.start.extend((0..frames).map(|i| i == 0));
    }
}

/// Letters without spaces, and whether a space follows each.
fn letters(text: &[char]) -> (Vec<char>, Vec<bool>) {
    let mut out = (Vec::new(), Vec::new());
    for c in text {
        if *c != ' ' {
            out.0.push(*c);
            out.1.push(false);
        } else if let Some(last) = out.1.last_mut() {
            *last = true;
        }
    }
    out
}

/// The letter that owns each point of each stroke.
fn owners(sample: &Sample) -> Vec<Vec<Option<u16>>> {
    let mut out: Vec<Vec<Option<u16>>> = sample.strokes.iter().map(|s| vec![None; s.len()]).collect();
    let marks = sample.marks.as_deref().unwrap_or(&[]);
    for (letter, (_, pieces)) in marks.iter().filter(|(c, _)| *c != ' ').enumerate() {
        for (stroke, from, to) in pieces {
            if let Some(points) = out.get_mut(*stroke).and_then(|s| s.get_mut(*from..*to)) {
                points.fill(Some(letter as u16));
            }
        }
    }
    out.into_iter().filter(|s| !s.is_empty()).collect()
}

/// Which strokes are dots or bars written over earlier ink, by their shape and place.
pub fn split_late(strokes: &[Polyline], text: &[char]) -> Vec<bool> {
    let has = |set: &str| text.iter().any(|c| set.contains(*c));
    let (dots, bars, crosses) = (has("ij"), has(BARRED), has("x"));
    let mut right = f32::MIN;
    let mut out = Vec::with_capacity(strokes.len());
    for (k, s) in strokes.iter().enumerate() {
        let [x0, y0, x1, y1] = bounds(s);
        let (w, h) = (x1 - x0, y1 - y0);
        let n = s.len() as f32;
        let (cx, cy) = (s.iter().map(|p| p.x).sum::<f32>() / n, s.iter().map(|p| p.y).sum::<f32>() / n);
        let dot = dots && w < 0.7 && h < 0.8 && cy < -1.0 && y1 < -0.75 && cx < right + 0.5;
        let bar = bars && cy < -0.55 && y1 < -0.2 && w > 1.2 * h && w < 4.0 && x0 < right - 0.05;
        let cross = crosses && h < 1.5 && w < 1.6 && cx < right - 0.8;
        let tiny = w < 0.25 && h < 0.25 && cx < right - 0.3;
        let late = k > 0 && (dot || bar || cross || tiny);
        if !late {
            right = right.max(x1);
        }
        out.push(late);
    }
    out
}

/// Offsets (frames) of the context that a frame's features look at, both ways.
const LOOK: [usize; 10] = [1, 2, 3, 4, 6, 8, 11, 14, 18, 23];
/// Features of a frame.
pub const FEATURES: usize = 4 * 2 * LOOK.len() + 9;

/// Writes the features of frame `i`: its height and direction, where the pen was and will be, lifts in
/// between, and the nearest bar. Nothing outside `from .. to` is seen.
pub fn features(f: &Frames, i: usize, from: usize, to: usize, lifts: &[u16], out: &mut [f32]) {
    let p = f.at(i);
    let mut k = 0;
    let mut put = |v: f32| {
        out[k] = v;
        k += 1;
    };
    for off in LOOK {
        for j in [i.wrapping_sub(off), i + off] {
            if j < from || j >= to || j > f.len() {
                [0.0; 4].into_iter().for_each(&mut put);
            } else {
                let q = f.at(j);
                let lift = f32::from(lifts[i.max(j)] - lifts[i.min(j)]).min(2.0);
                [((q.x - p.x) * 0.7).clamp(-2.0, 2.0), q.y.clamp(-3.0, 2.0) * 0.7, lift, 1.0]
                    .into_iter()
                    .for_each(&mut put);
            }
        }
    }
    let a = f.at(i.saturating_sub(1).max(from));
    let b = f.at((i + 1).min(to - 1));
    let (d, l) = (b - a, (b - a).length().max(1e-4));
    [p.y.clamp(-3.0, 2.0), d.x / l, d.y / l, f32::from(u8::from(f.start[i]))].into_iter().for_each(&mut put);
    put(f32::from(u8::from(i + 1 < to && f.start[i + 1])));
    // Dots are left out: they stand beside their letter more often than over it, and a net that sees one
    // calls everything under it an i.
    let bars = f.late.iter().map(|l| middle(&l.path)).filter(|(_, w)| *w > 0.5);
    let near = bars.min_by(|a, b| (a.0.x - p.x).abs().total_cmp(&(b.0.x - p.x).abs()));
    match near {
        Some((c, w)) if (c.x - p.x).abs() < 2.0 => {
            [(c.x - p.x) * 0.5, c.y * 0.5, w.min(2.0), 1.0].into_iter().for_each(&mut put);
        }
        _ => [0.0; 4].into_iter().for_each(&mut put),
    }
}

/// Number of strokes begun up to each frame.
pub fn lifts(f: &Frames) -> Vec<u16> {
    let begun = |n: &mut u16, start: &bool| {
        *n += u16::from(*start);
        Some(*n)
    };
    f.start.iter().scan(0, begun).collect()
}

fn middle(p: &[Vec2]) -> (Vec2, f32) {
    let [x0, y0, x1, y1] = bounds(p);
    (Vec2::new(x0.midpoint(x1), y0.midpoint(y1)), x1 - x0)
}

#[cfg(test)]
mod tests;
