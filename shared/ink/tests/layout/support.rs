//! Requests for tests, and measuring what became of them.
#![allow(dead_code, reason = "each test binary uses its own part")]

use longhand_ink::geometry::Vec2;
use longhand_ink::layout::{Bounds, Composed, compose};
use longhand_ink::page::{Page, Stroke};
use longhand_ink::params::{FieldError, FieldErrors, Format, RenderRequest};

/// A pixel of 72 to the inch, mm.
pub const PX: f64 = 25.4 / 72.0;

/// A request in the making: seed 7 unless it says otherwise.
#[derive(Clone)]
pub struct Request {
    text: String,
    more: Vec<(String, String)>,
}

impl Request {
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), more: Vec::new() }
    }

    /// Sets a parameter, for the last time if more than once.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.more.retain(|(other, _)| other != name);
        self.more.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn read(&self) -> Result<RenderRequest, FieldErrors> {
        let usual = [("handwriting_id", "Perry"), ("random_seed", "7")];
        let usual = usual.into_iter().filter(|(name, _)| !self.more.iter().any(|(given, _)| given == name));
        let more = self.more.iter().map(|(a, b)| (a.as_str(), b.as_str()));
        RenderRequest::from_pairs(Format::Png, usual.chain([("text", self.text.as_str())]).chain(more))
    }

    pub fn request(&self) -> RenderRequest {
        self.read().expect("a good request")
    }

    pub fn try_compose(&self, entropy: u64) -> Result<Composed, FieldErrors> {
        let request = self.read()?;
        compose(&request, request.hand(), entropy)
    }

    pub fn compose_with(&self, entropy: u64) -> Composed {
        self.try_compose(entropy).expect("a page")
    }

    pub fn compose(&self) -> Composed {
        self.compose_with(0)
    }

    /// The one fault of composing it.
    pub fn fault(&self) -> FieldError {
        let errors = self.try_compose(0).expect_err("a fault");
        assert_eq!(errors.as_slice().len(), 1, "{errors}");
        errors.as_slice()[0].clone()
    }
}

/// The strokes of each word in turn.
pub fn words_of(composed: &Composed) -> Vec<Vec<Stroke>> {
    let of = |start, end| {
        let inside = |s: &&Stroke| (start..end).contains(&(s.char_index as usize));
        composed.page.strokes.iter().filter(inside).cloned().collect()
    };
    composed.words.iter().map(|w| of(w.start, w.end)).collect()
}

/// Around the ink of some strokes: discs along their curves, not the boxes that the layout itself reckons with.
pub fn ink_of<'a>(strokes: impl IntoIterator<Item = &'a Stroke>) -> Bounds {
    const STEPS: u8 = 8;
    let mut ink = Bounds::EMPTY;
    for points in strokes.into_iter().map(|s| &s.points) {
        let last = points.len() - 1;
        let at = |i: usize| Vec2::new(points[i.min(last)].x, points[i.min(last)].y);
        for i in 0..last.max(1) {
            let (before, a, b, after) = (at(i.saturating_sub(1)), at(i), at(i + 1), at(i + 2));
            for t in (0..=STEPS).map(|k| f32::from(k) / f32::from(STEPS)) {
                // The uniform Catmull-Rom spline in its Hermite form.
                let (from, to) = ((b - before) * 0.5, (after - a) * 0.5);
                let (t2, t3) = (t * t, t * t * t);
                let place = a * (2.0 * t3 - 3.0 * t2 + 1.0)
                    + from * (t3 - 2.0 * t2 + t)
                    + b * (3.0 * t2 - 2.0 * t3)
                    + to * (t3 - t2);
                let width = points[i].width + (points[(i + 1).min(last)].width - points[i].width) * t;
                ink.add(place, 0.5 * width);
            }
        }
    }
    ink
}

/// Around all ink of a page.
pub fn ink_of_page(composed: &Composed) -> Bounds {
    ink_of(&composed.page.strokes)
}

/// Around all ink of a line.
pub fn ink_of_line(composed: &Composed, line: usize) -> Bounds {
    let words: Vec<_> = composed.words.iter().filter(|w| w.line == line).collect();
    let on_line = |s: &&Stroke| words.iter().any(|w| (w.start..w.end).contains(&(s.char_index as usize)));
    ink_of(composed.page.strokes.iter().filter(on_line))
}

/// Whether all ink is on the page.
pub fn is_inside(page: &Page) -> bool {
    let ink = ink_of(&page.strokes);
    ink.is_empty()
        || (ink.left > -1e-3
            && ink.top > -1e-3
            && f64::from(ink.right) < page.width_mm + 1e-3
            && f64::from(ink.bottom) < page.height_mm + 1e-3)
}
