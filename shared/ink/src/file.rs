//! Composed pages to the bytes of the file that was asked for.

use crate::draw;
use crate::layout::Composed;
use crate::params::{Format, Output, Paths};

/// The file of some pages in a format, with what `output` asks for. Formats of one page take the first;
/// without pages the file is empty.
#[must_use]
pub fn file(pages: &[Composed], format: Format, output: &Output) -> Vec<u8> {
    let Some(first) = pages.first() else { return Vec::new() };
    let page = &first.page;
    let text = match (format, output.duration) {
        (Format::Pdf, _) => return draw::pdf(pages.iter().map(|composed| &composed.page)),
        (Format::Png, _) => return draw::png(page),
        (Format::Webp, None) => return draw::webp(page),
        (Format::Webp, Some(seconds)) => return draw::webp_animated(page, seconds),
        (Format::Svg, Some(seconds)) => draw::svg_animated(page, seconds),
        (Format::Svg, None) if output.paths == Paths::Lines => draw::svg_lines(page),
        (Format::Svg, None) => draw::svg(page),
        (Format::Json, _) if output.boxes => draw::strokes_with_boxes(first),
        (Format::Json, _) => draw::strokes(page),
        (Format::Inkml, _) => draw::inkml(page),
        (Format::Gcode, _) => draw::gcode(page),
        (Format::Hpgl, _) => draw::hpgl(page),
    };
    text.into_bytes()
}
