//! PDF: the centre lines as stroked paths in CMYK, nothing else on the page.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, TextStr};

use super::paths::{self, Detail, Path};
use super::{colour, mark};
use crate::page::Page;

/// A grid of a fifteenth of the ink's width, at most [`COARSEST`]. At that the centre line is kept to
/// 0.027 mm and an edge to 0.02 mm more: a dot of 600 dpi is 0.042 mm.
const DETAIL: Detail = Detail { grid: 15.0, step: 4, tolerance: 1.35 };
/// The coarsest grid, mm.
const COARSEST: f32 = 0.02;
/// A cubic whose handles are this close to its chord, in grid units, is a line.
const STRAIGHT: f32 = 0.75;
/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// Coordinates are counted from a nearby origin, at most so many units away, to keep them short.
const NEAR: i32 = 30;
/// Origins set relative to one another before starting anew, lest rounding adds up in a viewer.
const ORIGINS: u32 = 64;

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const INFO: Ref = Ref::new(3);
/// Of the first page; its content has the next number, then comes the next page.
const FIRST: i32 = 4;
const FADED: Name = Name(b"M");

/// The pages as a PDF, each with a `MediaBox` of its size in points: path operators only, no font, no image,
/// no background, no date. CMYK numbers are written as asked, a pencil's lightened on paper by its darkness;
/// an RGB colour is converted naively.
#[must_use]
pub fn pdf<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Vec<u8> {
    let mut pdf = Pdf::new();
    pdf.catalog(CATALOG).pages(PAGES);
    let mut leaves = Vec::new();
    for (page, number) in pages.into_iter().zip((FIRST..).step_by(2)) {
        let (leaf, content) = (Ref::new(number), Ref::new(number + 1));
        write_page(&mut pdf, page, leaf, content);
        leaves.push(leaf);
    }
    pdf.pages(PAGES).count(i32::try_from(leaves.len()).unwrap_or(i32::MAX)).kids(leaves);
    pdf.document_info(INFO).producer(TextStr("Longhand"));
    pdf.finish()
}

fn write_page(pdf: &mut Pdf, page: &Page, number: Ref, content_number: Ref) {
    let [width, height] = [page.width_mm, page.height_mm].map(points);
    let mut leaf = pdf.page(number);
    leaf.parent(PAGES).media_box(Rect::new(0.0, 0.0, width, height)).contents(content_number);
    let mut resources = leaf.resources();
    if page.marked {
        resources
            .ext_g_states()
            .insert(FADED)
            .start::<pdf_writer::writers::ExtGraphicsState>()
            .stroking_alpha(mark::OPACITY);
    }
    resources.finish();
    leaf.finish();
    pdf.stream(content_number, &deflate(&content(page, height))).filter(pdf_writer::Filter::FlateDecode);
}

/// A length in points, to a thousandth, in the range PDF knows.
fn points(mm: f64) -> f32 {
    let points = if mm.is_finite() { (mm * POINTS).clamp(0.0, 1e6) } else { 0.0 };
    (libm::round(points * 1e3) / 1e3) as f32
}

/// The page's operators.
fn content(page: &Page, height: f32) -> Vec<u8> {
    let mut content = Content::new();
    content.set_line_cap(LineCapStyle::RoundCap).set_line_join(LineJoinStyle::RoundJoin);
    let [c, m, y, k] = colour::tint(colour::cmyk(page.color), page.darkness);
    content.set_stroke_cmyk(c, m, y, k);
    let unit = paths::unit(&page.strokes, DETAIL.grid).min(COARSEST);
    let mut pen = Pen::new(&mut content, unit, height);
    for path in paths::paths(&page.strokes, unit, DETAIL) {
        pen.draw(&path);
    }
    pen.paint();
    pen.finish();
    if page.marked {
        let strokes = mark::strokes(page);
        let unit = paths::unit(&strokes, DETAIL.grid);
        let [c, m, y, k] = colour::cmyk(crate::page::Color::Rgb(mark::GREY));
        content.set_stroke_cmyk(c, m, y, k).set_parameters(FADED);
        // One path and one painting, so that it is equally dark where its bars meet.
        let mut pen = Pen::new(&mut content, unit, height);
        pen.still = true;
        for path in paths::paths(&strokes, unit, DETAIL) {
            pen.draw(&path);
        }
        pen.paint();
        pen.finish();
    }
    content.finish().into_vec()
}

/// Writes paths in grid units from nearby origins.
struct Pen<'a> {
    content: &'a mut Content,
    base: [f32; 6],
    origin: [i32; 2],
    width: i32,
    origins: u32,
    /// Keeps the origin where it is: a path under construction allows no other operators.
    still: bool,
    /// A path is under construction; no operator but its own may come.
    begun: bool,
}

impl<'a> Pen<'a> {
    fn new(content: &'a mut Content, unit: f32, height: f32) -> Self {
        let scale = (f64::from(unit) * POINTS) as f32;
        content.save_state();
        let base = [scale, 0.0, 0.0, -scale, 0.0, height];
        content.transform(base);
        Self { content, base, origin: [0, 0], width: 0, origins: 0, still: false, begun: false }
    }

    /// Appends a path. Neighbours of one width are painted together.
    fn draw(&mut self, path: &Path) {
        let away = [path.start[0] - self.origin[0], path.start[1] - self.origin[1]];
        if !self.still && away.iter().any(|d| d.abs() > NEAR) {
            self.paint();
            self.approach(path.start);
        }
        if path.width != self.width {
            self.paint();
            self.content.set_line_width(path.width as f32);
            self.width = path.width;
        }
        let origin = self.origin;
        let at = |p: [i32; 2]| [(p[0] - origin[0]) as f32, (p[1] - origin[1]) as f32];
        let [x, y] = at(path.start);
        self.content.move_to(x, y);
        if path.curves.is_empty() {
            self.content.line_to(x, y);
        }
        let mut from = path.start;
        for curve in &path.curves {
            self.curve(from, curve, at);
            from = curve[2];
        }
        self.begun = true;
    }

    /// Appends a cubic in the shortest form there is for it.
    fn curve(&mut self, from: [i32; 2], curve: &[[i32; 2]; 3], at: impl Fn([i32; 2]) -> [f32; 2]) {
        let [[x1, y1], [x2, y2], [x3, y3]] = curve.map(at);
        if is_straight(from, curve) {
            self.content.line_to(x3, y3);
        } else if curve[0] == from {
            self.content.cubic_to_initial(x2, y2, x3, y3);
        } else if curve[1] == curve[2] {
            self.content.cubic_to_final(x1, y1, x3, y3);
        } else {
            self.content.cubic_to(x1, y1, x2, y2, x3, y3);
        }
    }

    /// Strokes what was appended.
    fn paint(&mut self) {
        if core::mem::take(&mut self.begun) {
            self.content.stroke();
        }
    }

    /// Moves the origin.
    fn approach(&mut self, to: [i32; 2]) {
        if self.origins == ORIGINS {
            self.content.restore_state().save_state().transform(self.base);
            (self.origin, self.width, self.origins) = ([0, 0], 0, 0);
        }
        let [dx, dy] = [to[0] - self.origin[0], to[1] - self.origin[1]];
        self.content.transform([1.0, 0.0, 0.0, 1.0, dx as f32, dy as f32]);
        self.origin = to;
        self.origins += 1;
    }

    fn finish(self) {
        self.content.restore_state();
    }
}

/// Whether a cubic goes along its chord, as near as can be seen, and not beyond its ends.
fn is_straight(from: [i32; 2], curve: &[[i32; 2]; 3]) -> bool {
    let to = |p: [i32; 2]| [p[0] as f32 - from[0] as f32, p[1] as f32 - from[1] as f32];
    let chord = to(curve[2]);
    let length2 = chord[0] * chord[0] + chord[1] * chord[1];
    curve[..2].iter().all(|&handle| {
        let d = to(handle);
        let (along, across) = (d[0] * chord[0] + d[1] * chord[1], d[0] * chord[1] - d[1] * chord[0]);
        (0.0..=length2).contains(&along) && across * across <= STRAIGHT * STRAIGHT * length2
    })
}

/// A zlib stream.
fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
