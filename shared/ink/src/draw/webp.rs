//! WebP: a still picture, or the writing as it is written.
//!
//! The `image-webp` crate codes pictures, losslessly; what is in the frames of an animation is found here.

use image_webp::{ColorType, WebPEncoder};

use super::animation::Animation;
use super::raster::Coverage;
use super::timeline::Timeline;
use super::{colour, coverage, mark};
use crate::geometry::Vec2;
use crate::layout::Bounds;
use crate::page::{Page, Stroke};

/// Milliseconds of a frame.
const FRAME_MS: u32 = 40;

/// The page as a lossless WebP of its pixel size with a transparent background, marked if the page is.
#[must_use]
pub fn webp(page: &Page) -> Vec<u8> {
    let Coverage { width, height, levels } = coverage(page);
    let mark = marks(page);
    still(width, height, &rgba(page, &levels, mark.as_ref().map(|m| m.levels.as_slice())))
}

/// The page as an animated WebP in which the strokes are written in their order and at their pace, scaled
/// to `seconds` in whole frames of 1/25 s. It plays once and ends with the picture of [`webp`].
#[must_use]
pub fn webp_animated(page: &Page, seconds: f64) -> Vec<u8> {
    let film = Film::of(page);
    let marks = marks(page);
    let mut file = Animation::new(page.width_px.max(1), page.height_px.max(1), FRAME_MS);
    for Frame { until, window } in film.frames(seconds) {
        match window {
            Some(window) => {
                let Window { left, top, width, height } = window;
                let rgba = picture(page, film.written(until, window), window, marks.as_ref());
                file.frame([left, top, width, height], &still(width, height, &rgba));
            }
            None => file.wait(),
        }
    }
    file.finish()
}

/// How much [`webp_animated`] would have to do: of each picture in it the pixels, and the ink given for
/// every stroke, px².
pub(crate) fn pictured(page: &Page, seconds: f64, ink: impl Fn(&Stroke) -> f64) -> (f64, f64) {
    let film = Film::of(page);
    let ink: Vec<f64> = page.strokes.iter().map(ink).collect();
    let pictures = film.frames(seconds).filter_map(|frame| frame.window.map(|window| (frame.until, window)));
    pictures.fold((0.0, 0.0), |(pixels, drawn), (until, window)| {
        let area = f64::from(window.width) * f64::from(window.height);
        let begun = |i: &u32| page.strokes[*i as usize].points.first().is_some_and(|p| p.t <= until);
        let inside = film.inside(until, window).into_iter().filter(begun).map(|i| ink[i as usize]).sum::<f64>();
        (pixels + area, drawn + inside)
    })
}

/// A page as it is written.
struct Film<'a> {
    page: &'a Page,
    timeline: Timeline<'a>,
    /// Where each stroke is.
    places: Vec<Option<Window>>,
    /// The numbers of the strokes that touch each band of rows, the lowest first.
    bands: Vec<Vec<u32>>,
}

/// Rows of a band.
const BAND: u32 = 64;

/// A moment of a film.
struct Frame {
    /// Shows what is written until then, ms.
    until: f32,
    /// Around what is new in it.
    window: Option<Window>,
}

impl<'a> Film<'a> {
    fn of(page: &'a Page) -> Self {
        let places = page.strokes.iter().map(|stroke| Window::around(core::slice::from_ref(stroke), page));
        let places: Vec<Option<Window>> = places.collect();
        let mut bands = vec![Vec::new(); page.height_px.div_ceil(BAND).max(1) as usize];
        for (number, place) in (0..).zip(&places) {
            for band in place.iter().flat_map(Window::bands) {
                bands[band].push(number);
            }
        }
        Self { page, timeline: Timeline::new(&page.strokes), places, bands }
    }

    fn frames(&self, seconds: f64) -> impl Iterator<Item = Frame> {
        let frames = libm::round(seconds * 1000.0 / f64::from(FRAME_MS)).clamp(1.0, 1e5) as u32;
        let whole = Window { left: 0, top: 0, width: self.page.width_px.max(1), height: self.page.height_px.max(1) };
        let end = self.timeline.end();
        let after = move |k: u32| end * (f64::from(k) / f64::from(frames)) as f32;
        (0..frames).map(move |k| {
            let until = after(k + 1);
            let fresh = || Window::around(&self.timeline.between(after(k), until), self.page);
            // The first frame has all of the mark; the others what they touch.
            Frame { until, window: if k == 0 { Some(whole) } else { fresh() } }
        })
    }

    /// The numbers of the strokes in a window, without those that begin after a time and all others do.
    fn inside(&self, until: f32, window: Window) -> Vec<u32> {
        let begun = self.timeline.begun(until);
        let bands = window.bands().map(|band| self.bands[band].as_slice());
        let earlier = bands.flat_map(|all| &all[..all.partition_point(|number| (*number as usize) < begun)]);
        let meets = |number: &u32| self.places[*number as usize].is_some_and(|place| place.meets(&window));
        let mut numbers: Vec<u32> = earlier.copied().filter(meets).collect();
        // One that touches several bands is one.
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The strokes in a window until a time.
    fn written(&self, until: f32, window: Window) -> Vec<Stroke> {
        self.timeline.before(until, &self.inside(until, window))
    }
}

/// Coverage of the mark, if the page has it.
fn marks(page: &Page) -> Option<Coverage> {
    page.marked.then(|| coverage(&page.with(mark::strokes(page))))
}

/// The pixels of a window of the page with only these strokes on it.
fn picture(page: &Page, mut strokes: Vec<Stroke>, window: Window, marks: Option<&Coverage>) -> Vec<u8> {
    let mm = (25.4 / page.dpi) as f32;
    let corner = Vec2::new(window.left as f32 * mm, window.top as f32 * mm);
    for point in strokes.iter_mut().flat_map(|stroke| &mut stroke.points) {
        (point.x, point.y) = (point.x - corner.x, point.y - corner.y);
    }
    let part = Page { width_px: window.width, height_px: window.height, ..page.with(strokes) };
    let marks = marks.map(|marks| window.of(marks));
    rgba(page, &coverage(&part).levels, marks.as_deref())
}

/// Pixels of ink with the mark over it.
fn rgba(page: &Page, ink: &[u8], marks: Option<&[u8]>) -> Vec<u8> {
    let (color, darkness) = (colour::rgb(page.color), colour::part(page.darkness));
    let mark = |i: usize| marks.map_or(0.0, |m| f32::from(m[i]) / 255.0);
    let pixel = |(i, &level)| mark::over(color, darkness * f32::from(level) / 255.0, mark(i));
    ink.iter().enumerate().flat_map(pixel).collect()
}

/// A file of one picture; empty if it is larger than the format allows, which no page is.
fn still(width: u32, height: u32, rgba: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let encoded = WebPEncoder::new(&mut file).encode(rgba, width, height, ColorType::Rgba8);
    if encoded.is_ok() { file } else { Vec::new() }
}

/// A rectangle of pixels whose left and top are even, as the container wants them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl Window {
    /// Around all ink of some strokes; `None` if none is on the page.
    fn around(strokes: &[Stroke], page: &Page) -> Option<Self> {
        let mut ink = Bounds::EMPTY;
        for stroke in strokes {
            ink.add_stroke(&stroke.points, |p| (Vec2::new(p.x, p.y), 0.5 * p.width));
        }
        let px = (page.dpi / 25.4) as f32;
        // One pixel more on each side for edges that are half covered.
        let low = |mm: f32| ((mm * px) as u32).saturating_sub(1) & !1;
        let high = |mm: f32, most: u32| ((mm * px).max(0.0) as u32).saturating_add(2).min(most.max(1));
        let (left, top) = (low(ink.left), low(ink.top));
        let (right, bottom) = (high(ink.right, page.width_px), high(ink.bottom, page.height_px));
        let visible = !ink.is_empty() && left < right && top < bottom;
        visible.then(|| Self { left, top, width: right - left, height: bottom - top })
    }

    /// The bands of rows that it touches; it is on the page, and not empty.
    fn bands(&self) -> core::ops::RangeInclusive<usize> {
        (self.top / BAND) as usize..=((self.top + self.height - 1) / BAND) as usize
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.left + other.width
            && other.left < self.left + self.width
            && self.top < other.top + other.height
            && other.top < self.top + self.height
    }

    /// The levels inside.
    fn of(&self, all: &Coverage) -> Vec<u8> {
        let row = |y: u32| {
            let start = y as usize * all.width as usize + self.left as usize;
            &all.levels[start..start + self.width as usize]
        };
        (self.top..self.top + self.height).flat_map(row).copied().collect()
    }
}
