//! What drawing a page takes, known before it is drawn, and the most of it that one request may take.
//!
//! The size of a page bounds its pixels but not its ink: with lines upon lines there is ink without end.
//! Measured on one core of 2026: 10⁹ px² of ink take 4 to 5 s, a pixel of WebP as long as 6 px² of ink,
//! and paths of 2 km of ink 3 s.

use crate::draw;
use crate::page::{Page, Stroke};
use crate::params::{FieldError, Format, MM_PER_INCH, Output};

/// Most ink of raster images: strokes' length times width, px².
const MOST_INK_PX2: f64 = 1e9;
/// Most ink of paths and pen movements, mm.
const MOST_INK_MM: f64 = 2e6;
/// What coding a pixel of an animation takes, as ink, px².
const CODED: f64 = 6.0;

/// The fault of pages that would take too much to draw.
pub(crate) fn excess<'a>(
    mut pages: impl Iterator<Item = &'a Page> + Clone,
    format: Format,
    output: &Output,
) -> Option<FieldError> {
    let (field, share) = match (format, output.duration) {
        (Format::Webp, Some(seconds)) => ("duration", pages.next().map_or(0.0, |page| animation(page, seconds))),
        (Format::Png | Format::Webp, _) => ("handwriting_size", raster(&mut pages)),
        _ => ("handwriting_size", pages.flat_map(|page| &page.strokes).map(length).sum::<f64>() / MOST_INK_MM),
    };
    let complaint = format!(
        "with this text and page needs {share:.1} times the ink that one request may draw; \
         write smaller or less{}",
        if field == "duration" { ", on a smaller page or in less time" } else { "" }
    );
    (share > 1.0).then(|| FieldError::new(field, &complaint))
}

fn raster<'a>(pages: &mut impl Iterator<Item = &'a Page>) -> f64 {
    pages.map(|page| page.strokes.iter().map(|stroke| area(stroke, page)).sum::<f64>()).sum::<f64>() / MOST_INK_PX2
}

fn animation(page: &Page, seconds: f64) -> f64 {
    let (pixels, ink) = draw::pictured(page, seconds, |stroke| area(stroke, page));
    (CODED * pixels + ink) / MOST_INK_PX2
}

/// Length of a stroke along its points, mm; at least 0.
fn length(stroke: &Stroke) -> f64 {
    spans(stroke).map(|(length, _)| length).sum()
}

/// Pixels that a stroke covers, some of them more than once. A thin line touches pixels on either side.
fn area(stroke: &Stroke, page: &Page) -> f64 {
    let px = page.dpi / MM_PER_INCH;
    spans(stroke).map(|(length, width)| (length + width) * px * (width * px + 2.0)).sum()
}

/// Length and greater width of each span, mm; those that are no numbers left out.
fn spans(stroke: &Stroke) -> impl Iterator<Item = (f64, f64)> {
    let dot = stroke.points.first().into_iter().filter(|_| stroke.points.len() == 1).map(|p| (0.0, f64::from(p.width)));
    let spans = stroke.points.windows(2).map(|two| {
        let [a, b] = [two[0], two[1]];
        (f64::from(libm::hypotf(b.x - a.x, b.y - a.y)), f64::from(a.width.max(b.width)))
    });
    dot.chain(spans).filter(|(length, width)| length.is_finite() && width.is_finite() && *width >= 0.0)
}
