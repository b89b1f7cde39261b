//! A page on which everything is decided: plain data, ready to draw.

/// A page of handwriting. Lengths are millimetres, origin top left, y downwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Width of the page.
    pub width_mm: f64,
    /// Height of the page.
    pub height_mm: f64,
    /// Width of its raster image.
    pub width_px: u32,
    /// Height of its raster image.
    pub height_px: u32,
    /// Raster pixels in an inch.
    pub dpi: f64,
    /// Colour of all ink.
    pub color: Color,
    /// Opacity of all ink, over 0 and at most 1; see [`Pen::darkness`](crate::pen::Pen::darkness).
    pub darkness: f32,
    /// Pen strokes in writing order.
    pub strokes: Vec<Stroke>,
    /// True for test renders: a visible mark is drawn over the ink. Set by [`mark`](crate::draw::mark()), which cuts the
    /// ink as well.
    pub marked: bool,
}

impl Page {
    /// The same page with these strokes alone. Its own, of which there may be a hundred thousand, are not copied.
    #[must_use]
    pub fn with(&self, strokes: Vec<Stroke>) -> Self {
        let Self { width_mm, height_mm, width_px, height_px, dpi, color, darkness, marked, .. } = *self;
        Self { width_mm, height_mm, width_px, height_px, dpi, color, darkness, strokes, marked }
    }
}

/// Ink colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Color {
    /// 24-bit RGB, for PNG and SVG.
    Rgb([u8; 3]),
    /// Cyan, magenta, yellow, black, each in 0 ..= 1, for PDF.
    Cmyk([f32; 4]),
}

/// One pen-down movement. The ink's centre line is the uniform Catmull-Rom spline through the points.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Index in the text (Unicode scalar values) of the character this stroke begins.
    pub char_index: u32,
    /// At least one point; a single point is a dot.
    pub points: Vec<Point>,
}

/// The pen at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right, mm.
    pub x: f32,
    /// Downwards, mm.
    pub y: f32,
    /// Since the pen first touched the page, ms.
    pub t: f32,
    /// 0 (lifted) to 1.
    pub pressure: f32,
    /// Width of the ink here, mm.
    pub width: f32,
}
