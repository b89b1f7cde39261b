//! A sheet of lines by people and by us in one ink, for a reader to sort.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, anyhow};
use longhand_ink::draw;
use longhand_ink::geometry::Vec2;
use longhand_ink::hand::{Hand, catalogue};
use longhand_ink::layout::compose;
use longhand_ink::page::{Page, Point, Stroke};
use longhand_ink::params::{Format, RenderRequest};

use crate::polyline::{bounds, resample};
use crate::reader::Chance;
use crate::recordings::{Kind, Polyline, Recordings, Sample};

/// Lines of people, and of ours.
const EACH: usize = 10;
/// Characters of a line.
const LENGTH: std::ops::RangeInclusive<usize> = 22..=42;
/// Height of a small letter, width of the ink and height of a row, mm.
const X_HEIGHT: f32 = 2.2;
const INK: f32 = 0.4;
const ROW: f32 = 13.0;
const WIDTH: f32 = 190.0;

/// Draws the sheet to `out`; returns which rows are ours, and by whom.
pub fn sheet(recordings: &Recordings, seed: u64, out: &Path) -> Result<String> {
    let mut chance = Chance::new(seed);
    let mut lines: Vec<&Sample> = recordings.samples.iter().filter(|s| fits(s)).collect();
    chance.shuffle(&mut lines);
    let mut seen = std::collections::BTreeSet::new();
    let mut people: Vec<&Sample> = lines.into_iter().filter(|s| seen.insert(s.writer)).take(2 * EACH).collect();
    let lent = people.split_off(EACH.min(people.len()));
    let mut hands: Vec<&str> = catalogue().iter().map(|h| h.title).collect();
    chance.shuffle(&mut hands);
    let mut rows: Vec<(Option<&str>, Vec<Polyline>)> = people.iter().map(|s| (None, scaled(&s.strokes))).collect();
    for (sample, title) in lent.iter().zip(hands) {
        rows.push((Some(title), ours(&sample.text.iter().collect::<String>(), title, seed)?));
    }
    chance.shuffle(&mut rows);
    let mut page = blank(ROW * rows.len() as f32)?;
    let mut key = String::new();
    for (k, (by, strokes)) in rows.iter().enumerate() {
        let _ = writeln!(key, "row {}: {}", k + 1, by.unwrap_or("a person"));
        page.strokes.extend(placed(strokes, ROW * (k as f32 + 0.62)));
    }
    std::fs::write(out, draw::png(&page))?;
    Ok(key)
}

fn fits(s: &Sample) -> bool {
    s.kind == Kind::Line
        && LENGTH.contains(&s.text.len())
        && s.text.iter().filter(|c| c.is_ascii_alphabetic()).count() > 15
}

fn scaled(strokes: &[Polyline]) -> Vec<Polyline> {
    strokes.iter().map(|s| s.iter().map(|p| *p * X_HEIGHT).collect()).collect()
}

/// The strokes of a line by a hand, mm.
fn ours(text: &str, title: &str, seed: u64) -> Result<Vec<Polyline>> {
    let hand = Hand::find(title).ok_or_else(|| anyhow!("no hand {title}"))?;
    let size = format!("{}mm", X_HEIGHT * hand.metrics().cap_height);
    let seed = (seed + 1).to_string();
    let pairs = [
        ("handwriting_id", title),
        ("text", text),
        ("handwriting_size", &size),
        ("width", "auto"),
        ("height", "auto"),
        ("random_seed", &seed),
        ("on_missing", "skip"),
    ];
    let request = RenderRequest::from_pairs(Format::Png, pairs).map_err(|e| anyhow!("{e:?}"))?;
    let composed = compose(&request, &hand, 0).map_err(|e| anyhow!("{e:?}"))?;
    let base = composed.lines.first().map_or(0.0, |l| l.baseline_mm as f32);
    let stroke = |s: &Stroke| s.points.iter().map(|p| Vec2::new(p.x, p.y - base)).collect();
    Ok(composed.page.strokes.iter().map(stroke).collect())
}

/// A page of this height without ink.
fn blank(height: f32) -> Result<Page> {
    let sides = [format!("{WIDTH}mm"), format!("{height}mm")];
    let pairs =
        [("handwriting_id", "hand:1"), ("text", "."), ("dpi", "144"), ("width", &sides[0]), ("height", &sides[1])];
    let request = RenderRequest::from_pairs(Format::Png, pairs).map_err(|e| anyhow!("{e:?}"))?;
    let composed = compose(&request, request.hand(), 0).map_err(|e| anyhow!("{e:?}"))?;
    Ok(Page { strokes: Vec::new(), ..composed.page })
}

/// Strokes walked in the same steps, in the same ink, from the left edge, on a baseline.
fn placed(strokes: &[Polyline], baseline: f32) -> Vec<Stroke> {
    let left = bounds(strokes.iter().flatten())[0];
    let walked = strokes.iter().filter(|s| !s.is_empty()).map(|s| resample(s, 0.12 * X_HEIGHT, 2));
    let point =
        |p: Vec2| Point { x: p.x - left + 5.0, y: p.y + baseline, width: INK, pressure: 1.0, ..Point::default() };
    walked.map(|s| Stroke { char_index: 0, points: s.into_iter().map(point).collect() }).collect()
}
