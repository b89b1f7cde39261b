//! Aligned words to letters: where a pen link is cut, and which letter a dot or bar belongs to.

use longhand_ink::geometry::Vec2;

use crate::align::Alignment;
use crate::frames::{BARRED, FINE, Frames};
use crate::polyline::bounds;
use crate::recordings::Polyline;

/// Height at which low links are cut, so that exits meet entries by themselves.
pub const CUT_Y: f32 = -0.4;

/// How a letter begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// The pen is lifted, or the word begins or ends.
    None,
    /// Joined by a stroke that rises from the baseline.
    Low,
    /// Joined near the x-height, as after o, v, w, b.
    High,
}

/// A letter cut from a word.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Which.
    pub c: char,
    /// Index of the writer.
    pub writer: usize,
    /// Main ink, in the word's upright frame.
    pub main: Vec<Polyline>,
    /// Dots and bars.
    pub late: Vec<Polyline>,
    /// How it begins.
    pub entry: Link,
    /// How it ends.
    pub exit: Link,
    /// Mean log-probability that its frames are this letter's.
    pub certainty: f32,
    /// Whether a space follows.
    pub space_after: bool,
}

/// The letters of a word.
pub fn cut(w: &Frames, a: &Alignment) -> Vec<Letter> {
    let n = w.text.len();
    let mut begin = vec![0];
    let mut link = vec![Link::None];
    for i in 1..n {
        let (at, how) = boundary(w, a.begin[i], begin[i - 1] + 2, "ovw".contains(w.text[i - 1]));
        begin.push(at.min(w.len()));
        link.push(how);
    }
    begin.push(w.len());
    link.push(Link::None);
    let mut letters: Vec<Letter> = (0..n)
        .map(|i| Letter {
            c: w.text[i],
            writer: w.writer,
            main: pieces(w, begin[i], begin[i + 1].max(begin[i]), link[i + 1] != Link::None),
            late: Vec::new(),
            entry: link[i],
            exit: link[i + 1],
            certainty: a.certainty[i],
            space_after: w.space_after[i],
        })
        .collect();
    for late in &w.late {
        if let Some(k) = late.letter.or_else(|| owner(&letters, &late.path)).filter(|k| *k < n) {
            letters[k].late.push(late.path.clone());
        }
    }
    letters
}

/// Moves a rough boundary to the pen lift, the crossing of a low link or the dip of a high one nearby.
/// Letters that end near the x-height (`high`) are never cut on their way up there.
fn boundary(w: &Frames, rough: usize, least: usize, high: bool) -> (usize, Link) {
    let n = w.len();
    let near = |reach: usize| (rough.saturating_sub(reach).max(least))..(rough + reach + 1).min(n);
    if let Some(lift) = near(6).filter(|i| w.start[*i]).min_by_key(|i| i.abs_diff(rough)) {
        return (lift, Link::None);
    }
    let y = |i: usize| w.at(i).y;
    let rightward = |i: usize| {
        let d = w.at((i + 1).min(n - 1)) - w.at(i.saturating_sub(1));
        d.x / d.length().max(1e-4)
    };
    let rising = |i: &usize| *i + 2 < n && y(*i) >= CUT_Y && y(*i + 1) < CUT_Y && rightward(*i) > -0.3;
    if let Some(up) = near(if high { 0 } else { 9 }).filter(|i| !high && rising(i)).min_by_key(|i| i.abs_diff(rough)) {
        let (a, b) = (up.min(rough), up.max(rough));
        if b - a <= 3 || (a..b.min(n - 1)).all(|i| y(i + 1) < y(i) + 0.03) {
            return (up, Link::Low);
        }
    }
    let dip = |i: &usize| *i > 0 && *i + 1 < n && y(*i) >= y(*i - 1) && y(*i) >= y(*i + 1) && rightward(*i) > 0.2;
    let at = near(if high { 8 } else { 5 })
        .filter(|i| dip(i) && (!high || y(*i) < CUT_Y))
        .min_by_key(|i| i.abs_diff(rough))
        .or_else(|| near(5).max_by(|a, b| straight(w, *a, rough).total_cmp(&straight(w, *b, rough))))
        .unwrap_or(rough.max(least));
    let at = at.min(n - 1);
    (at, if y(at) < CUT_Y { Link::High } else { Link::Low })
}

/// How well a link can be cut here: rightward, and near the rough place.
fn straight(w: &Frames, i: usize, rough: usize) -> f32 {
    let n = w.len();
    let d = w.at((i + 1).min(n - 1)) - w.at(i.saturating_sub(1));
    d.x / d.length().max(1e-4) - 0.05 * i.abs_diff(rough) as f32
}

/// The pen strokes of frames `a .. b`; a joined end takes the first point of what follows.
fn pieces(w: &Frames, a: usize, b: usize, joined: bool) -> Vec<Polyline> {
    let mut out: Vec<Polyline> = Vec::new();
    for i in a..b {
        if i == a || w.start[i] {
            out.push(Vec::new());
        }
        if let Some(last) = out.last_mut() {
            last.extend(&w.fine[i * FINE..(i + 1) * FINE]);
        }
    }
    if let (true, Some(last)) = (joined && b < w.len(), out.last_mut()) {
        last.push(w.fine[b * FINE]);
    }
    out
}

/// The letter nearest to a dot or bar that can have one.
fn owner(letters: &[Letter], late: &[Vec2]) -> Option<usize> {
    let [x0, y0, x1, y1] = bounds(late);
    let dot = x1 - x0 < 0.5 && y1 - y0 < 0.8;
    let want = if dot { "ij" } else { BARRED };
    let can = |set: &str| -> Vec<usize> {
        (0..letters.len()).filter(|k| set.contains(letters[*k].c) && !letters[*k].main.is_empty()).collect()
    };
    let mut able = can(want);
    if able.is_empty() {
        able = can("ijtfxTFAHEIJGzZ");
    }
    let distance = |k: &usize| {
        let q = &letters[*k];
        let points = || q.main.iter().flatten();
        let x = if "tfij".contains(q.c) {
            points().min_by(|a, b| a.y.total_cmp(&b.y)).map_or(0.0, |p| p.x)
        } else {
            points().map(|p| p.x).sum::<f32>() / points().count().max(1) as f32
        };
        (x0.midpoint(x1) - x - 0.15).abs() + 0.8 * q.late.len() as f32
    };
    able.into_iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

#[cfg(test)]
mod tests;
